import { Double, Long, type Sort } from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

const people = () => [
  { _id: 1, name: 'Ann', age: 30, tags: ['a', 'b'], address: { city: 'Oslo' } },
  { _id: 2, name: 'Bob', age: 25, tags: [], address: { city: 'Rome' } },
  { _id: 3, name: 'Cid', age: 35, tags: ['b', 'c'] },
  { _id: 4, name: 'Dee', age: null },
];

test.each<[string, Doc, number[]]>([
  ['equality', { name: 'Ann' }, [1]],
  ['a dotted path', { 'address.city': 'Rome' }, [2]],
  ['an element of an array', { tags: 'b' }, [1, 3]],
  ['a whole array', { tags: ['a', 'b'] }, [1]],
  ['an empty array', { tags: [] }, [2]],
  ['null and missing', { tags: null }, [4]],
  ['a range', { age: { $gt: 25, $lte: 35 } }, [1, 3]],
  ['$in', { _id: { $in: [4, 1, 9] } }, [1, 4]],
  ['$nin', { age: { $nin: [30, 25] } }, [3, 4]],
  ['$ne', { 'address.city': { $ne: 'Oslo' } }, [2, 3, 4]],
  ['$or', { $or: [{ age: 25 }, { name: /^D/ }] }, [2, 4]],
  ['$nor', { $nor: [{ age: 25 }, { name: 'Ann' }] }, [3, 4]],
  ['$not', { age: { $not: { $gt: 26 } } }, [2, 4]],
  ['$exists', { address: { $exists: true } }, [1, 2]],
  ['$type', { age: { $type: ['null', 'string'] } }, [4]],
  ['$size', { tags: { $size: 2 } }, [1, 3]],
  ['$all', { tags: { $all: ['b', 'c'] } }, [3]],
  ['$mod', { age: { $mod: [10, 5] } }, [2, 3]],
  ['$regex with options', { name: { $regex: '^a', $options: 'i' } }, [1]],
  ['$expr', { $expr: { $lt: ['$age', 30] } }, [2, 4]],
  ['$comment beside a filter', { age: 30, $comment: 'why' }, [1]],
  ['a number of another type', { age: Long.fromNumber(30) }, [1]],
])('find by %s', async (_name, filter, ids) => {
  const things = await mongo.fill(people());
  const found = await things.find(filter).sort({ _id: 1 }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual(ids);
  expect(await things.countDocuments(filter)).toBe(ids.length);
});

test('find sorts across types in MongoDB order, arrays by their lowest or highest', async () => {
  const docs = [
    { _id: 'array', v: [5, 1] },
    { _id: 'text', v: 'a' },
    { _id: 'null', v: null },
    { _id: 'missing' },
    { _id: 'two', v: 2 },
    { _id: 'object', v: { a: 1 } },
    { _id: 'true', v: true },
    { _id: 'date', v: new Date(0) },
    { _id: 'empty', v: [] },
  ];
  const things = await mongo.fill(docs);
  const ids = async (sort: Sort) => (await things.find().sort(sort).toArray()).map(({ _id }) => _id);
  const up = await ids({ v: 1, _id: 1 });
  expect(up).toEqual(['empty', 'missing', 'null', 'array', 'two', 'text', 'object', 'true', 'date']);
  expect(await ids({ v: -1, _id: 1 })).toEqual([
    'date',
    'true',
    'object',
    'text',
    'array',
    'two',
    'missing',
    'null',
    'empty',
  ]);
  await things.createIndex({ v: 1, _id: 1 });
  expect(await ids({ v: 1, _id: 1 })).toEqual(up);
});

test('find skips, limits and reads in batches', async () => {
  const things = await mongo.fill(Array.from({ length: 250 }, (_, _id) => ({ _id })));
  const cursor = things.find().sort({ _id: -1 }).skip(10).limit(205).batchSize(50);
  const ids = (await cursor.toArray()).map(({ _id }) => _id);
  expect(ids).toHaveLength(205);
  expect(ids[0]).toBe(239);
  expect(ids.at(-1)).toBe(35);
  expect(await things.find().limit(-7).toArray()).toHaveLength(7);
  expect(await things.find().batchSize(1).limit(3).toArray()).toHaveLength(3);
});

test('a killed cursor is gone, and says so', async () => {
  const things = await mongo.fill(Array.from({ length: 20 }, (_, _id) => ({ _id })));
  const first = await mongo.db.command({ find: things.collectionName, batchSize: 5 });
  const id = first.cursor.id;
  const getMore = { getMore: id, collection: things.collectionName, batchSize: 5 };
  const more = await mongo.db.command(getMore, { promoteLongs: false });
  expect(more.cursor.nextBatch).toHaveLength(5);
  const killed = await mongo.db.command({ killCursors: things.collectionName, cursors: [id] });
  expect(killed).toMatchObject({ cursorsKilled: [id], cursorsNotFound: [] });
  const { code, message } = await failure(mongo.db.command(getMore));
  expect(code).toBe(43);
  expect(message).toMatch(/^cursor id -?\d+ not found$/);
});

test.each<[string, Doc, Doc]>([
  ['an inclusion', { name: 1 }, { _id: 1, name: 'Ann' }],
  ['without _id', { _id: 0, 'address.city': 1 }, { address: { city: 'Oslo' } }],
  ['an exclusion', { tags: 0, 'address.city': 0 }, { _id: 1, name: 'Ann', age: 30, address: {} }],
  ['$slice', { tags: { $slice: 1 }, name: 1 }, { _id: 1, tags: ['a'], name: 'Ann' }],
  ['$slice alone', { tags: { $slice: [1, 1] }, address: 0 }, { _id: 1, name: 'Ann', age: 30, tags: ['b'] }],
  ['$elemMatch', { tags: { $elemMatch: { $gt: 'a' } } }, { _id: 1, tags: ['b'] }],
  ['the positional $', { 'tags.$': 1 }, { _id: 1, tags: ['b'] }],
  ['expressions', { next: { $add: ['$age', 1] }, city: '$address.city' }, { _id: 1, next: 31, city: 'Oslo' }],
])('find projects %s', async (_name, projection, expected) => {
  const things = await mongo.fill(people());
  expect(await things.findOne({ _id: 1, tags: 'b' }, { projection })).toEqual(expected);
});

test('findOneAnd… answer the document before or after', async () => {
  const things = await mongo.fill(people());
  const before = await things.findOneAndUpdate({ name: 'Ann' }, { $inc: { age: 1 } });
  expect(before?.age).toBe(30);
  const changed = await things.findOneAndUpdate(
    { age: { $gte: 0 } },
    { $set: { picked: true } },
    { sort: { age: -1 }, returnDocument: 'after', projection: { picked: 1 } },
  );
  expect(changed).toEqual({ _id: 3, picked: true });
  expect(await things.findOneAndUpdate({ _id: 9 }, { $set: { a: 1 } })).toBeNull();
  const upserted = await things.findOneAndUpdate(
    { _id: 9 },
    { $set: { a: 1 } },
    { upsert: true, returnDocument: 'after' },
  );
  expect(upserted).toEqual({ _id: 9, a: 1 });
  expect(await things.findOneAndReplace({ _id: 9 }, { b: 1 }, { returnDocument: 'after' })).toEqual({
    _id: 9,
    b: 1,
  });
  expect(await things.findOneAndDelete({ _id: 9 })).toEqual({ _id: 9, b: 1 });
  expect(await things.findOneAndDelete({ _id: 9 })).toBeNull();
});

test('findOneAndUpdate tells what happened when asked for metadata', async () => {
  const things = await mongo.fill([{ _id: 1, a: [1, 2] }]);
  const found = await things.findOneAndUpdate(
    { a: 2 },
    { $set: { 'a.$': 5 } },
    { includeResultMetadata: true, returnDocument: 'after' },
  );
  expect(found).toMatchObject({
    ok: 1,
    lastErrorObject: { n: 1, updatedExisting: true },
    value: { _id: 1, a: [1, 5] },
  });
  const made = await things.findOneAndUpdate(
    { _id: 2 },
    { $set: { b: 1 } },
    { includeResultMetadata: true, upsert: true },
  );
  expect(made).toMatchObject({ lastErrorObject: { n: 1, updatedExisting: false, upserted: 2 }, value: null });
  const none = await things.findOneAndDelete({ _id: 7 }, { includeResultMetadata: true });
  expect(none).toMatchObject({ lastErrorObject: { n: 0 }, value: null });
});

test('deleteOne and deleteMany count what they took', async () => {
  const things = await mongo.fill(people());
  expect(await things.deleteOne({ age: { $gt: 0 } })).toMatchObject({ deletedCount: 1 });
  expect(await things.deleteMany({ _id: { $lt: 4 } })).toMatchObject({ deletedCount: 2 });
  expect(await things.deleteMany({ _id: 99 })).toMatchObject({ deletedCount: 0 });
  expect(await things.deleteMany({})).toMatchObject({ deletedCount: 1 });
});

test('distinct takes arrays apart and compares numbers by value', async () => {
  const things = await mongo.fill([
    { v: [1, 2] },
    { v: new Double(2) },
    { v: 'x' },
    { v: null },
    {},
    { w: [{ z: 1 }, { z: 3 }] },
  ]);
  const values = await things.distinct('v');
  expect(values).toHaveLength(4);
  expect(values).toEqual(expect.arrayContaining([1, 2, 'x', null]));
  expect(await things.distinct('w.z')).toEqual([1, 3]);
  expect(await things.distinct('v', { v: { $gt: 1 } })).toEqual([1, 2]);
  expect(await mongo.empty().distinct('v')).toEqual([]);
});

test('let gives filters variables', async () => {
  const things = await mongo.fill(people());
  const filter = { $expr: { $eq: ['$_id', '$$id'] } };
  expect(await things.find(filter, { let: { id: 2 } }).toArray()).toMatchObject([{ _id: 2 }]);
  const update = await things.updateOne(filter, { $set: { x: 1 } }, { let: { id: 3 } });
  expect(update.modifiedCount).toBe(1);
  expect(await things.deleteOne(filter, { let: { id: 4 } })).toMatchObject({ deletedCount: 1 });
  expect(await failure(things.find(filter).toArray())).toEqual({
    code: 17276,
    message: 'Use of undefined variable: id',
  });
});

test('comments, read concerns and preferences are taken without effect', async () => {
  const things = await mongo.fill(people());
  const options = {
    comment: { why: ['x'] },
    readConcern: { level: 'majority' as const },
    allowDiskUse: true,
    maxTimeMS: 5000,
  };
  expect(await things.find({ _id: 1 }, options).toArray()).toHaveLength(1);
  expect(await things.estimatedDocumentCount({ comment: 'x' })).toBe(4);
  expect(await things.distinct('_id', {}, { comment: 'x' })).toHaveLength(4);
});

test.each<[string, Doc, number]>([
  ['an unknown field', { find: 'x', colour: 1 }, 40415],
  ['a filter that is no document', { find: 'x', filter: 1 }, 14],
  ['a negative skip', { find: 'x', skip: -1 }, 51024],
  ['a negative limit', { find: 'x', limit: -1 }, 51024],
  ['a sort by text', { find: 'x', sort: { a: 'up' } }, 15974],
  ['a mixed projection', { find: 'x', projection: { a: 1, b: 0 } }, 31254],
  ['another collation', { find: 'x', collation: { locale: 'fr' } }, 238],
  ['an unknown operator', { find: 'x', filter: { a: { $bad: 1 } } }, 2],
  ['an unknown command', { fiend: 'x' }, 59],
])('find refuses %s', async (_name, command, code) => {
  expect((await failure(mongo.db.command(command))).code).toBe(code);
});
