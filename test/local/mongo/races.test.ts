import { type Collection, MongoClient, type MongoServerError } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';

/** Clients of their own, so that commands really arrive on different connections. */
const CLIENTS = 10;

let database: TestDatabase;
let clients: MongoClient[];

beforeAll(async () => {
  database = await freshDatabase();
  clients = await Promise.all(Array.from({ length: CLIENTS }, () => MongoClient.connect(database.uri)));
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await database.close();
});

/** A collection as the n-th client sees it. */
interface Doc {
  _id: string | number;
  assignee?: number | null;
  rev?: number;
  next?: number;
  workspace?: string;
  slackId?: string;
  agent?: string;
  day?: string;
  solved?: number;
  left?: number;
}
const through = (n: number, name: string): Collection<Doc> =>
  (clients[n % CLIENTS] as MongoClient).db(database.name).collection<Doc>(name);

const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

describe('races over the network', () => {
  it('lets one of fifty claims of a document win', async () => {
    await through(0, 'tickets').insertOne({ _id: 'T-1', assignee: null, rev: 0 });
    const claims = await times(50, (n) =>
      through(n, 'tickets').findOneAndUpdate(
        { _id: 'T-1', assignee: null },
        { $set: { assignee: n }, $inc: { rev: 1 } },
        { returnDocument: 'after' },
      ),
    );
    const winners = claims.flatMap((claim, n) => (claim ? [n] : []));
    expect(winners).toHaveLength(1);
    expect(await through(0, 'tickets').findOne({ _id: 'T-1' })).toEqual({
      _id: 'T-1',
      assignee: winners[0],
      rev: 1,
    });
  });

  it('gives 200 numbers to 200 takers of a counter that does not exist yet', async () => {
    const numbers = await times(200, async (n) => {
      const counter = await through(n, 'counters').findOneAndUpdate(
        { _id: 'tickets' },
        { $inc: { next: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return counter?.next ?? 0;
    });
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  });

  it('lets one of a hundred inserts of one key in', async () => {
    await through(0, 'people').createIndex({ workspace: 1, slackId: 1 }, { unique: true });
    const results = await times(100, async (n) => {
      try {
        await through(n, 'people').insertOne({ _id: n, workspace: 'w', slackId: 'U1' });
        return 'in';
      } catch (error) {
        const { code, keyPattern, keyValue } = error as MongoServerError;
        expect({ code, keyPattern, keyValue }).toEqual({
          code: 11000,
          keyPattern: { workspace: 1, slackId: 1 },
          keyValue: { workspace: 'w', slackId: 'U1' },
        });
        return 'refused';
      }
    });
    expect(results.filter((result) => result === 'in')).toHaveLength(1);
    expect(await through(0, 'people').countDocuments()).toBe(1);
  });

  it('lets one of a hundred upserts of one key insert', async () => {
    await through(0, 'days').createIndex({ agent: 1, day: 1 }, { unique: true });
    const results = await times(100, (n) =>
      through(n, 'days').updateOne(
        { agent: 'bo', day: '2026-11-20' },
        { $inc: { solved: 1 } },
        { upsert: true },
      ),
    );
    expect(results.filter((result) => result.upsertedCount === 1)).toHaveLength(1);
    expect(await through(0, 'days').findOne({ agent: 'bo' })).toMatchObject({ solved: 100 });
  });

  it('moves no more than there is when a guarded balance is taken from at once', async () => {
    await through(0, 'accounts').insertOne({ _id: 'a', left: 30 });
    const taken = await times(100, (n) =>
      through(n, 'accounts').updateOne({ _id: 'a', left: { $gt: 0 } }, { $inc: { left: -1 } }),
    );
    expect(taken.filter((result) => result.modifiedCount === 1)).toHaveLength(30);
  });

  it('loses nothing of 2,000 pairs of creating a collection and inserting the first document', async () => {
    const name = (pair: number) => `pair_${pair}`;
    for (let pair = 0; pair < 2_000; pair += 50) {
      await times(50, async (n) => {
        const db = (clients[n % CLIENTS] as MongoClient).db(database.name);
        const create = db.createCollection(name(pair + n)).catch((error: MongoServerError) => {
          // 48, NamespaceExists: the insert was first
          if (error.code !== 48) throw error;
        });
        await Promise.all([create, through(n + 1, name(pair + n)).insertOne({ _id: 1 })]);
      });
    }
    const db = (clients[0] as MongoClient).db(database.name);
    const counts = await times(2_000, (pair) => db.collection(name(pair)).countDocuments());
    expect(counts.filter((count) => count !== 1)).toEqual([]);
    const listed = await db.listCollections({ name: /^pair_/ }, { nameOnly: true }).toArray();
    expect(listed).toHaveLength(2_000);
  });
});
