import { type Db, MongoClient } from 'mongodb';

/** What one writer has done: begun means sent, done means acknowledged. What was begun and not done may be there or not. */
export interface Ledger {
  readonly begun: Set<string>;
  readonly done: Set<string>;
  /** Documents whose removal was begun, and those whose removal was acknowledged. */
  readonly leaving: Set<string>;
  readonly gone: Set<string>;
  /** Documents that may still be removed. */
  readonly removable: string[];
  /** Lists of ids that went in one ordered batch: what is there of one must be its beginning. */
  readonly batches: string[][];
  counted: { begun: number; done: number };
  /** Numbers taken from the shared counter. */
  readonly numbers: number[];
}

export const newLedger = (): Ledger => ({
  begun: new Set(),
  done: new Set(),
  leaving: new Set(),
  gone: new Set(),
  removable: [],
  batches: [],
  counted: { begun: 0, done: 0 },
  numbers: [],
});

/** A document as the writers make it: big enough to fill pages, with a key for every index. */
interface Thing {
  _id: string;
  unique: string;
  writer: number;
  tags: string[];
  at: Date;
  pad: string;
}

const thing = (id: string, writer: number, n: number): Thing => ({
  _id: id,
  unique: `u-${id}`,
  writer,
  tags: [`t${n % 7}`, `t${n % 11}`],
  at: new Date(n * 1_000),
  pad: 'x'.repeat(300),
});

/** The indexes that must agree with the documents at any moment. */
export async function makeIndexes(db: Db): Promise<void> {
  await db.collection('things').createIndexes([
    { key: { unique: 1 }, name: 'unique', unique: true },
    { key: { writer: 1, at: -1 }, name: 'compound' },
    { key: { tags: 1 }, name: 'multikey' },
    { key: { at: 1 }, name: 'partial', partialFilterExpression: { writer: { $gt: 2 } } },
  ]);
}

/** Writes until the server is gone: inserts, batches, counters, numbers, removals, and now and then an index. */
export async function writeUntilKilled(
  uri: string,
  writer: number,
  round: number,
  ledger: Ledger,
  acknowledged: () => void,
): Promise<void> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 300, maxPoolSize: 2 });
  const db = client.db('kill');
  const things = db.collection<Thing>('things');
  const counters = db.collection<{ _id: string; n: number }>('counters');
  const work = [
    async (n: number) => {
      const id = `${round}-${writer}-${n}`;
      ledger.begun.add(id);
      await things.insertOne(thing(id, writer, n));
      ledger.done.add(id);
      if (n % 2 === 0) ledger.removable.push(id);
    },
    async (n: number) => {
      const ids = Array.from({ length: 20 }, (_, i) => `${round}-${writer}-${n}-${i}`);
      for (const id of ids) ledger.begun.add(id);
      ledger.batches.push(ids);
      await things.insertMany(ids.map((id, i) => thing(id, writer, n + i)));
      for (const id of ids) ledger.done.add(id);
    },
    async () => {
      ledger.counted.begun += 1;
      await counters.updateOne({ _id: `w${writer}` }, { $inc: { n: 1 } }, { upsert: true });
      ledger.counted.done += 1;
    },
    async () => {
      const taken = await counters.findOneAndUpdate(
        { _id: 'shared' },
        { $inc: { n: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      if (taken) ledger.numbers.push(taken.n);
    },
    async () => {
      const id = ledger.removable.pop();
      if (!id) return;
      ledger.leaving.add(id);
      await things.deleteOne({ _id: id });
      ledger.gone.add(id);
    },
    async (n: number) => {
      if (writer !== 0) return;
      if (n % 2 === 0) await things.createIndex({ pad: 1, at: 1 }, { name: 'comes and goes' });
      else await things.dropIndex('comes and goes').catch(ignoreMissingIndex);
    },
  ];
  try {
    for (let n = 0; ; n++) {
      await (work[n % work.length] as (n: number) => Promise<void>)(n);
      acknowledged();
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    await client.close(true);
  }
}

/** The server has gone away, also when that ended a batch in its middle. */
const isGone = (error: unknown) =>
  error instanceof Error &&
  (/MongoNetwork|MongoServerSelection|MongoPoolCleared|MongoClientClosed/.test(error.name) ||
    /connection \d+ to \S+ closed|ECONNRE|EPIPE/.test(error.message));

function ignoreMissingIndex(error: { code?: number }): void {
  if (error.code !== 27 && error.code !== 26) throw error;
}
