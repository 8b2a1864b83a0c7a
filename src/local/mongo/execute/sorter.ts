import { MongoError } from '../errors.ts';
import type { Sort } from '../sort/sort.ts';
import type { StoredRow } from '../storage/collection.ts';

/** Bytes of documents and keys a sort may hold (MongoDB's `internalQueryMaxBlockingSortMemoryUsageBytes`). */
const MAX_SORT_BYTES = 100 * 1024 * 1024;
/** What an entry takes beside its bytes. */
const ENTRY_BYTES = 200;
/** Documents that are sorted in one go: a few milliseconds. */
const RUN_ROWS = 4096;

interface Entry {
  readonly row: StoredRow;
  readonly key: Uint8Array;
  /** Place of arrival; documents with equal keys keep their order. */
  readonly arrival: number;
}

/**
 * Sorts in bounded steps: short sorted runs while documents arrive, merged while they leave. With a limit it keeps no
 * more than a few runs.
 */
export class Sorter {
  readonly #sort: Sort;
  readonly #limit: number;
  readonly #runs: Entry[][] = [];
  #open: Entry[] = [];
  #bytes = 0;
  #arrivals = 0;
  /** The runs that still have entries, the smallest head first; made when the first document leaves. */
  #heap: Array<{ entries: Entry[]; at: number }> | undefined;

  /** `limit` documents are enough (Infinity: all). */
  constructor(sort: Sort, limit: number) {
    this.#sort = sort;
    this.#limit = limit;
  }

  /** Bytes held, for `explain`. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a document. Error 292 past the memory limit. */
  add(row: StoredRow): void {
    const entry = { row, key: this.#sort.keyOf(row.doc), arrival: this.#arrivals };
    this.#open.push(entry);
    this.#arrivals += 1;
    this.#bytes += bytesOf(entry);
    if (this.#open.length >= Math.max(RUN_ROWS, Math.min(this.#limit * 2, RUN_ROWS * 4))) this.#closeRun();
    // A limit lets go of what cannot be among the first.
    if (this.#bytes > MAX_SORT_BYTES && this.#limit !== Number.POSITIVE_INFINITY) this.#closeRun();
    if (this.#bytes > MAX_SORT_BYTES) {
      throw new MongoError(
        292,
        `Executor error during find command :: caused by :: Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes, but did not opt in to external sorting.`,
      );
    }
  }

  /** The next documents in order, about `want`; undefined at the end. */
  take(want: number): StoredRow[] | undefined {
    const heap = this.#startMerge();
    if (heap.length === 0) return undefined;
    const rows: StoredRow[] = [];
    while (rows.length < want) {
      const first = heap[0];
      if (!first) break;
      rows.push((first.entries[first.at] as Entry).row);
      first.at += 1;
      if (first.at === first.entries.length) {
        const last = heap.pop();
        if (heap.length > 0 && last) heap[0] = last;
      }
      this.#sink(heap, 0);
    }
    return rows;
  }

  #closeRun(): void {
    let run = this.#open.sort(compareEntries);
    this.#open = [];
    const kept = this.#runs[0];
    if (this.#limit <= RUN_ROWS && kept) {
      run = [...kept, ...run].sort(compareEntries);
      this.#runs.length = 0;
    }
    for (const entry of run.slice(this.#limit)) this.#bytes -= bytesOf(entry);
    this.#runs.push(run.slice(0, this.#limit));
  }

  #startMerge(): Array<{ entries: Entry[]; at: number }> {
    if (this.#heap) return this.#heap;
    if (this.#open.length > 0) this.#closeRun();
    const heap = this.#runs.map((entries) => ({ entries, at: 0 }));
    for (let at = heap.length >> 1; at >= 0; at -= 1) this.#sink(heap, at);
    this.#heap = heap;
    return heap;
  }

  #sink(heap: Array<{ entries: Entry[]; at: number }>, start: number): void {
    for (let at = start; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const a = heap[child];
        const b = heap[least];
        if (a && b && compareEntries(a.entries[a.at] as Entry, b.entries[b.at] as Entry) < 0) least = child;
      }
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least] as never, heap[at] as never];
      at = least;
    }
  }
}

function bytesOf({ row, key }: Entry): number {
  return row.doc.length + key.length + ENTRY_BYTES;
}

function compareEntries(a: Entry, b: Entry): number {
  return Buffer.compare(a.key, b.key) || a.arrival - b.arrival;
}
