import { MongoError } from '../../errors.ts';
import { compileSort, type Sort } from '../../sort/sort.ts';
import { BsonType, elementsOf, type RawDocument, type RawValue, subdocument } from '../../values/raw.ts';
import type { Pace } from '../pipeline/pace.ts';
import { eachDocument, type Stage, streamOf } from '../pipeline/stage.ts';

/** MongoDB's limit for a sort that may not use the disk. */
const MAX_BYTES = 100 * 1024 * 1024;

/** A document with the bytes that order it. */
interface Entry {
  readonly key: Uint8Array;
  readonly doc: RawDocument;
}

/** The specification of a `$sort`, checked. Errors 15973 and 15976 as in MongoDB's sort_pattern.cpp. */
function sortSpec(spec: RawValue): RawDocument {
  if (spec.type !== BsonType.object) {
    throw new MongoError(15973, 'the $sort key specification must be an object');
  }
  if (elementsOf(spec).length === 0) {
    throw new MongoError(15976, '$sort stage must have at least one sort key');
  }
  const doc = subdocument(spec);
  compileSort(doc);
  return doc;
}

/** `$sort`; with `limit` it keeps no more than the first so many. Equal documents stay as they came. */
export function compileSortStage(spec: RawValue, limit = Number.POSITIVE_INFINITY): Stage {
  const sort = compileSort(sortSpec(spec));
  return {
    name: '$sort',
    changes: { paths: [] },
    async *run(input, run) {
      const entries = limit < 10_000 ? new Best(sort, limit) : new All(sort);
      await eachDocument(input, run, (doc) => entries.add(doc));
      const sorted = await entries.sorted(run.pace);
      yield* streamOf((limit < sorted.length ? sorted.slice(0, limit) : sorted).map(({ doc }) => doc));
    },
  };
}

/** Everything, within 100 MB (error 292). */
class All {
  readonly #sort: Sort;
  readonly #entries: Entry[] = [];
  #bytes = 0;

  constructor(sort: Sort) {
    this.#sort = sort;
  }

  add(doc: RawDocument): void {
    const key = this.#sort.keyOf(doc);
    this.#bytes += doc.length + key.length;
    if (this.#bytes > MAX_BYTES) {
      throw new MongoError(
        292,
        `Sort exceeded memory limit of ${MAX_BYTES} bytes, but did not opt in to external sorting.`,
      );
    }
    this.#entries.push({ key, doc });
  }

  sorted(pace: Pace): Promise<Entry[]> {
    return mergeSorted(this.#entries, byKey, pace);
  }
}

/** The first `limit` documents: the list is cut whenever it has grown to twice that. */
class Best {
  readonly #sort: Sort;
  readonly #limit: number;
  #entries: Entry[] = [];

  constructor(sort: Sort, limit: number) {
    this.#sort = sort;
    this.#limit = limit;
  }

  add(doc: RawDocument): void {
    this.#entries.push({ key: this.#sort.keyOf(doc), doc });
    if (this.#entries.length >= this.#limit * 2 + 64) this.#cut();
  }

  #cut(): void {
    this.#entries.sort(byKey);
    this.#entries = this.#entries.slice(0, this.#limit);
  }

  async sorted(): Promise<Entry[]> {
    this.#cut();
    return this.#entries;
  }
}

const byKey = (a: Entry, b: Entry) => Buffer.compare(a.key, b.key);

const RUN = 512;

/** A stable merge sort that lets others in between its steps. */
export async function mergeSorted<T>(
  entries: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < entries.length; at += RUN) {
    runs.push(entries.slice(at, at + RUN).sort(compare));
    if (pace.isOver) await pace.rest();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i] as T[], runs[i + 1]];
      merged.push(right ? await merge(left, right, compare, pace) : left);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<T[]> {
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (compare(left[i] as T, right[j] as T) <= 0) merged.push(left[i++] as T);
    else merged.push(right[j++] as T);
    if (merged.length % RUN === 0 && pace.isOver) await pace.rest();
  }
  while (i < left.length) merged.push(left[i++] as T);
  while (j < right.length) merged.push(right[j++] as T);
  return merged;
}
