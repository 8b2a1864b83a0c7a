import type { Collection } from '../storage/collection.ts';
import { contains, isFull } from './interval.ts';
import type { IndexAccess, Plan } from './plan.ts';

/** A plan without the collection. */
export type Choice = Pick<Plan, 'access' | 'filter' | 'sort'>;

/** Keys that are counted at most to compare plans; more is simply "many". */
const MANY = 200;

/** The choices, the one that looks at fewest keys first. What needs a sort of its own costs more. */
export function cheapest(collection: Collection, choices: readonly Choice[]): Choice[] {
  const contenders = undominated(choices);
  const beaten = choices.filter((choice) => !contenders.includes(choice));
  if (contenders.length === 1) return [...contenders, ...beaten];
  const ranked = contenders
    .map((choice, place) => ({ choice, cost: costOf(collection, choice), place }))
    .sort((a, b) => a.cost - b.cost || breadth(a.choice) - breadth(b.choice) || a.place - b.place);
  return [...ranked.map(({ choice }) => choice), ...beaten];
}

/** The choices of which no other is surely as good: bounded on the same fields and more, with no sort if they have none. */
function undominated(choices: readonly Choice[]): Choice[] {
  return choices.filter((choice, place) =>
    choices.every((other, at) => {
      if (other === choice || !dominates(other, choice)) return true;
      // Of two that are as good as each other the narrower stays, then the older.
      if (!dominates(choice, other)) return false;
      return breadth(choice) === breadth(other) ? place < at : breadth(choice) < breadth(other);
    }),
  );
}

function dominates(a: Choice, b: Choice): boolean {
  const [scan, other] = [scanOf(a), scanOf(b)];
  if (!scan || !other || (a.sort && !b.sort)) return false;
  return other.bounds.every(({ path, intervals }) => {
    if (isFull(intervals)) return true;
    const own = scan.bounds.find((bounds) => bounds.path === path);
    return own !== undefined && contains(intervals, own.intervals);
  });
}

/** The one scan of a choice, or the like of all that are merged. */
function scanOf({ access }: Choice): IndexAccess | undefined {
  if (access.kind === 'index') return access;
  return access.kind === 'merge' ? access.branches[0] : undefined;
}

/** All fields of a unique index have one value: there is at most one document. */
export function isOneKey({ index, bounds }: IndexAccess): boolean {
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
