import type { Sort } from '../sort/sort.ts';
import type { StoredRow } from '../storage/collection.ts';
import { type Examined, type Source, sumOf } from './source.ts';

/** Rows of one scan that are read ahead. */
const AHEAD_ROWS = 16;

interface Head {
  readonly source: Source;
  ahead: Array<{ row: StoredRow; key: Uint8Array }>;
  at: number;
  ended: boolean;
}

/** Several scans that each give an order, as one in that order; a document that two of them meet is given once. */
export class MergeSource implements Source {
  readonly #heads: Head[];
  readonly #sort: Sort;
  readonly #given = new Set<number>();

  constructor(sources: readonly Source[], sort: Sort) {
    this.#heads = sources.map((source) => ({ source, ahead: [], at: 0, ended: false }));
    this.#sort = sort;
  }

  get examined(): Examined {
    return sumOf(this.#heads.map(({ source }) => source));
  }

  next(want: number): StoredRow[] | undefined {
    const rows: StoredRow[] = [];
    while (rows.length < want) {
      const waiting = this.#heads.find(({ at, ahead, ended }) => at >= ahead.length && !ended);
      if (waiting) {
        this.#readAhead(waiting, Math.min(want, AHEAD_ROWS));
        if (waiting.ahead.length === 0) return rows;
        continue;
      }
      const least = this.#least();
      if (!least) return rows.length > 0 ? rows : undefined;
      const { row } = least.ahead[least.at] as Head['ahead'][number];
      least.at += 1;
      if (!this.#given.has(row.rid)) rows.push(row);
      this.#given.add(row.rid);
    }
    return rows;
  }

  #readAhead(head: Head, want: number): void {
    const rows = head.source.next(want);
    head.ended = rows === undefined;
    head.ahead = (rows ?? []).map((row) => ({ row, key: this.#sort.keyOf(row.doc) }));
    head.at = 0;
  }

  #least(): Head | undefined {
    let least: Head | undefined;
    for (const head of this.#heads) {
      const key = head.ahead[head.at]?.key;
      const leastKey = least?.ahead[least.at]?.key;
      if (key && (!leastKey || Buffer.compare(key, leastKey) < 0)) least = head;
    }
    return least;
  }
}
