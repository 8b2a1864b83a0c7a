import { type Collection, MongoClient } from 'mongodb';
import { median, type Row, timed } from '../support/row.ts';
import { BareStore } from './bare.ts';
import { type Thing, things } from './documents.ts';
import { startEmbedded } from './servers.ts';

const DOCUMENTS = 100_000;
const GROUPS = 1_000;
const ROUNDS = 5;
const LEAST = 0.4;

/** The same work on both sides. */
interface Work {
  bare(store: BareStore, round: number): void;
  embedded(collection: Collection<Thing>, round: number): Promise<unknown>;
}

const row = (name: string, work: Work): Row => ({
  name: `mongo ${name}`,
  budget: `≥ ${LEAST * 100} % of bare node:sqlite + bson, over ${DOCUMENTS.toLocaleString('en')} documents`,
  measure: async () => {
    const server = await startEmbedded();
    const client = await MongoClient.connect(server.uri);
    const collection = client.db('bench').collection<Thing>('things');
    const store = new BareStore();
    await makeIndexes(collection);
    for (let from = 0; from < DOCUMENTS; from += 1_000) {
      const batch = things(from, 1_000, GROUPS);
      store.insertMany(batch);
      await collection.insertMany(batch);
    }
    const shares: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const bare = await timed(async () => work.bare(store, round));
      const real = await timed(() => work.embedded(collection, round));
      // the first round warms both up
      if (round > 0) shares.push(bare / real);
    }
    await client.close();
    await server.stop();
    store.close();
    const share = median(shares);
    return { measured: `${(share * 100).toFixed(0)} %`, held: share >= LEAST };
  },
});

/** The three indexes beside `_id`, which the bare store has too. */
export async function makeIndexes(collection: Collection<Thing>): Promise<void> {
  await collection.createIndexes([{ key: { group: 1 } }, { key: { rank: 1 } }, { key: { at: 1 } }]);
}

const BATCHES = 10;
const FINDS = 200;

export const batchRows: Row[] = [
  row('insertMany of 1,000', {
    bare: (store, round) => {
      for (const batch of newBatches(round)) store.insertMany(batch);
    },
    embedded: async (collection, round) => {
      for (const batch of newBatches(round)) await collection.insertMany(batch);
    },
  }),
  row('find of 100 by index', {
    bare: (store, round) => {
      for (let n = 0; n < FINDS; n++) store.findByGroup((round * FINDS + n) % GROUPS, 100);
    },
    embedded: async (collection, round) => {
      for (let n = 0; n < FINDS; n++) {
        await collection.find({ group: (round * FINDS + n) % GROUPS }, { limit: 100 }).toArray();
      }
    },
  }),
  row('group of 100,000', {
    bare: (store) => void store.group(),
    embedded: (collection) =>
      collection
        .aggregate([{ $group: { _id: '$status', n: { $sum: 1 }, sum: { $sum: '$rank' } } }])
        .toArray(),
  }),
];

const newBatches = (round: number): Thing[][] =>
  Array.from({ length: BATCHES }, (_, n) => things(DOCUMENTS + (round * BATCHES + n) * 1_000, 1_000, GROUPS));
