import { MongoError } from '../errors.ts';
import type { IndexAccess } from '../plan/plan.ts';
import type { KeyRange } from '../plan/ranges.ts';
import type { Collection, StoredRow } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import { checkAlive, PageSize, page, type Source, shortDocuments } from './source.ts';

/** A document, and the key under which the scan met it where it may have several. */
export interface KeyedRow extends StoredRow {
  readonly key: Uint8Array | undefined;
}

type Row = [rid: number, doc: Uint8Array, key: Uint8Array | null];

/** The documents whose keys lie in some ranges, in the order of the keys or backwards. */
export class IndexSource implements Source {
  readonly examined = { keys: 0, docs: 0 };
  readonly #collection: Collection;
  readonly #index: IndexTable | undefined;
  readonly #ranges: readonly KeyRange[];
  readonly #direction: 1 | -1;
  readonly #keysOnly: boolean;
  readonly #size = new PageSize();
  /** Documents met already; only in a multikey index can one come twice. */
  readonly #met: Set<number> | undefined;
  #range = 0;
  #last: { key: Uint8Array; rid: number } | undefined;

  /** With `keysOnly` the documents are not read and come empty. */
  constructor(collection: Collection, access: IndexAccess, keysOnly: boolean) {
    const { index, ranges, direction } = access;
    this.#collection = collection;
    this.#index = index;
    this.#ranges = direction === 1 ? ranges : [...ranges].reverse();
    this.#direction = direction;
    this.#keysOnly = keysOnly;
    this.#met = index?.isMultikey ? new Set() : undefined;
  }

  next(want: number): KeyedRow[] | undefined {
    const range = this.#ranges[this.#range];
    if (!range) return undefined;
    checkAlive(this.#collection);
    if (this.#index?.dropped) {
      throw new MongoError(175, `index '${this.#index.spec.name}' dropped`);
    }
    const size = this.#size.next(want);
    const { rows, ended } = page<Row>(this.#collection, this.#read(range, size), size);
    const last = rows.at(-1);
    this.#last = last && !ended ? { rid: last[0], key: this.#keyOf(last) } : undefined;
    if (ended) this.#range += 1;
    this.examined.keys += rows.length;
    const fresh: KeyedRow[] = [];
    for (const [rid, doc, key] of rows) {
      if (this.#met?.has(rid)) continue;
      this.#met?.add(rid);
      fresh.push({ rid, doc, key: key ?? undefined });
    }
    this.examined.docs += fresh.length;
    return fresh;
  }

  /** A document's only key is made again where the scan needs it, which is cheaper than to read the key of every row. */
  #keyOf([, doc, key]: Row): Uint8Array {
    if (key) return key;
    const made = this.#index?.keysOf(doc)[0];
    if (!made) throw new MongoError(1, 'an index entry disagrees with its document');
    return made;
  }

  #read(range: KeyRange, size: number): unknown[] {
    const statement = this.#collection.statement(this.#sql());
    const { low, high } = range;
    if (!this.#last) return statement.all(low, high, size);
    const { key, rid } = this.#last;
    return this.#direction === 1 ? statement.all(key, rid, high, size) : statement.all(low, key, rid, size);
  }

  #sql(): string {
    const { table } = this.#collection;
    const join = this.#keysOnly ? '' : ` CROSS JOIN ${table} c ON c.rid = i.rid`;
    const [key, rid, from] = this.#index
      ? ['i.key', 'i.rid', `${this.#index.table} i${join}`]
      : ['c.id', 'c.rid', `${table} c`];
    const isOnlyKey = this.#index?.isMultikey === false && !this.#keysOnly;
    const doc = this.#keysOnly ? "x''" : shortDocuments('c.doc');
    const forward = this.#direction === 1;
    const low = this.#last && forward ? `(${key}, ${rid}) > (?, ?)` : `${key} >= ?`;
    const high = this.#last && !forward ? `(${key}, ${rid}) < (?, ?)` : `${key} < ?`;
    const order = forward ? `${key}, ${rid}` : `${key} DESC, ${rid} DESC`;
    return `SELECT ${rid}, ${doc}, ${isOnlyKey ? 'NULL' : key} FROM ${from} WHERE ${low} AND ${high} ORDER BY ${order} LIMIT ?`;
  }
}
