import { Binary, Decimal128, Long, MaxKey, MongoClient, type ObjectId } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyAll } from '../../../../src/local/mongo/copy/copy.ts';
import { startServer } from '../../../../src/local/mongo/index.ts';

type Server = Awaited<ReturnType<typeof startServer>>;

let servers: [Server, Server];
let source: MongoClient;
let target: MongoClient;
const silent = () => {};

beforeEach(async () => {
  servers = [await startServer({ data: ':memory:' }), await startServer({ data: ':memory:' })];
  source = await MongoClient.connect(servers[0].uri);
  target = await MongoClient.connect(servers[1].uri);
});

afterEach(async () => {
  await source.close();
  await target.close();
  for (const server of servers) await server.close();
});

const copy = (say: (line: string) => void = silent) => copyAll(servers[0].uri, servers[1].uri, say);

interface Odd {
  _id: number | string | ObjectId | Map<string, unknown>;
}

const rawOf = async (client: MongoClient): Promise<Buffer[]> =>
  (await client
    .db('desk')
    .collection('odd')
    .find({}, { raw: true, sort: { _id: 1 } })
    .toArray()) as unknown as Buffer[];

describe('mongo:copy', () => {
  it('copies documents to the byte, whatever they hold', async () => {
    const odd = source.db('desk').collection<Odd>('odd');
    await odd.insertMany([
      { _id: 1, d: 5, l: Long.fromString('9007199254740993'), m: Decimal128.fromString('1.10') } as Odd,
      { _id: 'text', b: new Binary(Buffer.from([1, 2]), 4), max: new MaxKey(), re: /a/i } as Odd,
      {
        _id: new Map([
          ['b', 1],
          ['10', 2],
          ['a', 3],
        ]),
        nested: new Map<string, unknown>([
          ['z', 1],
          [
            '1',
            [
              new Map([
                ['9', 1],
                ['x', 2],
              ]),
            ],
          ],
        ]),
      } as Odd,
    ]);
    await source.db('desk').command({
      insert: 'odd',
      documents: [
        new Map<string, unknown>([
          ['_id', 'names'],
          ['z', 1],
          ['10', 2],
          ['1', 3],
          ['__proto__', 4],
        ]),
      ],
    });
    await copy();
    expect(await rawOf(target)).toEqual(await rawOf(source));
  });

  it('copies indexes with their options, and empty collections', async () => {
    const tickets = source.db('desk').collection('tickets');
    await tickets.createIndexes([
      { key: { workspace: 1, number: -1 }, unique: true, name: 'numbers' },
      { key: { at: 1 }, expireAfterSeconds: 60, name: 'ttl' },
      { key: { name: 1 }, unique: true, partialFilterExpression: { type: 'single' }, name: 'single' },
      { key: { email: 1 }, sparse: true, name: 'sparse' },
    ]);
    await source.db('other').createCollection('empty');
    const copied = await copy();
    expect(copied).toEqual([
      { namespace: 'desk.tickets', indexes: 5, documents: 0, arrived: 0 },
      { namespace: 'other.empty', indexes: 1, documents: 0, arrived: 0 },
    ]);
    expect(await target.db('desk').collection('tickets').indexes()).toEqual(await tickets.indexes());
  });

  it('goes on where it broke off, over ids of several types', async () => {
    const many = source.db('desk').collection<{ _id: number | string; n: number }>('many');
    await many.insertMany(Array.from({ length: 2_500 }, (_, n) => ({ _id: n % 2 === 0 ? n : `s${n}`, n })));
    await target.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['createIndexes'], errorCode: 91 },
    });
    await many.createIndex({ n: 1 }, { unique: true });
    await expect(copy()).rejects.toThrow();
    await target.db('desk').collection<{ _id: number }>('many').deleteOne({ _id: 0 });
    await many.insertOne({ _id: 'zz', n: -1 });
    const lines: string[] = [];
    const copied = await copy((line) => lines.push(line));
    // what was behind the mark was not copied again, which the count shows
    expect(copied).toEqual([{ namespace: 'desk.many', indexes: 2, documents: 2_501, arrived: 2_500 }]);
    expect(lines).toEqual(['desk.many: 2500 of 2501 documents, 2 indexes']);
    expect(await target.db('desk').collection('many').countDocuments({ n: -1 })).toBe(1);
    // a collection that differs is copied anew by the next run
    expect(await copy()).toEqual([{ namespace: 'desk.many', indexes: 2, documents: 2_501, arrived: 2_501 }]);
    expect(await copy().catch(({ message }) => message)).toMatch(/has documents already/);
  });

  it('replaces what a broken batch has left', async () => {
    const many = source.db('desk').collection<{ _id: number; n: number }>('many');
    await many.insertMany(Array.from({ length: 10 }, (_, n) => ({ _id: n, n })));
    await target
      .db('embedded_mongodb_copy')
      .collection<{ _id: string }>('progress')
      .insertOne({ _id: 'desk.many' });
    await target
      .db('desk')
      .collection<{ _id: number; n: number }>('many')
      .insertMany([{ _id: 3, n: 99 }]);
    expect(await copy()).toEqual([{ namespace: 'desk.many', indexes: 1, documents: 10, arrived: 10 }]);
    expect(
      await target.db('desk').collection<{ _id: number; n: number }>('many').findOne({ _id: 3 }),
    ).toEqual({ _id: 3, n: 3 });
    expect(
      (await target.db('admin').admin().listDatabases()).databases.map(({ name }) => name),
    ).not.toContain('embedded_mongodb_copy');
  });

  it('leaves a target alone that has documents of its own', async () => {
    await source.db('desk').collection('tickets').insertOne({ x: 1 });
    await target.db('desk').collection('tickets').insertOne({ y: 1 });
    await expect(copy()).rejects.toThrow(/desk\.tickets has documents already/);
    expect(await target.db('desk').collection('tickets').countDocuments()).toBe(1);
  });
});
