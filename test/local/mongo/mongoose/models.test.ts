import { Schema, type Types } from 'mongoose';
import { expect, test } from 'vitest';
import { connection } from './support.ts';

const db = connection();

const authorSchema = new Schema({ name: String, country: String });
const written = { ref: 'Book', localField: '_id', foreignField: 'author' };
authorSchema.virtual('books', written);
authorSchema.virtual('bookCount', { ...written, count: true });
const Author = db.model('Author', authorSchema);
const bookSchema = new Schema({
  title: String,
  author: { type: Schema.Types.ObjectId, ref: 'Author' },
  readers: [{ type: Schema.Types.ObjectId, ref: 'Author' }],
  year: Number,
});
const Book = db.model('Book', bookSchema);

async function library() {
  await Promise.all([Author.deleteMany({}), Book.deleteMany({})]);
  const [ann, bob] = await Author.create([
    { name: 'Ann', country: 'NO' },
    { name: 'Bob', country: 'IT' },
  ]);
  const books = await Book.create([
    { title: 'A1', author: ann!._id, readers: [ann!._id, bob!._id], year: 2000 },
    { title: 'A2', author: ann!._id, readers: [], year: 2010 },
    { title: 'B1', author: bob!._id, readers: [bob!._id], year: 2005 },
  ]);
  return { ann: ann!, bob: bob!, books };
}

test('populate follows references, lists, virtuals and conditions', async () => {
  const { ann } = await library();
  const book = await Book.findOne({ title: 'A1' })
    .populate<{ author: { name: string } }>('author', 'name')
    .populate<{ readers: Array<{ name: string }> }>({
      path: 'readers',
      match: { country: 'IT' },
      options: { sort: { name: 1 } },
    })
    .orFail();
  expect(book.author.name).toBe('Ann');
  expect(book.readers.map(({ name }) => name)).toEqual(['Bob']);
  const author = await Author.findById(ann._id)
    .populate({ path: 'books', options: { sort: { year: -1 } } })
    .populate('bookCount')
    .orFail();
  expect(author.get('books').map((b: { title: string }) => b.title)).toEqual(['A2', 'A1']);
  expect(author.get('bookCount')).toBe(2);
});

test('discriminators share a collection', async () => {
  const Shape = db.model('Shape', new Schema({ name: String }, { discriminatorKey: 'kind' }));
  const Circle = Shape.discriminator('Circle', new Schema({ radius: Number }));
  const Square = Shape.discriminator('Square', new Schema({ side: Number }));
  await Circle.create({ name: 'c', radius: 1 });
  await Square.create({ name: 's', side: 2 });
  expect(await Shape.countDocuments()).toBe(2);
  expect((await Circle.find()).map(({ radius }) => radius)).toEqual([1]);
  await Square.updateMany({}, { $inc: { side: 1 } });
  expect(await Shape.findOne({ kind: 'Square' }).lean()).toMatchObject({ side: 3 });
});

test('indexes are made, compared and cleaned', async () => {
  const schema = new Schema({ a: Number, b: String, c: Date, d: [String] }, { autoIndex: false });
  schema.index({ a: 1, b: -1 }, { unique: true, partialFilterExpression: { a: { $gt: 0 } } });
  schema.index({ c: 1 }, { expireAfterSeconds: 3600 });
  schema.index({ d: 1 }, { sparse: true, name: 'ds' });
  const Indexed = db.model('Indexed', schema);
  await Indexed.createCollection();
  await Indexed.collection.createIndex({ old: 1 });
  expect(await Indexed.diffIndexes()).toMatchObject({ toDrop: ['old_1'] });
  expect(await Indexed.syncIndexes()).toEqual(['old_1']);
  const indexes = await Indexed.listIndexes();
  expect(indexes.map(({ name }) => name)).toEqual(['_id_', 'a_1_b_-1', 'c_1', 'ds']);
  expect(indexes[1]).toMatchObject({
    key: { a: 1, b: -1 },
    unique: true,
    partialFilterExpression: { a: { $gt: 0 } },
  });
  expect(indexes[2]).toMatchObject({ expireAfterSeconds: 3600 });
  expect(await Indexed.syncIndexes()).toEqual([]);
  expect(await Indexed.diffIndexes()).toMatchObject({ toDrop: [], toCreate: [] });
  await Indexed.ensureIndexes();
});

