import mongoose, { Schema, Types } from 'mongoose';
import { expect, test } from 'vitest';
import { connection } from './support.ts';

const db = connection();

const comment = new Schema({ body: String, votes: { type: Number, default: 0 }, meta: { spam: Boolean } });
const Post = db.model(
  'Post',
  new Schema(
    {
      title: { type: String, required: true },
      slug: { type: String, unique: true },
      tags: [String],
      scores: [Number],
      comments: [comment],
      grid: [[Number]],
      labels: { type: Map, of: Number },
      price: Schema.Types.Decimal128,
      data: Buffer,
      key: Schema.Types.UUID,
      big: BigInt,
      exact: Schema.Types.Double,
      small: Schema.Types.Int32,
      anything: Schema.Types.Mixed,
      at: Date,
    },
    { timestamps: true, optimisticConcurrency: true },
  ),
);

let count = 0;
const draft = (fields: Record<string, unknown> = {}) =>
  new Post({ title: 'T', slug: `s${++count}`, ...fields });

test('every type comes back as it was saved', async () => {
  const saved = await draft({
    tags: ['a', 'b'],
    grid: [[1, 2], [3]],
    labels: { x: 1, y: 2 },
    price: '12.50',
    data: Buffer.from('abc'),
    key: '0ff5e1d4-43c8-4a29-8a39-1a9d1e5e2b11',
    big: 9007199254740993n,
    exact: 5,
    small: 7,
    anything: { 'a.b': [null, { $c: 1 }] },
    at: new Date(5),
  }).save();
  const found = await Post.findById(saved._id).orFail();
  expect(found.toObject()).toEqual(saved.toObject());
  expect(String(found.get('price'))).toBe('12.50');
  expect(found.get('labels')?.get('y')).toBe(2);
  expect(found.get('big')).toBe(9007199254740993n);
  expect(found.createdAt).toBeInstanceOf(Date);
});

test('saving sends only what changed, arrays by their operators', async () => {
  const post = await draft({
    tags: ['a'],
    scores: [1, 2, 3],
    comments: [{ body: 'one' }, { body: 'two' }],
  }).save();
  post.tags.push('b', 'c');
  (post.scores as Types.Array<number>).pull(2);
  post.comments[1]!.votes = 5;
  post.comments.push({ body: 'three' });
  post.set('labels', { z: 1 });
  post.labels?.set('w', 2);
  await post.save();
  post.tags.splice(0, 1);
  post.comments[0]!.deleteOne();
  post.markModified('tags');
  await post.save();
  const found = await Post.findById(post._id).lean().orFail();
  expect(found.tags).toEqual(['b', 'c']);
  expect(found.scores).toEqual([1, 3]);
  expect(found.comments.map(({ body, votes }) => [body, votes])).toEqual([
    ['two', 5],
    ['three', 0],
  ]);
  expect(found.labels).toEqual({ z: 1, w: 2 });
});

test('atomic array methods of mongoose', async () => {
  const post = await draft({ tags: ['a', 'b'], scores: [1, 2] }).save();
  (post.tags as Types.Array<string>).addToSet('b', 'c');
  await post.save();
  (post.scores as Types.Array<number>).$pop();
  await post.save();
  (post.tags as Types.Array<string>).$shift();
  await post.save();
  post.scores.push({ $each: [9, 8], $position: 0 } as never);
  await post.save();
  const found = await Post.findById(post._id).lean().orFail();
  expect([found.tags, found.scores]).toEqual([
    ['b', 'c'],
    [9, 8, 1],
  ]);
});

test('a save against an older version fails', async () => {
  const { _id } = await draft().save();
  const [first, second] = [await Post.findById(_id).orFail(), await Post.findById(_id).orFail()];
  first.title = 'first';
  await first.save();
  second.title = 'second';
  await expect(second.save()).rejects.toThrow(mongoose.Error.VersionError);
  expect((await Post.findById(_id))?.title).toBe('first');
});

test('a duplicate is told with its key', async () => {
  await Post.syncIndexes();
  await draft({ slug: 'same' }).save();
  const error = await draft({ slug: 'same' })
    .save()
    .catch((e) => e);
  expect(error).toMatchObject({ code: 11000, keyPattern: { slug: 1 }, keyValue: { slug: 'same' } });
});

