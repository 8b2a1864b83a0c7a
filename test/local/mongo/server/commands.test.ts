import { type Db, type Document, Long, MongoClient, UUID } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
  db = client.db(database.name);
});
afterAll(async () => {
  await client.close();
  await database.close();
});

const codeOf = (work: Promise<unknown>) => work.then(() => 0).catch((error) => error.code);
const command = (document: Document) => db.command(document);

test('says what a standalone mongod 7.0 says of itself', async () => {
  const hello = await db.admin().command({ hello: 1 });
  expect(hello).toMatchObject({
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ok: 1,
  });
  expect(hello).not.toHaveProperty('topologyVersion');
  expect(hello).not.toHaveProperty('setName');
  expect((await db.admin().command({ buildInfo: 1 })).version).toMatch(/^7\.0\./);
  expect(await db.admin().command({ ping: 1 })).toEqual({ ok: 1 });
  expect(await db.admin().command({ connectionStatus: 1 })).toMatchObject({
    authInfo: { authenticatedUsers: [] },
  });
  expect(await db.admin().command({ serverStatus: 1 })).toMatchObject({ process: 'mongod', ok: 1 });
  expect(await db.admin().command({ hostInfo: 1 })).toMatchObject({ ok: 1 });
  const parameter = { getParameter: 1, featureCompatibilityVersion: 1 };
  expect(await db.admin().command(parameter)).toMatchObject({
    featureCompatibilityVersion: { version: '7.0' },
  });
});

test.each<[Document, number]>([
  [{ nonsense: 1 }, 59],
  [{ find: 'k', nonsense: 1 }, 40415],
  [{ find: 5 }, 14],
  [{ find: 'k', limit: 'x' }, 14],
  [{ find: 'k', limit: -1 }, 51024],
  [{ find: 'k', filter: 5 }, 14],
  [{ find: 'k', tailable: true }, 2],
  [{ find: 'k', max: { a: 1 }, hint: { a: 1 } }, 238],
  [{ find: 'k', showRecordId: true }, 238],
  [{ find: 'k', collation: { locale: 'de' } }, 238],
  [{ find: 'k', filter: { $where: '1' } }, 238],
  [{ find: 'k', filter: { $text: { $search: 'x' } } }, 238],
  [{ find: 'k', readConcern: { level: 'nonsense' } }, 2],
  [
    { find: 'k', txnNumber: Long.ONE, startTransaction: true, autocommit: false, lsid: { id: new UUID() } },
    20,
  ],
  [{ insert: 'k', documents: [] }, 16],
  [{ insert: 'k', documents: [{ a: 1 }], writeConcern: { w: 2 } }, 2],
  [{ insert: 'k', documents: [{ a: 1 }], writeConcern: { w: 'somewhere' } }, 2],
  [{ insert: '', documents: [{ a: 1 }] }, 73],
  [{ find: '' }, 73],
  [{ createIndexes: 'k', indexes: [{ key: { a: 1 }, name: 'a' }], commitQuorum: 1 }, 2],
  [{ insert: 'a$b', documents: [{ a: 1 }] }, 73],
  [{ update: 'k', updates: [{ q: {}, u: { $nonsense: { a: 1 } } }] }, 9],
  [{ update: 'k', updates: [{ q: {}, u: { a: 1 }, multi: true }] }, 9],
  [{ delete: 'k', deletes: [{ q: {}, limit: 2 }] }, 9],
  [{ findAndModify: 'k', query: {} }, 9],
  [{ findAndModify: 'k', remove: true, update: { a: 1 } }, 9],
  [{ aggregate: 'k', pipeline: [{ $nonsense: 1 }], cursor: {} }, 40324],
  [{ aggregate: 'k', pipeline: [{ $changeStream: {} }], cursor: {} }, 40573],
  [{ aggregate: 'k', pipeline: [] }, 9],
  [{ create: 'k', capped: true, size: 1000 }, 238],
  [{ create: 'k', viewOn: 'x', pipeline: [] }, 238],
  [{ create: 'k', validator: { a: 1 } }, 238],
  [{ renameCollection: 'x.nothing', to: 'x.other' }, 13],
  [{ getMore: Long.fromNumber(12345), collection: 'k' }, 43],
  [{ getMore: 'x', collection: 'k' }, 14],
  [{ find: 'k', maxTimeMS: -1 }, 2],
  [{ find: 'k', apiVersion: '2' }, 322],
  [{ explain: { nonsense: 1 } }, 59],
])('refuses %j with %i', async (document, code) => {
  const answer = await command(document).catch((error) => error);
  expect(answer.code ?? answer.writeErrors?.[0]?.code).toBe(code);
});

