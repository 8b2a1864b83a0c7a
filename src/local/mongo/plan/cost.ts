import type { Collection } from '../storage/collection.ts';
import type { IndexAccess, Plan } from './plan.ts';

/** A plan without the collection. */
export type Choice = Pick<Plan, 'access' | 'filter' | 'sort'>;

/** Keys that are counted at most to compare plans; more is simply "many". */
const MANY = 500;

/** The choices, the one that looks at fewest keys first. What needs a sort of its own costs more. */
export function cheapest(collection: Collection, choices: readonly Choice[]): Choice[] {
  const unique = choices.find(({ access }) => access.kind === 'index' && isOneKey(access));
  if (unique) return [unique, ...choices.filter((choice) => choice !== unique)];
  return choices
    .map((choice, place) => ({ choice, cost: costOf(collection, choice), place }))
    .sort((a, b) => a.cost - b.cost || breadth(a.choice) - breadth(b.choice) || a.place - b.place)
    .map(({ choice }) => choice);
}

/** All fields of a unique index have one value: there is at most one document. */
function isOneKey({ index, bounds }: IndexAccess): boolean {
  const isUnique = index === undefined || (index.spec.unique && !index.isMultikey);
  return isUnique && bounds.every(({ intervals }) => intervals.length === 1 && intervals[0]?.isPoint);
}

function costOf(collection: Collection, { access, filter, sort }: Choice): number {
  const scans =
    access.kind === 'index'
      ? [access]
      : access.kind === 'union' || access.kind === 'merge'
        ? access.branches
        : [];
  let keys = 0;
  for (const scan of scans) {
    keys += countKeys(collection, scan, MANY - keys);
    if (keys >= MANY) break;
  }
  // Checking a document costs less than reading it, sorting all of them more.
  return keys + (filter ? keys * 0.01 : 0) + (sort ? keys * 0.5 : 0);
}

/** The fields of the indexes; of two equal scans the narrower index is taken. */
function breadth({ access }: Choice): number {
  if (access.kind === 'index') return access.bounds.length;
  return access.kind === 'union' || access.kind === 'merge' ? (access.branches[0]?.bounds.length ?? 0) : 0;
}

function countKeys(collection: Collection, { index, ranges }: IndexAccess, most: number): number {
  const [table, key] = index ? [index.table, 'key'] : [collection.table, 'id'];
  const statement = collection.statement(
    `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${key} >= ? AND ${key} < ? LIMIT ?)`,
  );
  let keys = 0;
  for (const { low, high } of ranges) {
    if (keys >= most) break;
    const [count] = statement.get(low, high, most - keys) as unknown as [number];
    keys += count;
  }
  return keys;
}
