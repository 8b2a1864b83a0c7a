import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { encodeKeyPart } from '../values/key.ts';
import type { IndexKeyValues } from '../values/paths.ts';
import { getField, NULL_VALUE, type RawDocument } from '../values/raw.ts';
import { ChangeLog } from './change-log.ts';
import { duplicateKey, isTaken } from './duplicate-key.ts';
import { type IndexSpec, idIndexSpec } from './index-spec.ts';
import type { IndexTable } from './index-table.ts';
import type { Transactions } from './transactions.ts';

/** A stored document and where it lies. */
export interface StoredRow {
  readonly rid: number;
  readonly doc: RawDocument;
}

/** Of every collection's own index. */
export const ID_SPEC: IndexSpec = idIndexSpec();

/**
 * One collection: a table of documents with the key of their `_id`, in the order of insertion, and its indexes.
 * Every change goes through here, inside `Transactions.run`, so that documents and index entries agree.
 */
export class Collection {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly uuid: Uint8Array;
  readonly table: string;
  /** All indexes but the one on `_id`. */
  indexes: IndexTable[] = [];
  /** Set when the collection is gone, so that cursors over it end. */
  dropped = false;
  readonly #changes = new ChangeLog();
  readonly #sqlite: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #statements = new Map<string, StatementSync>();
  #count: number | undefined;

  constructor(
    sqlite: DatabaseSync,
    transactions: Transactions,
    row: { id: number; database: string; name: string; uuid: Uint8Array },
  ) {
    this.#sqlite = sqlite;
    this.#transactions = transactions;
    this.id = row.id;
    this.database = row.database;
    this.name = row.name;
    this.uuid = row.uuid;
    this.table = `c${row.id}`;
  }

  /** The SQL that makes the table. */
  static create(id: number): string {
    return `CREATE TABLE c${id} (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)`;
  }

  get namespace(): string {
    return `${this.database}.${this.name}`;
  }

  /** A statement of this collection, prepared once; rows come as arrays. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare(sql);
      statement.setReturnArrays(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** How many documents there are. Counted once, then kept. */
  get count(): number {
    if (this.#count === undefined) {
      const [count] = this.statement(`SELECT count(*) FROM ${this.table}`).get() as unknown as [number];
      this.#count = count;
    }
    return this.#count;
  }

  /** Goes up with every change, so that who has waited can see whether anything happened. */
  get version(): number {
    return this.#changes.version;
  }

  /** Where documents were changed since that version; undefined when that is too long ago to know. */
  changedSince(version: number): readonly number[] | undefined {
    return this.#changes.since(version);
  }

  /** The document whose `_id` has this key. */
  findById(key: Uint8Array): StoredRow | undefined {
    const row = this.statement(`SELECT rid, doc FROM ${this.table} WHERE id = ?`).get(key);
    return row && rowOf(row);
  }

  /** The document at a place. */
  read(rid: number): StoredRow | undefined {
    const row = this.statement(`SELECT rid, doc FROM ${this.table} WHERE rid = ?`).get(rid);
    return row && rowOf(row);
  }

  /** Stores a new document, which has an `_id`. Error 11000 when a unique index has its key. */
  insert(doc: RawDocument): number {
    const id = getField(doc, '_id') ?? NULL_VALUE;
    let rid: number;
    try {
      const insert = this.statement(`INSERT INTO ${this.table} (id, doc) VALUES (?, ?)`);
      rid = Number(insert.run(encodeKeyPart(id, 1), doc).lastInsertRowid);
    } catch (error) {
      throw isTaken(error) ? duplicateKey(this.namespace, ID_SPEC, [id]) : error;
    }
    for (const index of this.indexes) {
      for (const key of this.#keysOf(index, doc)) this.#add(index, key, rid, doc);
    }
    this.#changes.add(rid);
    this.#counted(1);
    return rid;
  }

  /** Puts `after` in the place of `before`, which is what the place holds; the `_id` is the same. */
  replace(rid: number, before: RawDocument, after: RawDocument): void {
    this.#changes.add(rid);
    this.statement(`UPDATE ${this.table} SET doc = ? WHERE rid = ?`).run(after, rid);
    for (const index of this.indexes) {
      const had = index.keysOf(before);
      const has = this.#keysOf(index, after);
      if (had.length === 1 && has.length === 1 && sameBytes(had[0], has[0])) continue;
      for (const key of without(had, has)) index.remove(key, rid);
      for (const key of without(has, had)) this.#add(index, key, rid, after);
    }
  }

  /** Deletes the document, which is what the place holds. */
  remove(rid: number, doc: RawDocument): void {
    this.#changes.add(rid);
    this.statement(`DELETE FROM ${this.table} WHERE rid = ?`).run(rid);
    for (const index of this.indexes) {
      for (const key of index.keysOf(doc)) index.remove(key, rid);
    }
    this.#counted(-1);
  }

  /** Enters one stored document into an index that is being built; what a write entered meanwhile stays. */
  enter(index: IndexTable, { rid, doc }: StoredRow): void {
    for (const key of this.#keysOf(index, doc)) {
      if (!index.enter(key, rid)) {
        throw duplicateKey(this.namespace, index.spec, index.valuesOf(doc, key) ?? []);
      }
    }
  }

  #keysOf(index: IndexTable, doc: RawDocument): Uint8Array[] {
    return index.keysOf(doc, (keys) => this.#noticeArrays(index, keys));
  }

  #add(index: IndexTable, key: Uint8Array, rid: number, doc: RawDocument): void {
    try {
      index.add(key, rid);
    } catch (error) {
      if (!isTaken(error)) throw error;
      throw duplicateKey(this.namespace, index.spec, index.valuesOf(doc, key) ?? []);
    }
  }

  /** An index that has seen an array on a path is multikey for good. */
  #noticeArrays(index: IndexTable, { arrays }: IndexKeyValues): void {
    let isNews = false;
    arrays.forEach((steps, path) => {
      const known = index.arrays[path] as Set<number>;
      for (const step of steps) {
        if (known.has(step)) continue;
        known.add(step);
        this.#transactions.onUndo(() => known.delete(step));
        isNews = true;
      }
    });
    if (!isNews) return;
    const multikey = JSON.stringify(index.arrays.map((steps) => [...steps]));
    this.statement('UPDATE indexes SET multikey = ? WHERE id = ?').run(multikey, index.id);
  }

  #counted(change: 1 | -1): void {
    if (this.#count === undefined) return;
    this.#count += change;
    this.#transactions.onUndo(() => {
      if (this.#count !== undefined) this.#count -= change;
    });
  }
}

function rowOf(row: unknown): StoredRow {
  const [rid, doc] = row as [number, Uint8Array];
  return { rid, doc };
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

/** The keys of `these` that are not in `those`. */
function without(these: readonly Uint8Array[], those: readonly Uint8Array[]): Uint8Array[] {
  if (those.length === 0) return [...these];
  const taken = new Set(those.map((key) => Buffer.from(key).toString('latin1')));
  return these.filter((key) => !taken.has(Buffer.from(key).toString('latin1')));
}
