import { type Collection, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let client: MongoClient;
let numbers: Collection<Document>;

beforeAll(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
  numbers = client.db(database.name).collection('numbers');
  await numbers.insertMany(Array.from({ length: 1000 }, (_, n) => ({ n, even: n % 2 === 0 })));
  await numbers.createIndex({ n: 1 });
});
afterAll(async () => {
  await client.close();
  await database.close();
});

const command = (document: Document) => client.db(database.name).command(document);
const codeOf = (work: Promise<unknown>) => work.then(() => 0).catch((error) => error.code);
const idOf = (answer: Document) => Long.fromValue(answer.cursor.id);

test('hands documents out in batches, in order, each once', async () => {
  for (const batchSize of [1, 7, 100, 999, 1000, 1001]) {
    const found = await numbers.find({}, { sort: { n: 1 }, batchSize }).toArray();
    expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
  }
  const page = await numbers
    .find({ even: true }, { sort: { n: -1 }, skip: 10, limit: 25, batchSize: 4 })
    .toArray();
  expect(page.map(({ n }) => n)).toEqual(Array.from({ length: 25 }, (_, at) => 978 - at * 2));
});

test('the first batch has 101 documents unless told otherwise, and the last closes the cursor', async () => {
  const first = await command({ find: 'numbers' });
  expect(first.cursor.firstBatch).toHaveLength(101);
  expect(idOf(first).isZero()).toBe(false);
  const rest = await command({ getMore: idOf(first), collection: 'numbers' });
  expect(rest.cursor.nextBatch).toHaveLength(899);
  expect(idOf(rest).isZero()).toBe(true);
  expect(await codeOf(command({ getMore: idOf(first), collection: 'numbers' }))).toBe(43);
  const limited = await command({ find: 'numbers', limit: 5, batchSize: 5 });
  expect(idOf(limited).isZero()).toBe(true);
  const none = await command({ find: 'numbers', batchSize: 0 });
  expect(none.cursor.firstBatch).toEqual([]);
  expect(idOf(none).isZero()).toBe(false);
  const single = await command({ find: 'numbers', batchSize: 3, singleBatch: true });
  expect(single.cursor.firstBatch).toHaveLength(3);
  expect(idOf(single).isZero()).toBe(true);
});

test('no batch is larger than 16 MB', async () => {
  const large = client.db(database.name).collection('large');
  const text = 'x'.repeat(3_000_000);
  for (let n = 0; n < 12; n += 1) await large.insertOne({ n, text });
  const first = await command({ find: 'large', projection: { n: 1, text: 1 } });
  expect(first.cursor.firstBatch.length).toBeLessThanOrEqual(5);
  expect(await large.find().toArray()).toHaveLength(12);
  expect(await large.aggregate([{ $match: {} }, { $set: { m: 1 } }]).toArray()).toHaveLength(12);
  await large.drop();
});

test('a cursor belongs to its collection and can be killed', async () => {
  const { cursor } = await command({ find: 'numbers', batchSize: 2 });
  const id = Long.fromValue(cursor.id);
  expect(await codeOf(command({ getMore: id, collection: 'other' }))).toBe(13);
  const missing = Long.fromNumber(77);
  const killed = await command({ killCursors: 'numbers', cursors: [id, missing] });
  expect(killed.cursorsKilled.map(String)).toEqual([String(id)]);
  expect(killed.cursorsNotFound.map(String)).toEqual(['77']);
  expect(await codeOf(command({ getMore: id, collection: 'numbers' }))).toBe(43);
});

test('a cursor sees what is inserted ahead of it and not what is deleted', async () => {
  const moving = client.db(database.name).collection('moving');
  await moving.insertMany([1, 2, 3, 4, 5, 6].map((n) => ({ n })));
  await moving.createIndex({ n: 1 });
  const cursor = moving.find({ n: { $gt: 0 } }, { batchSize: 2, sort: { n: 1 } });
  expect([(await cursor.next())?.n, (await cursor.next())?.n]).toEqual([1, 2]);
  await moving.deleteOne({ n: 4 });
  await moving.insertOne({ n: 10 });
  await moving.insertOne({ n: 0.5 });
  const rest: number[] = [];
  for await (const { n } of cursor) rest.push(n);
  expect(rest).toEqual([3, 5, 6, 10]);
});

test('a cursor ends when its collection is dropped', async () => {
  const gone = client.db(database.name).collection('gone');
  await gone.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
  const cursor = gone.find({}, { batchSize: 5 });
  await cursor.next();
  await gone.drop();
  expect(await codeOf(cursor.toArray())).toBe(175);
});

test('an update that moves documents ahead in its own index meets each once', async () => {
  const raised = client.db(database.name).collection('raised');
  await raised.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
  await raised.createIndex({ n: 1 });
  const { matchedCount } = await raised.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } });
  expect(matchedCount).toBe(300);
  const found = await raised.find({}, { sort: { n: 1 } }).toArray();
  expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1000));
});

test('a session that ends closes its cursors', async () => {
  const session = client.startSession();
  const answer = await client.db(database.name).command({ find: 'numbers', batchSize: 2 }, { session });
  const lsid = session.id;
  await session.endSession();
  await client.db('admin').command({ endSessions: [lsid] });
  expect(await codeOf(command({ getMore: idOf(answer), collection: 'numbers' }))).toBe(43);
});
