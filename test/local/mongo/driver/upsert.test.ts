import { ObjectId } from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

test('an upsert takes the equality fields of its filter', async () => {
  const things = mongo.empty();
  const filter = {
    'b.c': 2,
    a: { $eq: 1 },
    d: { $gt: 5 },
    e: { $in: [3] },
    $and: [{ f: 4 }],
    $or: [{ g: 1 }],
  };
  const result = await things.updateOne(filter, { $set: { x: 1 }, $setOnInsert: { y: 2 } }, { upsert: true });
  expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1 });
  expect(result.upsertedId).toBeInstanceOf(ObjectId);
  const doc = await things.findOne();
  expect(doc).toEqual({ _id: result.upsertedId, a: 1, b: { c: 2 }, e: 3, f: 4, g: 1, x: 1, y: 2 });
  expect(Object.keys(doc ?? {})).toEqual(['_id', 'a', 'b', 'e', 'f', 'g', 'x', 'y']);
});

test('an upsert keeps an _id from the filter, the replacement or the update', async () => {
  const things = mongo.empty();
  expect(await things.updateOne({ _id: 'f' }, { $set: { a: 1 } }, { upsert: true })).toMatchObject({
    upsertedId: 'f',
  });
  expect(await things.replaceOne({ _id: 'g' }, { a: 1 }, { upsert: true })).toMatchObject({
    upsertedId: 'g',
  });
  expect(await things.updateOne({ z: 1 }, { $setOnInsert: { _id: 'h' } }, { upsert: true })).toMatchObject({
    upsertedId: 'h',
  });
  expect(await things.replaceOne({ z: 3 }, { _id: 'i', q: 1 } as Doc, { upsert: true })).toMatchObject({
    upsertedId: 'i',
  });
  expect(await things.find({ z: { $exists: false } }).toArray()).toHaveLength(3);
  expect((await failure(things.replaceOne({ _id: 'k' }, { _id: 'l' } as Doc, { upsert: true }))).code).toBe(
    66,
  );
});
