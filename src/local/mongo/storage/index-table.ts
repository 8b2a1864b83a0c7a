import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { encodeKey } from '../values/key.ts';
import { type IndexKeyValues, indexKeyValues, type KeyPaths, parseKeyPaths } from '../values/paths.ts';
import { NULL_VALUE, type RawDocument, type RawValue } from '../values/raw.ts';
import type { IndexSpec } from './index-spec.ts';

/** One index: a table of key bytes and record ids that SQLite keeps in the order of the keys. */
export class IndexTable {
  readonly id: number;
  readonly spec: IndexSpec;
  readonly table: string;
  readonly paths: KeyPaths;
  /** For every path, how many of its parts (from the left) led to an array in some document ever indexed. */
  readonly arrays: ReadonlyArray<Set<number>>;
  /** False while it is being built: written to, not read. */
  ready: boolean;
  /** Settles when the build is over. */
  built: Promise<void> | undefined;
  /** Set when the index is gone, so that cursors that use it end. */
  dropped = false;
  readonly #insert: StatementSync;
  readonly #insertIfMissing: StatementSync;
  readonly #holder: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync, id: number, spec: IndexSpec, multikey: string, ready: boolean) {
    this.id = id;
    this.spec = spec;
    this.table = `i${id}`;
    this.paths = parseKeyPaths(spec.paths);
    this.arrays = (JSON.parse(multikey) as number[][]).map((steps) => new Set(steps));
    this.ready = ready;
    this.#insert = database.prepare(`INSERT INTO ${this.table} (key, rid) VALUES (?, ?)`);
    this.#insertIfMissing = database.prepare(`INSERT OR IGNORE INTO ${this.table} (key, rid) VALUES (?, ?)`);
    this.#holder = database.prepare(`SELECT rid FROM ${this.table} WHERE key = ?`);
    this.#remove = database.prepare(`DELETE FROM ${this.table} WHERE key = ? AND rid = ?`);
  }

  /** The SQL that makes the table. In a unique index the key alone is unique. */
  static create(id: number, unique: boolean): string {
    const primary = unique ? 'key' : 'key, rid';
    return `CREATE TABLE i${id} (key BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (${primary})) WITHOUT ROWID`;
  }

  get isMultikey(): boolean {
    return this.arrays.some((steps) => steps.size > 0);
  }

  /** Whether the document belongs into this index at all. */
  covers(doc: RawDocument): boolean {
    return this.spec.partial === undefined || this.spec.partial.matches(doc);
  }

  /** The keys of a document, each once; `notice` hears of arrays on the way. */
  keysOf(doc: RawDocument, notice?: (keys: IndexKeyValues) => void): Uint8Array[] {
    if (!this.covers(doc)) return [];
    const found = indexKeyValues(doc, this.paths);
    notice?.(found);
    const rows = this.spec.sparse ? found.keys.filter((row) => !row.every(isMissing)) : found.keys;
    const keys = rows.map((row) => encodeKey(row, this.spec.directions));
    return keys.length > 1 ? distinct(keys) : keys;
  }

  /** The values of the document's key that is `key`, for the message of a duplicate. */
  valuesOf(doc: RawDocument, key: Uint8Array): RawValue[] | undefined {
    return indexKeyValues(doc, this.paths).keys.find(
      (row) => Buffer.compare(encodeKey(row, this.spec.directions), key) === 0,
    );
  }

  /** Throws SQLite's constraint error when the index is unique and has the key. */
  add(key: Uint8Array, rid: number): void {
    this.#insert.run(key, rid);
  }

  /** Adds an entry that may be there already; false when the index is unique and another document has the key. */
  enter(key: Uint8Array, rid: number): boolean {
    if (Number(this.#insertIfMissing.run(key, rid).changes) === 1) return true;
    return !this.spec.unique || this.#holder.get(key)?.rid === rid;
  }

  remove(key: Uint8Array, rid: number): void {
    this.#remove.run(key, rid);
  }
}

/** A field that is not there has this very value as its key; a stored null is another one. */
const isMissing = (value: RawValue) => value === NULL_VALUE;

/** The keys in order, each once. */
function distinct(keys: Uint8Array[]): Uint8Array[] {
  keys.sort(Buffer.compare);
  return keys.filter((key, index) => index === 0 || Buffer.compare(key, keys[index - 1] as Uint8Array) !== 0);
}
