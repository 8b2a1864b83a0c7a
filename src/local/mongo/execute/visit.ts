import type { Plan } from '../plan/plan.ts';
import type { StoredRow } from '../storage/collection.ts';
import { EVERYTHING, Query } from './query.ts';
import { type Deadline, inSlices } from './slices.ts';

/** Documents that are read and changed in one step. */
const PAGE_ROWS = 32;

/**
 * Calls `change` for every document of the plan, in the turn in which it was read, so that nobody comes between.
 * A document that the change moves ahead in the index that is scanned is not met again.
 */
export function visitAll(
  plan: Plan,
  change: (row: StoredRow) => void,
  deadline: Deadline,
): void | Promise<void> {
  const query = new Query(plan, EVERYTHING);
  const visited = plan.access.kind === 'collection' ? undefined : new Set<number>();
  return inSlices(() => {
    const rows = query.next(PAGE_ROWS);
    for (const row of rows ?? []) {
      if (visited?.has(row.rid)) continue;
      visited?.add(row.rid);
      change(row);
    }
    return rows === undefined;
  }, deadline);
}

/** Scans that may be repeated because of writes by others before one is done without a break. */
const PATIENCE = 3;

/**
 * Finds the first document of the plan and calls `use` in the same turn, with the document as it is stored then; with
 * undefined only when there surely is none. `use` and the search are one step for everybody else.
 */
export function withFirst(
  makePlan: () => Plan,
  use: (row: StoredRow | undefined) => void,
  deadline: Deadline,
): void | Promise<void> {
  let attempts = 0;
  let query: Query | undefined;
  let plan: Plan | undefined;
  let version: number | undefined;
  const restart = () => {
    query = undefined;
    attempts += 1;
    return false;
  };
  return inSlices(() => {
    if (!query || !plan) {
      plan = makePlan();
      query = new Query(plan, { skip: 0, limit: 1 });
      version = plan.collection?.version;
    }
    const { collection, filter } = plan;
    let rows = query.next(1);
    while (rows?.length === 0 && attempts >= PATIENCE) rows = query.next(1);
    if (rows?.length === 0) return false;
    const found = rows?.[0];
    if (!found) {
      const { collection: now } = makePlan();
      if (now !== collection || now?.version !== version) return restart();
      use(undefined);
      return true;
    }
    const row = plan.sort ? collection?.read(found.rid) : found;
    if (!row || (plan.sort && filter && !filter.matches(row.doc))) return restart();
    use(row);
    return true;
  }, deadline);
}
