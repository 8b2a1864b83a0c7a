import type { Collection } from '../storage/collection.ts';
import type { Store } from '../storage/store.ts';

/** Bytes of a collection and of its indexes by name. */
export interface Sizes {
  readonly storageSize: number;
  readonly indexSizes: Record<string, number>;
}

/** SQLite gives space in pages of this size (see storage/open.ts). */
const PAGE_BYTES = 8192;
/** Rows that are measured; all others are taken to be like them, because counting pages would read the whole file. */
const SAMPLE_ROWS = 100;

/** About how many bytes in the file one collection and its indexes take. */
export function sizesOf(collection: Collection): Sizes {
  const indexSizes: Record<string, number> = { _id_: estimate(collection, collection.table, 'id') };
  for (const { spec, table } of collection.indexes) {
    indexSizes[spec.name] = estimate(collection, table, 'key');
  }
  return { storageSize: estimate(collection, collection.table, 'doc'), indexSizes };
}

/** About how many bytes in the file a whole database takes. */
export function databaseBytes(store: Store, database: string): number {
  const sizes = store.catalog.collections(database).map(sizesOf);
  return sumOf(sizes.map(({ storageSize, indexSizes }) => storageSize + sumOf(Object.values(indexSizes))));
}

export const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function estimate(collection: Collection, table: string, column: 'doc' | 'id' | 'key'): number {
  const sample = `SELECT ${column} FROM ${table} LIMIT ${SAMPLE_ROWS}`;
  const row = collection.statement(`SELECT coalesce(avg(length(${column})), 0) FROM (${sample})`).get();
  const [bytes] = row as unknown as [number];
  return Math.max(1, Math.ceil((bytes * collection.count) / PAGE_BYTES)) * PAGE_BYTES;
}
