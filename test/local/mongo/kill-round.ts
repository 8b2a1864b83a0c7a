import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Db, MongoClient } from 'mongodb';
import { type Ledger, makeIndexes, newLedger, writeUntilKilled } from './kill-load.ts';

const MAIN = join(import.meta.dirname, '../../../src/local/mongo/main.ts');
const WRITERS = 6;

/** What a round has shown, for whoever watches. */
export interface RoundReport {
  readonly acknowledged: number;
  readonly documents: number;
}

/** Rounds of writing, `kill -9` and looking what is there, all on one data folder. */
export class KillTest {
  readonly #folder: string;
  readonly #ledgers = Array.from({ length: WRITERS }, newLedger);
  #round = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Kills the server after `writes` acknowledged writes, starts it again and throws when anything is lost, double or at odds. */
  async round(writes: number): Promise<RoundReport> {
    const round = this.#round++;
    const server = await startServer(this.#folder);
    if (round === 0) await withDatabase(server.uri, makeIndexes);
    let acknowledged = 0;
    const exit = once(server.child, 'exit');
    const seen = () => {
      acknowledged += 1;
      if (acknowledged === writes) server.child.kill('SIGKILL');
    };
    await Promise.all(
      this.#ledgers.map((ledger, writer) => writeUntilKilled(server.uri, writer, round, ledger, seen)),
    );
    await exit;
    const again = await startServer(this.#folder);
    try {
      const documents = await withDatabase(again.uri, (db) => check(db, this.#ledgers));
      return { acknowledged, documents };
    } finally {
      again.child.kill('SIGKILL');
      await once(again.child, 'exit');
    }
  }
}

async function startServer(folder: string): Promise<{ child: ChildProcess; uri: string }> {
  const child = spawn(process.execPath, [MAIN, '--data', folder, '--any-port'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [
    string,
  ];
  return { child, uri: /mongodb:\S+:\d+/.exec(line)?.[0] ?? '' };
}

async function withDatabase<T>(uri: string, use: (db: Db) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(uri);
  try {
    return await use(client.db('kill'));
  } finally {
    await client.close();
  }
}

function must(truth: boolean, what: string): void {
  if (!truth) throw new Error(`after the kill: ${what}`);
}

/** Compares what is there with what was acknowledged; gives the number of documents. */
async function check(db: Db, ledgers: readonly Ledger[]): Promise<number> {
  const things = db.collection<{ _id: string; unique: string }>('things');
  const ids = await idsOf(things.find({}, { hint: { $natural: 1 } }));
  const there = new Set(ids);
  must(there.size === ids.length, 'a document is there twice');
  for (const ledger of ledgers) checkDocuments(ledger, there);
  const known = new Set(ledgers.flatMap(({ begun }) => [...begun]));
  must(
    ids.every((id) => known.has(id)),
    'a document is there that nobody wrote',
  );
  await checkCounters(db, ledgers);
  await checkIndexes(db, ids);
  return ids.length;
}

const idsOf = async (found: AsyncIterable<{ _id: string }>): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { _id } of found) ids.push(_id);
  return ids.sort();
};

function checkDocuments({ done, leaving, gone, batches }: Ledger, there: ReadonlySet<string>): void {
  for (const id of done) must(there.has(id) || leaving.has(id), `${id} was acknowledged and is lost`);
  for (const id of gone) must(!there.has(id), `${id} was removed and is back`);
  for (const batch of batches) {
    const present = batch.filter((id) => !leaving.has(id)).map((id) => there.has(id));
    const end = present.indexOf(false);
    must(end < 0 || !present.includes(true, end), 'an ordered batch has a hole');
  }
}

async function checkCounters(db: Db, ledgers: readonly Ledger[]): Promise<void> {
  const counters = db.collection<{ _id: string; n: number }>('counters');
  for (const [writer, { counted }] of ledgers.entries()) {
    const n = (await counters.findOne({ _id: `w${writer}` }))?.n ?? 0;
    must(
      n >= counted.done && n <= counted.begun,
      `counter ${writer} is ${n}, not ${counted.done} to ${counted.begun}`,
    );
  }
  const numbers = ledgers.flatMap((ledger) => ledger.numbers);
  must(new Set(numbers).size === numbers.length, 'a number was given twice');
  const last = (await counters.findOne({ _id: 'shared' }))?.n ?? 0;
  must(last >= Math.max(0, ...numbers), 'the shared counter has gone back');
}

/** Every index must lead to the same documents as a scan. */
async function checkIndexes(db: Db, ids: readonly string[]): Promise<void> {
  const things = db.collection<{ _id: string; unique: string }>('things');
  for (const { name, partialFilterExpression } of await things.indexes()) {
    const filter = partialFilterExpression ?? {};
    const through = await idsOf(things.find(filter, { hint: name as string }));
    const expected = partialFilterExpression
      ? await idsOf(things.find(filter, { hint: { $natural: 1 } }))
      : ids;
    must(
      through.length === expected.length && through.every((id, i) => id === expected[i]),
      `the index ${name} leads to ${through.length} documents, the scan to ${expected.length}`,
    );
  }
  for (const id of ids.slice(-50)) {
    const found = await things.find({ unique: `u-${id}` }, { hint: 'unique' }).toArray();
    must(found.length === 1 && found[0]?._id === id, `${id} is not found by its unique key`);
  }
}
