import type { Plan } from '../plan/plan.ts';
import type { Filter } from '../query/filter.ts';
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

/** Searches that may be repeated because of writes by others before one is done without a break. */
const PATIENCE = 5;

/** A search for one document, which others' writes may make void. */
export interface Search {
  readonly makePlan: () => Plan;
  /** What the document has to match. */
  readonly filter: Filter;
  readonly deadline: Deadline;
}

/**
 * Finds the first document of the plan and calls `use` in the same turn, with the document as it is stored then; with
 * undefined only when there surely is none. `use` and the search are one step for everybody else.
 */
export function withFirst(search: Search, use: (row: StoredRow | undefined) => void): void | Promise<void> {
  let attempt = new Attempt(search, false);
  let attempts = 1;
  return inSlices(() => {
    const outcome = attempt.step();
    if (outcome === 'searching') return false;
    if (outcome === 'void') {
      attempts += 1;
      attempt = new Attempt(search, attempts > PATIENCE);
      return false;
    }
    use(outcome === 'none' ? undefined : outcome);
    return true;
  }, search.deadline);
}

/** Documents that a sorted search keeps: when others take the first, the next will do. */
const CANDIDATES = 64;

class Attempt {
  readonly #search: Search;
  readonly #plan: Plan;
  readonly #query: Query;
  readonly #version: number | undefined;
  /** What is found was read a while ago. */
  readonly #isLate: boolean;
  /** Searches to the end in one step, so that nobody comes between. */
  readonly #isUnbroken: boolean;
  #hasMissed = false;

  constructor(search: Search, isUnbroken: boolean) {
    this.#search = search;
    this.#plan = search.makePlan();
    this.#isLate = this.#plan.sort !== undefined || this.#plan.access.kind === 'merge';
    this.#query = new Query(this.#plan, { skip: 0, limit: this.#isLate ? CANDIDATES : 1 });
    this.#version = this.#plan.collection?.version;
    this.#isUnbroken = isUnbroken;
  }

  step(): StoredRow | 'searching' | 'none' | 'void' {
    let rows = this.#query.next(1);
    while (rows?.length === 0 && this.#isUnbroken) rows = this.#query.next(1);
    if (!rows) return !this.#hasMissed && this.#isSurelyNone() ? 'none' : 'void';
    for (const found of rows) {
      const row = this.#asStored(found);
      if (row) return row;
      this.#hasMissed = true;
    }
    return 'searching';
  }

  /** The document as it is now, if it still matches. */
  #asStored(found: StoredRow): StoredRow | undefined {
    if (!this.#isLate) return found;
    const row = this.#plan.collection?.read(found.rid);
    return row && this.#search.filter.matches(row.doc) ? row : undefined;
  }

  /** Nothing was found; nothing that was written since the search began matches, either. */
  #isSurelyNone(): boolean {
    const { collection } = this.#plan;
    if (!collection) return this.#search.makePlan().collection === undefined;
    if (collection.version === this.#version) return true;
    const changed = collection.changedSince(this.#version ?? 0);
    return changed?.every((rid) => !this.#matches(collection.read(rid))) ?? false;
  }

  #matches(row: StoredRow | undefined): boolean {
    return row !== undefined && this.#search.filter.matches(row.doc);
  }
}
