import type { Filter } from '../query/filter.ts';
import type { Sort } from '../sort/sort.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import type { FieldBounds } from './bounds.ts';
import type { KeyRange } from './ranges.ts';

/** How the documents are reached. */
export type Access =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'collection'; readonly direction: 1 | -1 }
  | { readonly kind: 'id'; readonly key: Uint8Array }
  | IndexAccess
  /** The branches of an `$or`, one after the other, each document once. */
  | { readonly kind: 'union'; readonly branches: readonly IndexAccess[] };

/** A scan of key ranges of one index; `index` undefined means the index on `_id`. */
export interface IndexAccess {
  readonly kind: 'index';
  readonly index: IndexTable | undefined;
  readonly ranges: readonly KeyRange[];
  readonly direction: 1 | -1;
  /** What the ranges mean per field of the index, for `explain`. */
  readonly bounds: readonly FieldBounds[];
  /** The ranges say all that the filter (or the branch) says: nothing has to be checked on the documents. */
  readonly exact: boolean;
  /** For a branch of a union: what its documents have to match. */
  readonly branchFilter: Filter | undefined;
}

/** How a query is answered. */
export interface Plan {
  readonly collection: Collection | undefined;
  readonly access: Access;
  /** What documents are still checked against; undefined when the access is exact. */
  readonly filter: Filter | undefined;
  /** A sort that the access does not give by itself. */
  readonly sort: Sort | undefined;
  /** Plans that were looked at and not taken, for `explain`. */
  readonly rejected: readonly Access[];
}
