import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AggregationSource, Batches, FindRequest, WriteTarget } from '../aggregation/pipeline/source.ts';
import { Query } from '../execute/query.ts';
import { checkDeadline, type Deadline, inSlices } from '../execute/slices.ts';
import { withFirst } from '../execute/visit.ts';
import { changeStored, insertNew, type Place } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import { compileSort } from '../sort/sort.ts';
import type { RawValue } from '../values/raw.ts';
import { EMPTY_DOCUMENT } from './options.ts';
import { compileChange } from './update-statement.ts';

/** Documents per batch of a pipeline. */
const BATCH_ROWS = 256;
/** Milliseconds a scan may go on before others get their turn. */
const SLICE_MS = 4;
/** Collections of this name hold what an `$out` is about to put in place. */
const TEMPORARY = 'tmp.agg_out.';

/** A collection as the stages of a pipeline see it. */
export class CollectionForPipeline implements AggregationSource {
  readonly #place: Place;
  readonly #deadline: Deadline;
  readonly #hint: RawValue | undefined;

  /** `hint` is that of the command; a request may have its own. */
  constructor(place: Place, deadline: Deadline, hint?: RawValue) {
    this.#place = place;
    this.#deadline = deadline;
    this.#hint = hint;
  }

  async *find(request: FindRequest): Batches {
    const query = this.query(request);
    let start = performance.now();
    for (let rows = query.next(BATCH_ROWS); rows; rows = query.next(BATCH_ROWS)) {
      if (rows.length > 0) yield rows.map(({ doc }) => doc);
      if (performance.now() - start < SLICE_MS) continue;
      checkDeadline(this.#deadline);
      await nextTurn();
      start = performance.now();
    }
  }

  async count(request: FindRequest): Promise<number> {
    const query = this.query(request, true);
    const known = query.knownCount;
    if (known !== undefined) return known;
    let count = 0;
    await inSlices(() => {
      const rows = query.next(BATCH_ROWS);
      count += rows?.length ?? 0;
      return rows === undefined;
    }, this.#deadline);
    return count;
  }

  other(name: string, database = this.#place.database): AggregationSource {
    return new CollectionForPipeline({ ...this.#place, database, name }, this.#deadline);
  }

  target(): WriteTarget {
    return new CollectionTarget(this.#place, this.#deadline);
  }

  /** The query that a request asks for, planned. */
  query({ filter, sort, skip, limit, hint, variables }: FindRequest, countOnly = false): Query {
    const { store, database, name } = this.#place;
    const plan = planQuery({
      collection: store.catalog.find(database, name),
      filter: compileFilter(filter ?? EMPTY_DOCUMENT, { variables }),
      sort: sort && compileSort(sort),
      hint: hint ?? this.#hint,
    });
    return new Query(plan, { skip: skip ?? 0, limit: limit ?? Number.POSITIVE_INFINITY }, { countOnly });
  }
}

/** Where `$out` and `$merge` write. */
class CollectionTarget implements WriteTarget {
  readonly #place: Place;
  readonly #deadline: Deadline;

  constructor(place: Place, deadline: Deadline) {
    this.#place = place;
    this.#deadline = deadline;
  }

  async replaceAll(documents: Batches): Promise<void> {
    const { store, database, name } = this.#place;
    const { catalog, transactions } = store;
    const temporary = { store, database, name: `${TEMPORARY}${randomUUID()}` };
    transactions.run(() => {
      const made = catalog.create(database, temporary.name);
      for (const { spec } of catalog.find(database, name)?.indexes ?? []) catalog.addIndex(made, spec, true);
    });
    try {
      for await (const batch of documents) for (const document of batch) insertNew(temporary, document);
    } catch (error) {
      drop(temporary);
      throw error;
    }
    transactions.run(() => {
      drop(this.#place);
      const made = catalog.find(database, temporary.name);
      if (made) catalog.rename(made, database, name);
    });
    store.collectGarbage();
  }

  async insert(document: Uint8Array): Promise<void> {
    insertNew(this.#place, document);
  }

  async update(...[filter, update, variables]: Parameters<WriteTarget['update']>): Promise<boolean> {
    const { store, database, name } = this.#place;
    const compiled = compileFilter(filter, { variables });
    const options = { filter: compiled, arrayFilters: undefined, variables, constants: undefined };
    const change = compileChange(update, options);
    const makePlan = () =>
      planQuery({
        collection: store.catalog.find(database, name),
        filter: compiled,
        sort: undefined,
        hint: undefined,
      });
    let matched = false;
    await withFirst({ makePlan, filter: compiled, deadline: this.#deadline }, (row) => {
      if (row) changeStored(this.#place, row, change);
      matched = row !== undefined;
    });
    return matched;
  }

  hasUniqueIndex(fields: readonly string[]): boolean {
    const { store, database, name } = this.#place;
    if (fields.length === 1 && fields[0] === '_id') return true;
    const indexes = store.catalog.find(database, name)?.indexes ?? [];
    return indexes.some(
      ({ ready, spec }) =>
        ready &&
        spec.unique &&
        !spec.partial &&
        spec.paths.length === fields.length &&
        spec.paths.every((path) => fields.includes(path)),
    );
  }
}

function drop({ store, database, name }: Place): void {
  const collection = store.catalog.find(database, name);
  if (collection) store.transactions.run(() => store.catalog.drop(collection));
}
