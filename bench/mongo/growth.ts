import { type Collection, MongoClient } from 'mongodb';
import { type Row, timed } from '../support/row.ts';
import { BareStore } from './bare.ts';
import { makeIndexes } from './batches.ts';
import { type Thing, things } from './documents.ts';
import { startEmbedded } from './servers.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const GROUPS = 10_000;
const MOST_GROWTH = 1.3;
const MOST_MEGABYTES = 400;
const STEPS = 2_000;

/** How long the same mix of reads and writes takes, in milliseconds. */
interface Measured {
  bare: number;
  embedded: number;
}

/** Documents far apart, everywhere in what is there. */
const someId = (n: number, size: number) => (n * 104_729) % size;

const measured = async (
  collection: Collection<Thing>,
  store: BareStore,
  size: number,
): Promise<Measured> => ({
  bare: await timed(async () => {
    for (let n = 0; n < STEPS; n++) {
      store.findById(someId(n, size));
      store.findByGroup(n % (size / 100), 20);
      store.setRank(someId(n * 3 + 1, size), n);
    }
  }),
  embedded: await timed(async () => {
    for (let n = 0; n < STEPS; n++) {
      await collection.findOne({ _id: someId(n, size) });
      await collection.find({ group: n % (size / 100) }, { limit: 20 }).toArray();
      await collection.updateOne({ _id: someId(n * 3 + 1, size) }, { $set: { rank: n } });
    }
  }),
});

/** Reads and writes by id and by index on 10,000 and on 1,000,000 documents, and the memory the server took for it. */
export const growthRow: Row = {
  name: 'mongo growth',
  budget: `from ${SMALL.toLocaleString('en')} to ${LARGE.toLocaleString('en')} documents ≤ ${MOST_GROWTH} × that of bare sqlite; RSS < ${MOST_MEGABYTES} MB`,
  measure: async () => {
    const server = await startEmbedded();
    const client = await MongoClient.connect(server.uri);
    const collection = client.db('bench').collection<Thing>('things');
    const store = new BareStore();
    await makeIndexes(collection);
    const grow = async (from: number, to: number) => {
      for (let at = from; at < to; at += 1_000) {
        const batch = things(at, 1_000, GROUPS);
        store.insertMany(batch);
        await collection.insertMany(batch);
      }
    };
    await grow(0, SMALL);
    await measured(collection, store, SMALL);
    const small = await measured(collection, store, SMALL);
    await grow(SMALL, LARGE);
    await measured(collection, store, LARGE);
    const large = await measured(collection, store, LARGE);
    const growth = large.embedded / small.embedded / (large.bare / small.bare);
    const megabytes = server.peakMegabytes();
    await client.close();
    await server.stop();
    store.close();
    return {
      measured: `${growth.toFixed(2)} × (ours ${(large.embedded / small.embedded).toFixed(2)}, bare ${(large.bare / small.bare).toFixed(2)}), peak RSS ${megabytes.toFixed(0)} MB`,
      held: growth <= MOST_GROWTH && megabytes < MOST_MEGABYTES,
    };
  },
};
