import type { Plan } from '../plan/plan.ts';
import type { StoredRow } from '../storage/collection.ts';
import { openAccess } from './open.ts';
import { Sorter } from './sorter.ts';
import type { Examined, Source } from './source.ts';

/** Which part of the answer is wanted. */
export interface Part {
  readonly skip: number;
  /** Infinity: all. */
  readonly limit: number;
}

export const EVERYTHING: Part = { skip: 0, limit: Number.POSITIVE_INFINITY };

/** Documents that are looked at in one step. */
const STEP_ROWS = 128;

/** A plan being carried out: scan, filter, sort, skip, limit. */
export class Query implements Source {
  readonly plan: Plan;
  readonly part: Part;
  /** The documents are not read: they come empty. */
  readonly keysOnly: boolean;
  readonly #source: Source;
  readonly #sorter: Sorter | undefined;
  #sorted = false;
  #skip: number;
  #left: number;

  /** `countOnly`: nobody looks at the documents, so that keys will do where they say enough. */
  constructor(plan: Plan, part: Part = EVERYTHING, options: { countOnly?: boolean } = {}) {
    const { skip, limit } = part;
    this.plan = plan;
    this.part = part;
    this.keysOnly = options.countOnly === true && plan.access.kind === 'index' && !plan.filter && !plan.sort;
    this.#source = openAccess(plan, this.keysOnly);
    this.#skip = skip;
    this.#left = limit;
    this.#sorter = plan.sort && new Sorter(plan.sort, skip + limit);
  }

  get examined(): Examined {
    return this.#source.examined;
  }

  /** The limit is reached: nothing more will come. */
  get ended(): boolean {
    return this.#left <= 0;
  }

  /** How many documents there will be, where that is known without looking. */
  get knownCount(): number | undefined {
    const { access, filter, collection } = this.plan;
    if (access.kind !== 'collection' || filter) return undefined;
    return Math.min(Math.max((collection?.count ?? 0) - this.part.skip, 0), this.part.limit);
  }

  /** Bytes a blocking sort holds, for `explain`. */
  get sortBytes(): number {
    return this.#sorter?.bytes ?? 0;
  }

  /** The next documents of the answer; a bounded step that may find none. Undefined is the end. */
  next(want: number): StoredRow[] | undefined {
    if (this.#left <= 0) return undefined;
    const rows = this.#sorter ? this.#nextSorted(this.#sorter, want) : this.#nextMatching(want);
    return rows && this.#cut(rows);
  }

  #nextSorted(sorter: Sorter, want: number): StoredRow[] | undefined {
    if (this.#sorted) return sorter.take(Math.min(want + this.#skip, STEP_ROWS));
    const rows = this.#nextMatching(STEP_ROWS);
    if (rows) for (const row of rows) sorter.add(row);
    else this.#sorted = true;
    return [];
  }

  #nextMatching(want: number): StoredRow[] | undefined {
    const rows = this.#source.next(this.#sorter ? want : Math.min(want, this.#left) + this.#skip);
    const { filter } = this.plan;
    return filter ? rows?.filter(({ doc }) => filter.matches(doc)) : rows;
  }

  #cut(rows: StoredRow[]): StoredRow[] {
    const from = Math.min(this.#skip, rows.length);
    this.#skip -= from;
    const part = from === 0 && rows.length <= this.#left ? rows : rows.slice(from, from + this.#left);
    this.#left -= part.length;
    return part;
  }
}
