import type { Filter } from '../query/filter.ts';
import type { Sort } from '../sort/sort.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import type { RawValue } from '../values/raw.ts';
import type { Interval } from './interval.ts';
import type { KeyRange } from './ranges.ts';

/** Bounds of one field of an index, in ascending order. */
export interface FieldBounds {
  readonly path: string;
  readonly intervals: readonly Interval[];
}

/** A scan of key ranges of one index; `index` undefined means the index on `_id`. */
export interface IndexAccess {
  readonly kind: 'index';
  readonly index: IndexTable | undefined;
  readonly ranges: readonly KeyRange[];
  readonly direction: 1 | -1;
  readonly bounds: readonly FieldBounds[];
  /** The ranges say all that the filter (or the branch) says: nothing has to be checked on the documents. */
  readonly exact: boolean;
}

/** How the documents are reached. */
type Access =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'collection'; readonly direction: 1 | -1 }
  | { readonly kind: 'id'; readonly key: Uint8Array }
  | IndexAccess
  /** The branches of an `$or`, one after the other, each document once. */
  | { readonly kind: 'union'; readonly branches: readonly IndexAccess[] }
  /** Several scans that each give the order that is asked for, as one in that order. */
  | { readonly kind: 'merge'; readonly branches: readonly IndexAccess[]; readonly sort: Sort };

/** How a query is answered. */
export interface Plan {
  readonly collection: Collection | undefined;
  readonly access: Access;
  /** What documents are still checked against; undefined when the access is exact. */
  readonly filter: Filter | undefined;
  /** A sort that the access does not give by itself. */
  readonly sort: Sort | undefined;
  /** Plans that were looked at and not taken, for `explain`. */
  readonly rejected: ReadonlyArray<Pick<Plan, 'access' | 'filter' | 'sort'>>;
}

/** What is asked of a collection. */
export interface Question {
  readonly collection: Collection | undefined;
  readonly filter: Filter;
  readonly sort: Sort | undefined;
  /** The name or the key pattern of the index to use, or `{$natural: ±1}`. */
  readonly hint: RawValue | undefined;
}