test('queries with updates: timestamps, defaults on insert, casting, positions', async () => {
  const made = await Post.findOneAndUpdate(
    { slug: 'upsert' },
    { $set: { title: 'U' }, $inc: { small: '3' as never } },
    { upsert: true, returnDocument: 'after', setDefaultsOnInsert: true },
  ).orFail();
  expect([made.title, made.small, made.tags.length]).toEqual(['U', 3, 0]);
  await Post.updateOne({ _id: made._id }, { $push: { comments: { $each: [{ body: 'x' }, { body: 'y' }] } } });
  await Post.updateOne({ _id: made._id, 'comments.body': 'y' }, { $set: { 'comments.$.votes': 4 } });
  await Post.updateOne(
    { _id: made._id },
    { $inc: { 'comments.$[c].votes': 1 } },
    { arrayFilters: [{ 'c.votes': { $gte: 4 } }] },
  );
  await Post.updateOne({ _id: made._id }, { $pull: { comments: { body: 'x' } } });
  const found = await Post.findById(made._id).orFail();
  expect(found.comments.map(({ body, votes }) => [body, votes])).toEqual([['y', 5]]);
  expect(found.updatedAt.getTime()).toBeGreaterThanOrEqual(found.createdAt.getTime());
  const untouched = await Post.updateOne({ _id: made._id }, { $set: { title: 'U' } }, { timestamps: false });
  expect(untouched).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
});

test('replacing, deleting, existing', async () => {
  const post = await draft({ tags: ['x'] }).save();
  await Post.replaceOne({ _id: post._id }, { title: 'R', slug: 'replaced' });
  expect(await Post.exists({ slug: 'replaced' })).toEqual({ _id: post._id });
  const replaced = await Post.findOneAndReplace(
    { _id: post._id },
    { title: 'Q', slug: 'again' },
    { returnDocument: 'after' },
  );
  expect(replaced?.title).toBe('Q');
  expect(await Post.findOneAndDelete({ slug: 'again' })).toMatchObject({ title: 'Q' });
  expect(await Post.findById(post._id)).toBeNull();
  const other = await draft().save();
  await other.deleteOne();
  expect(await Post.exists({ _id: other._id })).toBeNull();
});

test('insertMany, bulkSave and bulkWrite', async () => {
  const docs = await Post.insertMany([
    { title: 'a', slug: 'i1' },
    { title: 'b', slug: 'i2' },
  ]);
  for (const doc of docs) doc.title += '!';
  const saved = await Post.bulkSave(docs);
  expect(saved.modifiedCount).toBe(2);
  const result = await Post.bulkWrite([
    { insertOne: { document: { title: 'c', slug: 'i3' } as never } },
    { updateOne: { filter: { slug: 'i1' }, update: { $set: { title: 'd' } } as never } },
    { deleteOne: { filter: { slug: 'i2' } } },
  ]);
  expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, deletedCount: 1 });
  const partly = await Post.insertMany(
    [{ title: 'x', slug: 'i1' }, { slug: 'no title' }, { title: 'y', slug: 'i4' }],
    {
      ordered: false,
      rawResult: true,
    },
  ).catch((e) => e);
  expect(partly.insertedDocs ?? partly.mongoose?.results).toBeDefined();
  const slugs = (await Post.find({ slug: /^i\d$/ }).sort('slug').lean()).map(({ slug }) => slug);
  expect(slugs).toEqual(['i1', 'i3', 'i4']);
});

test('cursors, chains and counts', async () => {
  await Post.insertMany(Array.from({ length: 30 }, (_, i) => ({ title: 'chain', slug: `c${i}`, small: i })));
  const chain = Post.where('title')
    .equals('chain')
    .where('small')
    .gte(5)
    .lt(25)
    .ne(7)
    .sort('-small')
    .skip(2)
    .limit(3);
  expect((await chain.select('small -_id').lean()).map((d) => d.small)).toEqual([22, 21, 20]);
  let seen = 0;
  for await (const doc of Post.find({ title: 'chain' }).batchSize(7).cursor())
    seen += Number(doc.small! >= 0);
  expect(seen).toBe(30);
  expect(await Post.countDocuments({ title: 'chain', small: { $in: [1, 2, 99] } })).toBe(2);
  expect(await Post.distinct('small', { title: 'chain', small: { $lt: 3 } })).toEqual([0, 1, 2]);
  expect(await Post.estimatedDocumentCount()).toBeGreaterThanOrEqual(30);
  expect(
    await Post.findOne({ title: 'chain' })
      .sort({ small: -1 })
      .select({ comments: { $slice: 1 } }),
  ).toMatchObject({ small: 29 });
});

test('ids are cast, missing documents are null or an error', async () => {
  const post = await draft().save();
  expect((await Post.findById(String(post._id)))?.slug).toBe(post.slug);
  expect(await Post.findById(new Types.ObjectId())).toBeNull();
  await expect(Post.findById(new Types.ObjectId()).orFail()).rejects.toThrow(
    mongoose.Error.DocumentNotFoundError,
  );
});
