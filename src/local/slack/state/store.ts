import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Records of one kind, held in memory and written through to the database, in the order of their creation. */
export class Collection<T> {
  readonly #items = new Map<string, T>();
  readonly #name: string;
  readonly #write: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: DatabaseSync, name: string) {
    this.#name = name;
    this.#write = database.prepare(
      'INSERT INTO records (kind, id, json) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json',
    );
    this.#remove = database.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
    const rows = database.prepare('SELECT id, json FROM records WHERE kind = ? ORDER BY seq').all(name);
    for (const row of rows) this.#items.set(String(row.id), JSON.parse(String(row.json)));
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  set(id: string, item: T): T {
    this.#items.set(id, item);
    this.#write.run(this.#name, id, JSON.stringify(item));
    return item;
  }

  delete(id: string): boolean {
    this.#remove.run(this.#name, id);
    return this.#items.delete(id);
  }

  values(): IterableIterator<T> {
    return this.#items.values();
  }

  filter(test: (item: T) => boolean): T[] {
    return [...this.#items.values()].filter(test);
  }

  find(test: (item: T) => boolean): T | undefined {
    for (const item of this.#items.values()) if (test(item)) return item;
    return undefined;
  }

  get size(): number {
    return this.#items.size;
  }
}

/** The sandbox's database: one table of records, one of file contents. */
export class Store {
  readonly #database: DatabaseSync;

  /** `folder` is created when absent; `:memory:` keeps nothing. */
  constructor(folder: string) {
    if (folder !== ':memory:') mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(folder === ':memory:' ? folder : join(folder, 'workspace.sqlite'));
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, kind TEXT, id TEXT, json TEXT, UNIQUE (kind, id));
      CREATE TABLE IF NOT EXISTS contents (id TEXT PRIMARY KEY, bytes BLOB);
    `);
  }

  collection<T>(name: string): Collection<T> {
    return new Collection<T>(this.#database, name);
  }

  writeContent(id: string, bytes: Uint8Array): void {
    this.#database.prepare('INSERT OR REPLACE INTO contents (id, bytes) VALUES (?, ?)').run(id, bytes);
  }

  readContent(id: string): Uint8Array | undefined {
    const row = this.#database.prepare('SELECT bytes FROM contents WHERE id = ?').get(id);
    return row?.bytes instanceof Uint8Array ? row.bytes : undefined;
  }

  deleteContent(id: string): void {
    this.#database.prepare('DELETE FROM contents WHERE id = ?').run(id);
  }

  close(): void {
    this.#database.close();
  }
}
