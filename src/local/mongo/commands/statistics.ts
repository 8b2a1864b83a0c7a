import { inSlices } from '../execute/slices.ts';
import type { Collection } from '../storage/collection.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Command, CommandContext } from './context.ts';
import { type Sizes, sizesOf, sumOf } from './sizes.ts';

/** Documents whose length is summed up in one step. */
const STEP_ROWS = 5_000;

/** `collStats`. Sizes are bytes, divided by `scale`. */
export const collStats: Command = {
  fields: ['scale'],
  async run(context) {
    const { server, database, args } = context;
    const name = args.collection();
    const collection = server.store.catalog.find(database, name);
    const scale = args.integer('scale') || 1;
    const size = collection ? await documentBytes(collection, context) : 0;
    const { storageSize, indexSizes } = collection ? sizesOf(collection) : NOTHING;
    const count = collection?.count ?? 0;
    const totalIndexSize = sumOf(Object.values(indexSizes));
    const scaled = (bytes: number) => Math.floor(bytes / scale);
    return okAnswer({
      ns: `${database}.${name}`,
      size: scaled(size),
      count,
      avgObjSize: count > 0 ? Math.floor(size / count) : undefined,
      storageSize: scaled(storageSize),
      freeStorageSize: 0,
      capped: false,
      nindexes: collection ? collection.indexes.length + 1 : 0,
      indexBuilds: collection?.indexes.filter(({ ready }) => !ready).map(({ spec }) => spec.name) ?? [],
      totalIndexSize: scaled(totalIndexSize),
      totalSize: scaled(storageSize + totalIndexSize),
      indexSizes: Object.fromEntries(
        Object.entries(indexSizes).map(([index, bytes]) => [index, scaled(bytes)]),
      ),
      scaleFactor: scale,
    });
  },
};

/** `dbStats`. */
export const dbStats: Command = {
  fields: ['scale', 'freeStorage'],
  async run(context) {
    const { server, database, args } = context;
    const scale = args.integer('scale') || 1;
    const collections = server.store.catalog.collections(database);
    const sizes = collections.map(sizesOf);
    let dataSize = 0;
    for (const collection of collections) dataSize += await documentBytes(collection, context);
    const objects = sumOf(collections.map(({ count }) => count));
    const storageSize = sumOf(sizes.map((size) => size.storageSize));
    const indexSize = sumOf(sizes.flatMap(({ indexSizes }) => Object.values(indexSizes)));
    return okAnswer({
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects > 0 ? dataSize / objects : 0,
      dataSize: dataSize / scale,
      storageSize: storageSize / scale,
      indexes: sumOf(collections.map(({ indexes }) => indexes.length + 1)),
      indexSize: indexSize / scale,
      totalSize: (storageSize + indexSize) / scale,
      scaleFactor: scale,
    });
  },
};

const NOTHING: Sizes = { storageSize: 0, indexSizes: {} };

/** Bytes of all documents, summed up in slices. */
async function documentBytes(collection: Collection, { deadline }: CommandContext): Promise<number> {
  const sql = `SELECT max(rid), sum(length(doc)) FROM (SELECT rid, doc FROM ${collection.table} WHERE rid > ? ORDER BY rid LIMIT ?)`;
  let total = 0;
  let last = Number.MIN_SAFE_INTEGER;
  await inSlices(() => {
    if (collection.dropped) return true;
    const [rid, bytes] = collection.statement(sql).get(last, STEP_ROWS) as unknown as [
      number | null,
      number | null,
    ];
    total += bytes ?? 0;
    last = rid ?? last;
    return rid === null;
  }, deadline);
  return total;
}
