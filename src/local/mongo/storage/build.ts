import { MongoError } from '../errors.ts';
import { type Deadline, inSlices } from '../execute/slices.ts';
import { CollectionSource } from '../execute/source.ts';
import type { Collection } from './collection.ts';
import type { IndexTable } from './index-table.ts';
import type { Store } from './store.ts';

/** Documents that are entered in one step. */
const PAGE_ROWS = 100;

/**
 * Enters every document into new indexes, in slices; writes that come between enter theirs themselves. When one cannot
 * be built (a duplicate in a unique one), none of them stays, and the error is thrown; 276 when one is dropped meanwhile.
 */
export async function buildIndexes(
  store: Store,
  collection: Collection,
  indexes: readonly IndexTable[],
  deadline: Deadline,
): Promise<void> {
  const source = new CollectionSource(collection, 1);
  try {
    await inSlices(() => {
      if (indexes.some(({ dropped }) => dropped))
        throw new MongoError(276, 'Index build aborted: dropIndexes');
      const rows = source.next(PAGE_ROWS);
      store.transactions.run(() => {
        for (const row of rows ?? []) for (const index of indexes) collection.enter(index, row);
        if (!rows) for (const index of indexes) store.catalog.markReady(index);
      });
      return rows === undefined;
    }, deadline);
  } catch (error) {
    if (!collection.dropped) {
      store.transactions.run(() => {
        for (const index of indexes) if (!index.dropped) store.catalog.dropIndex(collection, index);
      });
    }
    store.collectGarbage();
    throw error;
  }
}
