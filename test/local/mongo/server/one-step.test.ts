import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../../src/local/mongo/index.ts';

/** So many documents that a search takes many slices, between which others write. */
const MANY = 8_000;

let server: RunningServer;
let client: MongoClient;
let jobs: Collection<Document>;

beforeAll(async () => {
  server = await startServer({ data: ':memory:' });
  client = await MongoClient.connect(server.uri, { maxPoolSize: 40 });
  jobs = client.db('test').collection('jobs');
  await jobs.insertMany(
    Array.from({ length: MANY }, (_, n) => ({ n, priority: n % 3, state: 'new', text: 'x'.repeat(100) })),
  );
  await jobs.createIndex({ state: 1 });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const times = <T>(count: number, work: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

test('claims that sort first take a document each', async () => {
  const claimed = await times(30, (n) =>
    jobs.findOneAndUpdate(
      { state: 'new' },
      { $set: { state: 'taken', by: n } },
      { sort: { priority: -1, n: 1 } },
    ),
  );
  expect(new Set(claimed.map((job) => job?.n)).size).toBe(30);
  expect(await jobs.countDocuments({ state: 'taken' })).toBe(30);
});

test('removals that sort first take a document each', async () => {
  const removed = await times(20, () => jobs.findOneAndDelete({ state: 'new' }, { sort: { text: 1 } }));
  expect(new Set(removed.map((job) => job?.n)).size).toBe(20);
  expect(await jobs.countDocuments()).toBe(MANY - 20);
});

test('upserts that no index covers insert one document, while others write', async () => {
  const writing = times(200, (n) => jobs.updateOne({ n: 500 + n }, { $set: { touched: n } }));
  const upserts = await times(15, () =>
    jobs.updateOne({ name: 'the one' }, { $inc: { count: 1 } }, { upsert: true }),
  );
  await writing;
  expect(upserts.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1);
  expect(await jobs.find({ name: 'the one' }).toArray()).toMatchObject([{ count: 15 }]);
});

test('updates of many that insert when there is none do so once', async () => {
  const upserts = await times(10, () =>
    jobs.updateMany({ kind: 'rare' }, { $inc: { count: 1 } }, { upsert: true }),
  );
  expect(upserts.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1);
  expect(await jobs.find({ kind: 'rare' }).toArray()).toMatchObject([{ count: 10 }]);
});
