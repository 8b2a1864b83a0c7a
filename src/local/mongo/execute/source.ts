import { MongoError } from '../errors.ts';
import type { Collection, StoredRow } from '../storage/collection.ts';

/** What a scan has looked at, for `explain`. */
export interface Examined {
  keys: number;
  docs: number;
}

/** What several scans have looked at. */
export function sumOf(sources: readonly Source[]): Examined {
  return {
    keys: sources.reduce((sum, { examined }) => sum + examined.keys, 0),
    docs: sources.reduce((sum, { examined }) => sum + examined.docs, 0),
  };
}

/** Documents in the order of a scan. It holds no statement open between two calls: it remembers where it was. */
export interface Source {
  readonly examined: Examined;
  /** The next few documents, about `want`, in a bounded piece of work. None at all is possible; undefined is the end. */
  next(want: number): StoredRow[] | undefined;
}

/** Documents that are read ahead at most, in number and in bytes. */
const MAX_PAGE_ROWS = 256;
const MAX_PAGE_BYTES = 1_000_000;

/** Longer documents are read one by one, so that a page of them ends before it fills the memory. */
const MAX_INLINE_BYTES = 16_384;

/** A column of documents for `page`: null where a document is long. */
export const shortDocuments = (column: string) =>
  `CASE WHEN length(${column}) <= ${MAX_INLINE_BYTES} THEN ${column} END`;

type FoundRow = [rid: number, doc: Uint8Array | null, ...more: unknown[]];

/** The rows a statement that asked for `size` found, until the page is full; `ended` when there are no more. */
export function page<Row extends readonly [number, Uint8Array, ...unknown[]]>(
  collection: Collection,
  found: unknown[],
  size: number,
): { rows: Row[]; ended: boolean } {
  let bytes = 0;
  for (let at = 0; at < found.length; at += 1) {
    const row = found[at] as FoundRow;
    row[1] ??= collection.read(row[0])?.doc ?? null;
    bytes += row[1]?.length ?? 0;
    if (bytes > MAX_PAGE_BYTES) return { rows: found.slice(0, at + 1) as Row[], ended: false };
  }
  return { rows: found as Row[], ended: found.length < size };
}

/** How many rows to ask for: what is wanted, then more and more, because a filter may let few through. */
export class PageSize {
  #last = 0;

  next(want: number): number {
    this.#last = Math.min(MAX_PAGE_ROWS, Math.max(want, this.#last * 4, 1));
    return this.#last;
  }
}

/** Ends a scan over something that is gone (QueryPlanKilled, 175). */
export function checkAlive(collection: Collection): void {
  if (collection.dropped) {
    throw new MongoError(175, `collection dropped. UUID ${Buffer.from(collection.uuid).toString('hex')}`);
  }
}

/** Nothing at all. */
export class EmptySource implements Source {
  readonly examined = { keys: 0, docs: 0 };

  next(): undefined {
    return undefined;
  }
}

/** The document with one `_id`. */
export class IdSource implements Source {
  readonly examined = { keys: 0, docs: 0 };
  readonly #collection: Collection;
  #key: Uint8Array | undefined;

  constructor(collection: Collection, key: Uint8Array) {
    this.#collection = collection;
    this.#key = key;
  }

  next(): StoredRow[] | undefined {
    if (!this.#key) return undefined;
    const row = this.#collection.findById(this.#key);
    this.#key = undefined;
    if (!row) return undefined;
    this.examined.keys = 1;
    this.examined.docs = 1;
    return [row];
  }
}

/** All documents in the order of insertion, or backwards. */
export class CollectionSource implements Source {
  readonly examined = { keys: 0, docs: 0 };
  readonly #collection: Collection;
  readonly #sql: string;
  readonly #size = new PageSize();
  #last: number;
  #ended = false;

  constructor(collection: Collection, direction: 1 | -1) {
    const [comparison, order] = direction === 1 ? ['>', 'ASC'] : ['<', 'DESC'];
    this.#collection = collection;
    this.#last = direction === 1 ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
    this.#sql = `SELECT rid, ${shortDocuments('doc')} FROM ${collection.table} WHERE rid ${comparison} ? ORDER BY rid ${order} LIMIT ?`;
  }

  next(want: number): StoredRow[] | undefined {
    if (this.#ended) return undefined;
    checkAlive(this.#collection);
    const size = this.#size.next(want);
    const found = this.#collection.statement(this.#sql).all(this.#last, size);
    const { rows, ended } = page<[number, Uint8Array]>(this.#collection, found, size);
    this.#ended = ended;
    this.#last = rows.at(-1)?.[0] ?? this.#last;
    this.examined.docs += rows.length;
    return rows.map(([rid, doc]) => ({ rid, doc }));
  }
}
