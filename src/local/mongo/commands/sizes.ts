import type { Collection } from '../storage/collection.ts';
import type { Store } from '../storage/store.ts';

/** Bytes of a collection's pages in the file, its indexes by name. */
export interface Sizes {
  readonly storageSize: number;
  readonly indexSizes: Record<string, number>;
}

/** Bytes in the file of one collection and its indexes. */
export function sizesOf(store: Store, collection: Collection): Sizes {
  const indexSizes: Record<string, number> = {
    _id_: tableBytes(store, `sqlite_autoindex_${collection.table}_1`),
  };
  for (const { spec, table } of collection.indexes) indexSizes[spec.name] = tableBytes(store, table);
  return { storageSize: tableBytes(store, collection.table), indexSizes };
}

/** Bytes in the file of a whole database. */
export function databaseBytes(store: Store, database: string): number {
  return store.catalog
    .collections(database)
    .map((collection) => {
      const { storageSize, indexSizes } = sizesOf(store, collection);
      return storageSize + sumOf(Object.values(indexSizes));
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

export const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** SQLite's own count of the pages of a table. */
function tableBytes({ sqlite }: Store, table: string): number {
  const row = sqlite
    .prepare('SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = ? AND aggregate = TRUE')
    .get(table);
  return Number(row?.bytes ?? 0);
}
