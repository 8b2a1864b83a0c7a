import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Document, deserialize, serialize } from 'bson';
import type { Thing } from './documents.ts';

/** What a program would write that needs no MongoDB: documents as BSON in a table of SQLite, fields to search beside them. */
export class BareStore {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bare-sqlite-bench-'));
  readonly #database = new DatabaseSync(join(this.#folder, 'bare.sqlite'));
  readonly #insert: StatementSync;
  readonly #byGroup: StatementSync;
  readonly #byId: StatementSync;
  readonly #all: StatementSync;
  readonly #update: StatementSync;

  constructor() {
    this.#database.exec(`
      PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
      CREATE TABLE things (id INTEGER PRIMARY KEY, grp INTEGER, rank INTEGER, at INTEGER, doc BLOB NOT NULL);
      CREATE INDEX by_group ON things (grp);
      CREATE INDEX by_rank ON things (rank);
      CREATE INDEX by_time ON things (at);
    `);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#insert = prepare('INSERT INTO things VALUES (?, ?, ?, ?, ?)');
    this.#byGroup = prepare('SELECT doc FROM things WHERE grp = ? LIMIT ?');
    this.#byId = prepare('SELECT doc FROM things WHERE id = ?');
    this.#all = prepare('SELECT doc FROM things');
    this.#update = prepare('UPDATE things SET rank = ?, doc = ? WHERE id = ?');
  }

  insertMany(things: readonly Thing[]): void {
    this.#transaction(() => {
      for (const thing of things) {
        this.#insert.run(thing._id, thing.group, thing.rank, thing.at.getTime(), serialize(thing));
      }
    });
  }

  findByGroup(group: number, limit: number): Document[] {
    return this.#byGroup.all(group, limit).map((row) => deserialize(row.doc as Uint8Array));
  }

  findById(id: number): Document | undefined {
    const row = this.#byId.get(id);
    return row && deserialize(row.doc as Uint8Array);
  }

  /** Reads a document, changes its rank and writes it with its index entry. */
  setRank(id: number, rank: number): void {
    this.#transaction(() => {
      const doc = this.findById(id);
      if (doc) this.#update.run(rank, serialize({ ...doc, rank }), id);
    });
  }

  /** How many documents and what sum of ranks there are by status. */
  group(): Map<string, { n: number; sum: number }> {
    const groups = new Map<string, { n: number; sum: number }>();
    for (const row of this.#all.iterate()) {
      const { status, rank } = deserialize(row.doc as Uint8Array) as Thing;
      const group = groups.get(status) ?? { n: 0, sum: 0 };
      group.n += 1;
      group.sum += rank;
      groups.set(status, group);
    }
    return groups;
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    work();
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
