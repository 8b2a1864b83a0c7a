import type { Filter } from '../query/filter.ts';
import type { Collection } from '../storage/collection.ts';
import { candidateOf } from './candidate.ts';
import { implies } from './implies.ts';
import type { IndexAccess } from './plan.ts';
import { predicatesOf } from './predicates.ts';

/**
 * A scan of an index on `path` that alone gives the different values of all documents that pass; undefined when there
 * is none. With arrays in the index it does so only if all documents are asked.
 */
export function distinctAccess(
  collection: Collection,
  filter: Filter,
  path: string,
): IndexAccess | undefined {
  const predicates = predicatesOf(filter.root);
  for (const index of [undefined, ...collection.indexes]) {
    const spec = index?.spec;
    if (index && (!index.ready || spec?.hidden)) continue;
    if ((spec?.paths[0] ?? '_id') !== path) continue;
    if (spec?.partial && !implies(predicates, spec.partial.root)) continue;
    // What a sparse index lacks has no value to give.
    const access = candidateOf(index, predicates, { allowFull: true, incomplete: spec?.paths.length === 1 });
    if (!access?.exact) continue;
    if (!index?.isMultikey || filter.root.kind === 'always') return access;
  }
  return undefined;
}
