import { type Collection, MongoClient } from 'mongodb';
import { median, type Row, timed } from '../support/row.ts';
import { type Thing, thing, things } from './documents.ts';
import { type BenchServer, startEmbedded, startStub } from './servers.ts';
import { handshakeReply, reply } from './wire.ts';

const CLIENTS = 20;
const DOCUMENTS = 10_000;
const CALLS = 6_000;
const ROUNDS = 5;
const DB = 'bench';

type Operation = (collection: Collection<Thing>, n: number) => Promise<unknown>;

/** Ids far from each other, so that no page is hit twice in a row. */
const someId = (n: number) => (n * 7919) % DOCUMENTS;

/** One row: 20 clients do `operation` on the embedded MongoDB and on a stub that answers the same bytes. */
const row = (name: string, least: number, operation: Operation): Row => ({
  name: `mongo ${name}`,
  budget: `≥ ${least * 100} % of a stub that answers the same bytes without storing, ${CLIENTS} clients`,
  measure: async () => {
    const embedded = await startEmbedded();
    await fill(embedded);
    const stub = await startStub(await answersOf(embedded));
    const shares: number[] = [];
    const [ours, theirs] = [await connect(embedded), await connect(stub)];
    await Promise.all([run(ours, operation, 0, 1_000), run(theirs, operation, 0, 1_000)]);
    for (let round = 1; round <= ROUNDS; round++) {
      const bare = await timed(() => run(theirs, operation, round * 100_000, CALLS));
      const real = await timed(() => run(ours, operation, round * 100_000, CALLS));
      shares.push(bare / real);
    }
    await Promise.all([...ours, ...theirs].map((client) => client.close()));
    await Promise.all([embedded.stop(), stub.stop()]);
    const share = median(shares);
    return { measured: `${(share * 100).toFixed(0)} %`, held: share >= least };
  },
});

async function fill({ uri }: BenchServer): Promise<void> {
  const client = await MongoClient.connect(uri);
  for (let from = 0; from < DOCUMENTS; from += 1_000) {
    await client
      .db(DB)
      .collection<Thing>('things')
      .insertMany(things(from, 1_000, 100));
  }
  await client.close();
}

/** What the embedded MongoDB answers to each command, byte by byte. */
async function answersOf({ port }: BenchServer): Promise<Record<string, Buffer>> {
  const ask = (command: object) => reply(port, { ...command, $db: DB });
  return {
    OP_QUERY: await handshakeReply(port),
    hello: await ask({ hello: 1 }),
    ping: await ask({ ping: 1 }),
    find: await ask({ find: 'things', filter: { _id: 1 }, limit: 1, singleBatch: true }),
    insert: await ask({ insert: 'things', documents: [thing(-1, 100)] }),
    findAndModify: await ask({
      findAndModify: 'things',
      query: { _id: 1 },
      update: { $inc: { count: 1 } },
      new: true,
    }),
  };
}

const connect = ({ uri }: BenchServer) =>
  Promise.all(Array.from({ length: CLIENTS }, () => MongoClient.connect(uri, { maxPoolSize: 1 })));

/** All clients share the calls; each has one under way at a time. */
async function run(
  clients: MongoClient[],
  operation: Operation,
  first: number,
  calls: number,
): Promise<void> {
  let next = first;
  await Promise.all(
    clients.map(async (client) => {
      const collection = client.db(DB).collection<Thing>('things');
      while (next < first + calls) await operation(collection, next++);
    }),
  );
}

export const singleRows: Row[] = [
  row('find by id', 0.6, (collection, n) => collection.findOne({ _id: someId(n) })),
  row('insert', 0.4, (collection, n) => collection.insertOne(thing(DOCUMENTS + n, 100))),
  row('findOneAndUpdate', 0.4, (collection, n) =>
    collection.findOneAndUpdate({ _id: someId(n) }, { $inc: { count: 1 } }, { returnDocument: 'after' }),
  ),
];
