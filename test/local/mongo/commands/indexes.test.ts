import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let client: MongoClient;
let people: Collection<Document>;
let number = 0;

beforeAll(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
});
afterAll(async () => {
  await client.close();
  await database.close();
});
beforeEach(() => {
  number += 1;
  people = client.db(database.name).collection(`people${number}`);
});

const codeOf = (work: Promise<unknown>) => work.then(() => 0).catch((error) => error.code);

test('lists indexes as they were asked for', async () => {
  await people.createIndex({ a: 1, b: -1 }, { unique: true });
  await people.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  await people.createIndex({ c: 1 }, { sparse: true });
  await people.createIndex({ d: 1 }, { partialFilterExpression: { d: { $gt: 5 } }, name: 'big' });
  expect(await people.indexes()).toEqual([
    { v: 2, key: { _id: 1 }, name: '_id_' },
    { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1', unique: true },
    { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 },
    { v: 2, key: { c: 1 }, name: 'c_1', sparse: true },
    { v: 2, key: { d: 1 }, name: 'big', partialFilterExpression: { d: { $gt: 5 } } },
  ]);
});

test('the same index again is no news; another under its name or its twin is a conflict', async () => {
  await people.createIndex({ a: 1 });
  expect(await people.createIndex({ a: 1 })).toBe('a_1');
  expect(await codeOf(people.createIndex({ b: 1 }, { name: 'a_1' }))).toBe(86);
  expect(await codeOf(people.createIndex({ a: 1 }, { unique: true }))).toBe(86);
  expect(await codeOf(people.createIndex({ a: 1 }, { name: 'other' }))).toBe(85);
  expect(await codeOf(people.createIndex({ a: 1 }, { expireAfterSeconds: 5 }))).toBe(85);
});

test.each([
  [{}, {}, 67],
  [{ a: 0 }, {}, 67],
  [{ a: 'text' }, {}, 238],
  [{ a: '2dsphere' }, {}, 238],
  [{ a: 'hashed' }, {}, 238],
  [{ '$**': 1 }, {}, 238],
  [{ a: 1 }, { collation: { locale: 'de' } }, 238],
  [{ a: 1, b: 1 }, { expireAfterSeconds: 1 }, 67],
  [{ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }, 67],
  [{ a: 1 }, { partialFilterExpression: { a: { $ne: 1 } } }, 67],
  [{ a: 'none' }, {}, 67],
  [{ a: 1 }, { name: '' }, 67],
  [{ a: 1 }, { name: '*' }, 2],
  [{ a: 1 }, { name: '_id_' }, 2],
  [{ _id: -1 }, {}, 2],
  [{ a: 1 }, { version: 1 }, 238],
])('refuses %j with %j (%i)', async (key, options, code) => {
  expect(await codeOf(people.createIndex(key as never, options))).toBe(code);
});

test('a collection has at most 64 indexes', async () => {
  for (let n = 1; n < 64; n += 1) await people.createIndex({ [`f${n}`]: 1 });
  expect(await codeOf(people.createIndex({ onceMore: 1 }))).toBe(67);
});

test('a unique index refuses a second document with its key and says which', async () => {
  await people.createIndex({ 'name.first': 1, age: 1 }, { unique: true });
  await people.insertOne({ _id: 1 as never, name: { first: 'Ann' }, age: 5 });
  const error = await people.insertOne({ name: { first: 'Ann' }, age: 5 }).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 11000,
    keyPattern: { 'name.first': 1, age: 1 },
    keyValue: { 'name.first': 'Ann', age: 5 },
    message: `E11000 duplicate key error collection: ${people.namespace} index: name.first_1_age_1 dup key: { name.first: "Ann", age: 5 }`,
  });
  await people.insertOne({ name: { first: 'Ann' }, age: 6 });
  expect(await codeOf(people.updateOne({ age: 6 }, { $set: { age: 5 } }))).toBe(11000);
  expect(await people.countDocuments({ age: 6 })).toBe(1);
});

