import { Decimal128, Long, MongoClient, type MongoServerError } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';

interface Ticket {
  _id: number;
  team: string;
  minutes: number | Long | Decimal128;
  tags: string[];
  at: Date;
}

let database: TestDatabase;
let client: MongoClient;

beforeAll(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
});

afterAll(async () => {
  await client.close();
  await database.close();
});

const tickets = () => client.db(database.name).collection<Ticket>('tickets');
const code = (error: MongoServerError) => error.code;

beforeEach(async () => {
  await client.db(database.name).dropDatabase();
  await tickets().insertMany(
    Array.from({ length: 1_000 }, (_, n) => ({
      _id: n,
      team: ['red', 'green', 'blue'][n % 3] ?? '',
      minutes: n % 2 === 0 ? n : Long.fromNumber(n),
      tags: n % 10 === 0 ? ['vip', 'late'] : ['late'],
      at: new Date(Date.UTC(2026, 0, 1 + (n % 28), 12)),
    })),
  );
  await tickets().createIndex({ team: 1, at: 1 });
});

describe('aggregate over the network', () => {
  it('answers in batches through a cursor', async () => {
    const found = await tickets()
      .aggregate([{ $sort: { _id: -1 } }, { $project: { _id: 1 } }], { batchSize: 70 })
      .toArray();
    expect(found).toHaveLength(1_000);
    expect(found[0]).toEqual({ _id: 999 });
  });

  it('groups by day and team', async () => {
    const days = await tickets()
      .aggregate([
        { $match: { team: 'red', at: { $gte: new Date('2026-01-10') } } },
        {
          $group: {
            _id: { $dateTrunc: { date: '$at', unit: 'day' } },
            n: { $sum: 1 },
            minutes: { $sum: '$minutes' },
          },
        },
        { $sort: { _id: 1 } },
        { $limit: 1 },
      ])
      .toArray();
    const expected = Array.from({ length: 1_000 }, (_, n) => n).filter((n) => n % 3 === 0 && n % 28 === 9);
    expect(days).toEqual([
      { _id: new Date('2026-01-10'), n: expected.length, minutes: expected.reduce((sum, n) => sum + n, 0) },
    ]);
  });

  it('lets an index serve the front of a pipeline', async () => {
    const plan = await tickets()
      .aggregate([
        { $unwind: '$tags' },
        { $match: { team: 'red' } },
        { $group: { _id: '$tags', n: { $sum: 1 } } },
      ])
      .explain();
    expect(JSON.stringify(plan)).toContain('"stage":"IXSCAN"');
    expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  });

  it('counts documents from an index', async () => {
    expect(await tickets().countDocuments({ team: 'blue' })).toBe(333);
    expect(await tickets().countDocuments({}, { skip: 10, limit: 5 })).toBe(5);
  });

  it('joins', async () => {
    const teams = client.db(database.name).collection<{ _id: string; lead: string }>('teams');
    await teams.insertMany([
      { _id: 'red', lead: 'Lee' },
      { _id: 'green', lead: 'Mia' },
    ]);
    const found = await teams
      .aggregate([
        {
          $lookup: {
            from: 'tickets',
            localField: '_id',
            foreignField: 'team',
            as: 'tickets',
            pipeline: [{ $match: { tags: 'vip' } }, { $count: 'n' }],
          },
        },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(found).toEqual([
      { _id: 'green', lead: 'Mia', tickets: [{ n: 33 }] },
      { _id: 'red', lead: 'Lee', tickets: [{ n: 34 }] },
    ]);
  });

  it('updates by a pipeline', async () => {
    const result = await tickets().updateMany({ _id: { $lt: 3 } }, [
      { $set: { minutes: { $add: ['$minutes', Decimal128.fromString('0.5')] }, was: '$minutes' } },
      { $unset: 'tags' },
    ]);
    expect(result).toMatchObject({ matchedCount: 3, modifiedCount: 3 });
    expect(await tickets().findOne({ _id: 2 })).toEqual({
      _id: 2,
      team: 'blue',
      minutes: Decimal128.fromString('2.5'),
      at: new Date('2026-01-03T12:00:00Z'),
      was: 2,
    });
    await expect(tickets().updateOne({ _id: 1 }, [{ $match: {} }] as never)).rejects.toMatchObject({
      code: 72,
    });
    await expect(tickets().updateOne({ _id: 1 }, [{ $set: { _id: 7 } }])).rejects.toMatchObject({ code: 66 });
  });

  it('replaces a collection by $out and merges into one by $merge', async () => {
    const byTeam = [{ $group: { _id: '$team', n: { $sum: 1 } } }];
    const totals = client.db(database.name).collection<{ _id: string; n: number; seen?: boolean }>('totals');
    await totals.insertOne({ _id: 'old', n: 1 });
    await tickets()
      .aggregate([...byTeam, { $out: 'totals' }])
      .toArray();
    expect(await totals.countDocuments({ _id: 'old' })).toBe(0);
    await totals.deleteOne({ _id: 'blue' });
    await totals.updateOne({ _id: 'red' }, { $set: { n: 0, seen: true } });
    await tickets()
      .aggregate([...byTeam, { $merge: { into: 'totals', whenMatched: 'merge' } }])
      .toArray();
    expect(await totals.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'blue', n: 333 },
      { _id: 'green', n: 333 },
      { _id: 'red', n: 334, seen: true },
    ]);
    await tickets()
      .aggregate([
        ...byTeam,
        { $merge: { into: 'totals', whenMatched: [{ $set: { n: { $add: ['$n', '$$new.n'] } } }] } },
      ])
      .toArray();
    expect(await totals.findOne({ _id: 'red' })).toEqual({ _id: 'red', n: 668, seen: true });
    await expect(
      tickets()
        .aggregate([...byTeam, { $merge: { into: 'totals', whenMatched: 'fail' } }])
        .toArray(),
    ).rejects.toMatchObject({ code: 11000 });
    await expect(
      tickets()
        .aggregate([...byTeam, { $merge: { into: 'totals', on: 'n' } }])
        .toArray(),
    ).rejects.toMatchObject({ code: 51183 });
  });

  it('lets others in while it works', async () => {
    const slow = tickets()
      .aggregate([
        { $limit: 60 },
        {
          $lookup: {
            from: 'tickets',
            let: { mine: '$_id' },
            pipeline: [{ $project: { x: '$$mine' } }],
            as: 'all',
          },
        },
        { $unwind: '$all' },
        { $group: { _id: { $mod: ['$all._id', 7] }, n: { $sum: 1 } } },
      ])
      .toArray();
    let answered = 0;
    let done = false;
    const watch = (async () => {
      while (!done) {
        await client.db('admin').command({ ping: 1 });
        answered += 1;
      }
    })();
    expect(await slow).toHaveLength(7);
    done = true;
    await watch;
    expect(answered).toBeGreaterThan(5);
  });

  it('ends when its time is over', async () => {
    const endless = [
      { $lookup: { from: 'tickets', pipeline: [], as: 'all' } },
      { $unwind: '$all' },
      { $group: { _id: '$all._id', n: { $sum: 1 } } },
    ];
    const error = await tickets().aggregate(endless, { maxTimeMS: 20 }).toArray().catch(code);
    expect(error).toBe(50);
  });

  it('refuses in MongoDB’s codes', async () => {
    const refused = (pipeline: object[]) =>
      tickets()
        .aggregate(pipeline)
        .toArray()
        .then(() => 0, code);
    expect(await refused([{ $nope: 1 }])).toBe(40324);
    expect(await refused([{ $changeStream: {} }])).toBe(40573);
    expect(await refused([{ $geoNear: {} }])).toBe(238);
    expect(await refused([{ $project: { x: { $nope: 1 } } }])).toBe(168);
    expect(await refused([{ $group: { _id: 1, x: { $nope: 1 } } }])).toBe(15952);
    expect(await refused([{ $project: { x: { $divide: ['$_id', 0] } } }])).toBe(2);
  });
});