test('a unique index counts only the documents of its partial filter', async () => {
  const schema = new Schema({ a: Number, on: Boolean });
  schema.index({ a: 1 }, { unique: true, partialFilterExpression: { on: true } });
  const Partial = db.model('Partial', schema);
  await Partial.init();
  await Partial.create([
    { a: 1, on: false },
    { a: 1, on: false },
    { a: 1, on: true },
  ]);
  await expect(Partial.create({ a: 1, on: true })).rejects.toMatchObject({ code: 11000 });
  await expect(Partial.updateMany({ a: 1 }, { on: true })).rejects.toMatchObject({ code: 11000 });
});

test('aggregations through a model', async () => {
  await library();
  const byAuthor = await Book.aggregate<{ _id: string; titles: string[]; years: number }>()
    .match({ year: { $gte: 2000 } })
    .lookup({ from: 'authors', localField: 'author', foreignField: '_id', as: 'writer' })
    .unwind('writer')
    .sort({ title: 1 })
    .group({ _id: '$writer.name', titles: { $push: '$title' }, years: { $sum: '$year' } })
    .sort({ _id: 1 });
  expect(byAuthor).toEqual([
    { _id: 'Ann', titles: ['A1', 'A2'], years: 4010 },
    { _id: 'Bob', titles: ['B1'], years: 2005 },
  ]);
  const [counted] = await Book.aggregate([
    { $facet: { all: [{ $count: 'n' }], old: [{ $match: { year: { $lt: 2005 } } }, { $count: 'n' }] } },
  ]);
  expect(counted).toEqual({ all: [{ n: 3 }], old: [{ n: 1 }] });
  const titles: string[] = [];
  for await (const doc of Book.aggregate([{ $sort: { title: -1 } }]).cursor({ batchSize: 1 }))
    titles.push(doc.title);
  expect(titles).toEqual(['B1', 'A2', 'A1']);
});

test('collections are made, listed, renamed and dropped', async () => {
  const Made = db.model('Made', new Schema({ a: Number }));
  await Made.createCollection();
  await Made.createCollection();
  const names = async () => (await db.listCollections()).map(({ name }) => name);
  expect(await names()).toContain('mades');
  await Made.create({ a: 1 });
  await db.db!.renameCollection('mades', 'renamed');
  expect(await db.collection('renamed').countDocuments()).toBe(1);
  await db.dropCollection('renamed');
  expect(await names()).not.toContain('renamed');
});

test('what a standalone cannot do is refused with its code', async () => {
  await library();
  const inTransaction = db.transaction(async (session) => {
    await Book.findOne({}, null, { session });
  });
  await expect(inTransaction).rejects.toMatchObject({ code: 20 });
  await expect(Book.watch().next()).rejects.toMatchObject({ code: 40573 });
  await expect(Book.find().collation({ locale: 'de' }).exec()).rejects.toMatchObject({ code: 238 });
  await expect(Book.find({ $where: 'true' } as never).exec()).rejects.toMatchObject({ code: 238 });
  const capped = db.model('Capped', new Schema({}, { capped: 1024, autoCreate: false }));
  await expect(capped.createCollection()).rejects.toMatchObject({ code: 238 });
});

test('lost updates: a claim has one winner', async () => {
  const { books } = await library();
  const id = books[0]!._id as Types.ObjectId;
  const claims = Array.from({ length: 20 }, (_, year) =>
    Book.updateOne({ _id: id, title: 'A1' }, { $set: { title: 'claimed', year } }),
  );
  const won = (await Promise.all(claims)).filter(({ modifiedCount }) => modifiedCount === 1);
  expect(won).toHaveLength(1);
});