test('an index over documents that break it is not made', async () => {
  await people.insertMany([{ a: 1 }, { a: 1 }, { p: [1], q: [2] }]);
  expect(await codeOf(people.createIndex({ a: 1 }, { unique: true }))).toBe(11000);
  expect(await codeOf(people.createIndex({ p: 1, q: 1 }))).toBe(171);
  expect(await people.indexes()).toHaveLength(1);
  await people.insertOne({ a: 1 });
});

test('sparse and partial unique indexes leave others alone', async () => {
  await people.createIndex({ email: 1 }, { unique: true, sparse: true });
  await people.createIndex({ name: 1 }, { unique: true, partialFilterExpression: { kind: 'single' } });
  await people.insertMany([{ name: 'x' }, { name: 'x' }, { name: 'x', kind: 'single' }]);
  expect(await codeOf(people.insertOne({ name: 'x', kind: 'single' }))).toBe(11000);
  expect(await codeOf(people.updateOne({ kind: { $exists: false } }, { $set: { kind: 'single' } }))).toBe(
    11000,
  );
});

test('drops indexes by name, names, key and all at once, never the one on _id', async () => {
  for (const field of ['a', 'b', 'c', 'd', 'e']) await people.createIndex({ [field]: 1 });
  const drop = (index: unknown) =>
    client.db(database.name).command({ dropIndexes: people.collectionName, index });
  await drop('a_1');
  await drop(['b_1', 'c_1']);
  await drop({ d: 1 });
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_', 'e_1']);
  expect(await codeOf(drop('nope_1'))).toBe(27);
  expect(await codeOf(drop({ nope: 1 }))).toBe(27);
  expect(await codeOf(drop('_id_'))).toBe(72);
  await drop('*');
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_']);
});

test('indexes of what does not exist: 26 to list or drop, made together with the collection to create', async () => {
  expect(await codeOf(people.indexes())).toBe(26);
  expect(await codeOf(people.dropIndex('a_1'))).toBe(26);
  await people.createIndex({ a: 1 });
  expect(
    await client.db(database.name).listCollections({ name: people.collectionName }).toArray(),
  ).toHaveLength(1);
});

test('writes go on while an index is built, and all of them are in it', async () => {
  await people.insertMany(
    Array.from({ length: 20_000 }, (_, n) => ({ _id: n as never, n, text: 'x'.repeat(50) })),
  );
  const built = people.createIndex({ n: 1 });
  const twice = people.createIndex({ n: 1 });
  const writes = Array.from({ length: 200 }, async (_, n) => {
    await people.insertOne({ n: 100_000 + n });
    await people.updateOne({ _id: (n * 97) as never }, { $set: { n: -1 - n } });
    await people.deleteOne({ _id: (n * 89 + 1) as never });
  });
  await Promise.all([built, twice, ...writes]);
  const byIndex = await people.find({ n: { $gt: -10_000 } }, { projection: { n: 1 }, hint: 'n_1' }).toArray();
  const byScan = await people.find({}, { projection: { n: 1 }, hint: { $natural: 1 } as never }).toArray();
  const sorted = (docs: Document[]) => docs.map(({ n }) => n).sort((a, b) => a - b);
  expect(sorted(byIndex)).toEqual(sorted(byScan));
});

test('dropping an index ends its build, and a collection is not renamed during one', async () => {
  const db = client.db(database.name);
  await people.insertMany(Array.from({ length: 30_000 }, (_, n) => ({ n, text: 'x'.repeat(100) })));
  const built = codeOf(people.createIndex({ n: 1, text: 1 }, { name: 'slow' }));
  const isBuilding = async () => (await db.command({ collStats: people.collectionName })).indexBuilds;
  await expect.poll(isBuilding, { interval: 1 }).toEqual(['slow']);
  expect(await codeOf(people.rename(`${people.collectionName}_2`))).toBe(12587);
  await people.dropIndex('slow');
  expect(await built).toBe(276);
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_']);
});