test('accepts majority for the one copy there is, and syncs when asked', async () => {
  const acknowledged = db
    .collection('concern')
    .insertOne({ a: 1 }, { writeConcern: { w: 'majority', j: true } });
  await expect(acknowledged).resolves.toMatchObject({ acknowledged: true });
  await db.collection('concern').insertOne({ a: 2 }, { writeConcern: { w: 0 } });
  await expect.poll(() => db.collection('concern').countDocuments()).toBe(2);
});

test('creates, lists, renames and drops collections', async () => {
  const other = client.db(`${database.name}_2`);
  await other.createCollection('a');
  await other.collection('b').insertOne({ x: 1 });
  await other.collection('b').createIndex({ x: 1 });
  expect(await other.createCollection('a')).toBeDefined();
  const names = async () =>
    (await other.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  expect(await names()).toEqual(['a', 'b']);
  expect(await codeOf(other.renameCollection('b', 'a'))).toBe(48);
  await other.renameCollection('b', 'a', { dropTarget: true });
  expect(await names()).toEqual(['a']);
  expect(await other.collection('a').findOne({ x: 1 })).toMatchObject({ x: 1 });
  expect(await other.collection('a').indexes()).toHaveLength(2);
  const databases = await client
    .db()
    .admin()
    .listDatabases({ filter: { name: other.databaseName } });
  expect(databases.databases).toMatchObject([{ name: other.databaseName, empty: false }]);
  await other.collection('a').drop();
  expect(await names()).toEqual([]);
  await other.dropDatabase();
  expect((await client.db().admin().listDatabases({ nameOnly: true })).databases).not.toContainEqual({
    name: other.databaseName,
  });
});

test('counts and measures', async () => {
  const sized = db.collection('sized');
  await sized.insertMany(Array.from({ length: 10 }, (_, n) => ({ n })));
  await sized.createIndex({ n: 1 });
  expect(await sized.estimatedDocumentCount()).toBe(10);
  expect(await sized.countDocuments({ n: { $lt: 4 } }, { skip: 1, limit: 2 })).toBe(2);
  expect(await command({ count: 'sized', query: { n: { $gte: 4 } }, limit: 3 })).toMatchObject({ n: 3 });
  const stats = await command({ collStats: 'sized' });
  expect(stats).toMatchObject({ count: 10, nindexes: 2, capped: false, size: 10 * stats.avgObjSize });
  expect(Object.keys(stats.indexSizes).sort()).toEqual(['_id_', 'n_1']);
  expect(await command({ collStats: 'nothing' })).toMatchObject({ count: 0, nindexes: 0 });
  expect((await command({ dbStats: 1 })).objects).toBeGreaterThanOrEqual(10);
});

test('distinct gives the values inside arrays, and none for what is missing', async () => {
  const values = db.collection('values');
  await values.insertMany([
    { a: 1 },
    { a: [1, 2, [3]] },
    { a: Long.fromNumber(2) },
    { a: { b: 'x' } },
    {},
    { a: [] },
    { a: null },
  ]);
  expect(await values.distinct('a')).toEqual([1, 2, [3], { b: 'x' }, null]);
  expect(await values.distinct('a', { a: { $type: 'array' } })).toEqual([1, 2, [3]]);
  expect(await values.distinct('a.b')).toEqual(['x']);
  await values.createIndex({ a: 1 });
  expect(new Set(await values.distinct('a'))).toEqual(new Set([1, 2, [3], { b: 'x' }, null]));
});
