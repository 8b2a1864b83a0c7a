import type { Sort } from '../sort/sort.ts';
import { ID_SPEC } from '../storage/collection.ts';
import { isFull } from './interval.ts';
import type { IndexAccess } from './plan.ts';

/** Scans that are merged at most to get an order (as many as MongoDB takes: `internalQueryMaxScansToExplode`). */
const MAX_MERGED = 200;

/**
 * How a scan gives an order: forwards or backwards when its keys, behind those fields that have one value, are in it;
 * `merge` when that holds within each of its ranges. Undefined when it does not.
 */
export function orderOf(access: IndexAccess, sort: Sort): { direction: 1 | -1; merge: boolean } | undefined {
  const { paths, directions } = access.index?.spec ?? ID_SPEC;
  const fixed = access.bounds.map(
    ({ intervals }) => intervals.length > 0 && intervals.every(({ isPoint }) => isPoint),
  );
  const single = access.bounds.map(({ intervals }, field) => fixed[field] === true && intervals.length === 1);
  const constant = new Set(paths.filter((_, field) => single[field] && !hasArrays(access, field)));
  const wanted = sort.paths
    .map((path, at) => ({ path, direction: sort.directions[at] as 1 | -1 }))
    .filter(({ path }) => !constant.has(path));
  let field = 0;
  let merge = false;
  let direction: 1 | -1 | undefined;
  for (const { path, direction: asked } of wanted) {
    while (field < paths.length && paths[field] !== path && fixed[field]) {
      merge ||= !single[field];
      field += 1;
    }
    if (paths[field] !== path || !isOrdered(access, field)) return undefined;
    const turn = ((directions[field] as 1 | -1) * asked) as 1 | -1;
    if (direction !== undefined && direction !== turn) return undefined;
    direction = turn;
    field += 1;
  }
  if (merge && access.ranges.length > MAX_MERGED) return undefined;
  return { direction: direction ?? 1, merge: merge && access.ranges.length > 1 };
}

function hasArrays({ index }: IndexAccess, field: number): boolean {
  return (index?.arrays[field]?.size ?? 0) > 0;
}

/** In a field with arrays a document is met first at its least key, which counts only if all its keys are scanned. */
function isOrdered(access: IndexAccess, field: number): boolean {
  return !hasArrays(access, field) || access.bounds.every(({ intervals }) => isFull(intervals));
}
