import { type AnyBulkWriteOperation, Long, type MongoBulkWriteError, type MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure, type Stored } from './support.ts';

const mongo = driver();

test('bulkWrite does every kind of write and counts each', async () => {
  const things = await mongo.fill([
    { _id: 1, x: 11 },
    { _id: 2, x: 22 },
    { _id: 3, x: 33 },
  ]);
  const result = await things.bulkWrite([
    { insertOne: { document: { _id: 4, x: 44 } } },
    { updateOne: { filter: { _id: 2 }, update: { $set: { x: 24 } } } },
    { updateMany: { filter: { x: { $gt: 20 } }, update: { $inc: { x: 1 } } } },
    { replaceOne: { filter: { _id: 1 }, replacement: { y: 1 } } },
    { deleteOne: { filter: { _id: 3 } } },
    { deleteMany: { filter: { x: { $gt: 40 } } } },
    { updateOne: { filter: { _id: 9 }, update: { $set: { z: 1 } }, upsert: true } },
    { replaceOne: { filter: { _id: 8 }, replacement: { z: 2 }, upsert: true } },
  ]);
  expect(result).toMatchObject({
    insertedCount: 1,
    matchedCount: 5,
    modifiedCount: 5,
    deletedCount: 2,
    upsertedCount: 2,
    insertedIds: { 0: 4 },
    upsertedIds: { 6: 9, 7: 8 },
  });
  expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, y: 1 },
    { _id: 2, x: 25 },
    { _id: 8, z: 2 },
    { _id: 9, z: 1 },
  ]);
});

test('an ordered bulkWrite stops, an unordered one goes on; both tell which failed', async () => {
  const operations = () => [
    { insertOne: { document: { _id: 1 } } },
    { insertOne: { document: { _id: 1 } } },
    { updateOne: { filter: { _id: 1 }, update: { $set: { a: 1 } } } },
    { updateOne: { filter: { _id: 1 }, update: { $push: { a: 1 } } } },
    { deleteOne: { filter: { _id: 5 } } },
  ];
  const run = async (ordered: boolean) => {
    const things = mongo.empty();
    const error: MongoBulkWriteError = await things
      .bulkWrite(operations() as AnyBulkWriteOperation<Stored>[], { ordered })
      .catch((e) => e);
    const failed = [error.writeErrors].flat().map(({ index, code }) => [index, code]);
    return { failed, inserted: error.insertedCount, modified: error.modifiedCount };
  };
  expect(await run(true)).toEqual({ failed: [[1, 11000]], inserted: 1, modified: 0 });
  expect(await run(false)).toEqual({
    failed: [
      [1, 11000],
      [3, 2],
    ],
    inserted: 1,
    modified: 1,
  });
});

test('bulkWrite takes array filters, hints on _id, and variables', async () => {
  const things = await mongo.fill([
    { _id: 1, a: [{ b: 1 }, { b: 2 }] },
    { _id: 2, a: [{ b: 2 }] },
  ]);
  const result = await things.bulkWrite(
    [
      { updateOne: { filter: {}, update: { $set: { 'a.$[i].b': 5 } }, arrayFilters: [{ 'i.b': 1 }] } },
      { updateMany: { filter: {}, update: { $set: { 'a.$[i].b': 6 } }, arrayFilters: [{ 'i.b': 2 }] } },
      {
        updateOne: { filter: { $expr: { $eq: ['$_id', '$$id'] } }, update: { $set: { c: 1 } }, hint: '_id_' },
      },
    ],
    { let: { id: 2 } },
  );
  expect(result.modifiedCount).toBe(4);
  expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, a: [{ b: 5 }, { b: 6 }] },
    { _id: 2, a: [{ b: 6 }], c: 1 },
  ]);
});

test('unacknowledged writes of every kind arrive', async () => {
  const things = await mongo.fill([
    { _id: 1, a: 1 },
    { _id: 2, a: 1 },
    { _id: 3, a: 1 },
  ]);
  const result = await things.bulkWrite(
    [
      { updateOne: { filter: { _id: 1 }, update: { $set: { a: 2 } } } },
      { replaceOne: { filter: { _id: 2 }, replacement: { a: 3 } } },
      { deleteOne: { filter: { _id: 3 } } },
      { insertOne: { document: { _id: 4, a: 4 } } },
    ],
    { writeConcern: { w: 0 } },
  );
  expect(result.matchedCount).toBe(0);
  await expect
    .poll(() => things.find().sort({ _id: 1 }).toArray())
    .toEqual([
      { _id: 1, a: 2 },
      { _id: 2, a: 3 },
      { _id: 4, a: 4 },
    ]);
});

test('a batch of many documents goes in with one call and comes back whole', async () => {
  const things = mongo.empty();
  const docs = Array.from({ length: 5_000 }, (_, _id) => ({ _id, text: 'x'.repeat(_id % 50) }));
  expect((await things.insertMany(docs)).insertedCount).toBe(5_000);
  const back = await things.find().sort({ _id: 1 }).toArray();
  expect(back).toEqual(docs);
});

test('write concerns: majority counts as one, more than one cannot be', async () => {
  const things = mongo.empty();
  await things.insertOne({ _id: 1 }, { writeConcern: { w: 'majority', j: true, wtimeoutMS: 1000 } });
  await things.updateOne({ _id: 1 }, { $set: { a: 1 } }, { writeConcern: { w: 1, j: false } });
  const { code } = await failure(things.insertOne({ _id: 2 }, { writeConcern: { w: 2 } }));
  expect(code).toBe(2);
});

test('sessions are taken, transactions refused with 20', async () => {
  const things = mongo.empty();
  await mongo.client.withSession(async (session) => {
    await things.insertOne({ _id: 1 }, { session });
    expect(await things.findOne({ _id: 1 }, { session })).toEqual({ _id: 1 });
  });
  const error = await inTransaction(mongo.client, (options) => things.findOne({ _id: 2 }, options));
  expect(error).toMatchObject({
    code: 20,
    message: 'Transaction numbers are only allowed on a replica set member or mongos',
  });
  expect(await things.countDocuments()).toBe(1);
});

async function inTransaction(
  client: MongoClient,
  work: (options: Doc) => Promise<unknown>,
): Promise<unknown> {
  const session = client.startSession();
  try {
    session.startTransaction();
    return await failure(work({ session }));
  } finally {
    await session.abortTransaction().catch(() => undefined);
    await session.endSession();
  }
}

test('change streams are refused with 40573', async () => {
  const { code, message } = await failure(mongo.empty().watch().next());
  expect(code).toBe(40573);
  expect(message).toBe('The $changeStream stage is only supported on replica sets');
});

test('numbers keep their types through every promotion', async () => {
  const things = await mongo.fill([{ _id: 1, n: Long.fromString('9007199254740993') }]);
  const big = await things.findOne({ _id: 1 }, { useBigInt64: true });
  expect(big?.n).toBe(9007199254740993n);
  await things.updateOne({ _id: 1 }, { $inc: { n: 1n } });
  expect((await things.findOne({ _id: 1 }, { useBigInt64: true }))?.n).toBe(9007199254740994n);
});
