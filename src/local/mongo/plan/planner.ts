import type { Filter } from '../query/filter.ts';
import type { Sort } from '../sort/sort.ts';
import type { Collection } from '../storage/collection.ts';
import { encodeKeyPart } from '../values/key.ts';
import { BsonType, type RawValue } from '../values/raw.ts';
import type { Plan } from './plan.ts';

/** What is asked of a collection. */
export interface Question {
  readonly collection: Collection | undefined;
  readonly filter: Filter;
  readonly sort: Sort | undefined;
  /** The name or the key pattern of the index to use, or `{$natural: ±1}`. */
  readonly hint: RawValue | undefined;
}

/** Chooses how to answer. Error 2 for a hint that names no index. */
export function planQuery({ collection, filter, sort }: Question): Plan {
  const { root } = filter;
  const rejected: never[] = [];
  if (
    root.kind === 'compare' &&
    root.operator === 'eq' &&
    root.path === '_id' &&
    root.value.type !== BsonType.array
  ) {
    return {
      collection,
      access: { kind: 'id', key: encodeKeyPart(root.value, 1) },
      filter: undefined,
      sort: undefined,
      rejected,
    };
  }
  return {
    collection,
    access: { kind: 'collection', direction: 1 },
    filter: root.kind === 'always' ? undefined : filter,
    sort,
    rejected,
  };
}
