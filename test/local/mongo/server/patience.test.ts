import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../../../src/local/mongo/index.ts';

let server: RunningServer;
let client: MongoClient;
let big: Collection<Document>;

beforeAll(async () => {
  server = await startServer({ data: ':memory:', ttlIntervalMs: 50 });
  client = await MongoClient.connect(server.uri);
  big = client.db('test').collection('big');
  for (let at = 0; at < 60_000; at += 10_000) {
    await big.insertMany(
      Array.from({ length: 10_000 }, (_, n) => ({
        _id: (at + n) as never,
        n: ((at + n) * 7919) % 60_000,
        text: 'x'.repeat(200),
      })),
    );
  }
});
afterAll(async () => {
  await client.close();
  await server.close();
});

const codeOf = (work: Promise<unknown>) => work.then(() => 0).catch((error) => error.code);

/** How many other requests are answered while `work` runs. */
async function answeredDuring(work: () => Promise<unknown>): Promise<number> {
  let done = false;
  let answered = 0;
  const finished = work().finally(() => {
    done = true;
  });
  while (!done) {
    await big.findOne({ _id: 5 as never });
    answered += 1;
  }
  await finished;
  return answered;
}

test.each<[string, () => Promise<unknown>]>([
  ['a scan', () => big.find({ text: 'nothing' }).toArray()],
  ['a sort', () => big.find({}, { sort: { text: 1, n: 1 }, projection: { n: 1 } }).toArray()],
  [
    'a group',
    () => big.aggregate([{ $group: { _id: '$n', sum: { $sum: '$n' } } }, { $count: 'groups' }]).toArray(),
  ],
  ['an update of all', () => big.updateMany({}, { $inc: { n: 1 } })],
  ['an index build', () => big.createIndex({ n: 1, text: 1 })],
  ['a count by the index', () => big.countDocuments({ n: { $gte: 0 } })],
  ['a distinct', () => big.distinct('n')],
])('others are served during %s', async (_, work) => {
  expect(await answeredDuring(work)).toBeGreaterThan(3);
});

test('a dropped collection of any size is gone at once', async () => {
  const other = client.db('test').collection('other');
  await other.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(200) })));
  await other.drop();
  expect(await other.countDocuments()).toBe(0);
  await other.insertOne({ n: 1 });
  expect(await other.find().toArray()).toHaveLength(1);
});

test('an operation ends when its time is over', async () => {
  expect(await codeOf(big.find({ text: 'nothing' }, { maxTimeMS: 1 }).toArray())).toBe(50);
  expect(await codeOf(big.updateMany({ text: 'nothing' }, { $set: { a: 1 } }, { maxTimeMS: 1 }))).toBe(50);
  expect(await codeOf(big.aggregate([{ $group: { _id: '$text' } }], { maxTimeMS: 1 }).toArray())).toBe(50);
});

test('documents whose time is over are deleted', async () => {
  const expiring = client.db('test').collection('expiring');
  await expiring.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  await expiring.insertMany([
    { name: 'old', at: hours(2) },
    { name: 'new', at: hours(0.5) },
    { name: 'none' },
    { name: 'text', at: 'long ago' },
    { name: 'several', at: [hours(0), hours(3)] },
  ]);
  const left = async () => (await expiring.find({}, { sort: { name: 1 } }).toArray()).map(({ name }) => name);
  await expect.poll(left).toEqual(['new', 'none', 'text']);
});

test('a client that the failure point is set for suffers as often as told', async () => {
  const suffering = await MongoClient.connect(server.uri, { appName: 'sufferer', retryReads: false });
  const admin = client.db('admin');
  const found = () => suffering.db('test').collection('big').findOne();
  const fail = (data: Document, mode: unknown) =>
    admin.command({
      configureFailPoint: 'failCommand',
      mode,
      data: { failCommands: ['find'], appName: 'sufferer', ...data },
    });
  await fail({ errorCode: 11600 }, { times: 2 });
  expect([await codeOf(found()), await codeOf(found()), await codeOf(found())]).toEqual([11600, 11600, 0]);
  await fail({ closeConnection: true }, 'alwaysOn');
  await expect(found()).rejects.toThrow(/connection/);
  expect(await big.findOne()).toBeTruthy();
  await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
  expect(await found()).toBeTruthy();
  await suffering.close();
});
