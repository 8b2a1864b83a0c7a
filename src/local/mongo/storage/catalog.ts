import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { MongoError } from '../errors.ts';
import { Collection } from './collection.ts';
import type { IndexSpec } from './index-spec.ts';
import { parseIndexSpec } from './index-spec.ts';
import { IndexTable } from './index-table.ts';
import { checkCollectionName, checkDatabaseName } from './namespace.ts';
import type { Transactions } from './transactions.ts';

/** Which databases, collections and indexes there are; changes run inside `Transactions.run`. */
export class Catalog {
  readonly #sqlite: DatabaseSync;
  readonly #transactions: Transactions;
  readonly #databases = new Map<string, Map<string, Collection>>();

  constructor(sqlite: DatabaseSync, transactions: Transactions) {
    this.#sqlite = sqlite;
    this.#transactions = transactions;
  }

  /** Reads everything from the file; collections handed out before count as dropped. */
  load(): void {
    for (const collections of this.#databases.values()) {
      for (const collection of collections.values()) collection.dropped = true;
    }
    this.#databases.clear();
    const byId = new Map<number, Collection>();
    for (const row of this.#sqlite.prepare('SELECT * FROM collections ORDER BY id').all()) {
      const { id, database, name, uuid } = row as {
        id: number;
        database: string;
        name: string;
        uuid: Uint8Array;
      };
      byId.set(
        id,
        this.#enter(new Collection(this.#sqlite, this.#transactions, { id, database, name, uuid })),
      );
    }
    for (const row of this.#sqlite.prepare('SELECT * FROM indexes ORDER BY id').all()) {
      const index = row as {
        id: number;
        collection: number;
        spec: Uint8Array;
        multikey: string;
        ready: number;
      };
      const table = new IndexTable(
        this.#sqlite,
        index.id,
        parseIndexSpec(index.spec),
        index.multikey,
        index.ready === 1,
      );
      byId.get(index.collection)?.indexes.push(table);
    }
  }

  /** The names of all databases that have collections. */
  databases(): string[] {
    return [...this.#databases.keys()].sort();
  }

  hasDatabase(name: string): boolean {
    return this.#databases.has(name);
  }

  collections(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  /** The collection, made when it is missing. */
  obtain(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name);
  }

  /** Makes a collection. Errors: 48 when it is there, 73 for a name that cannot be, 13297 for a second spelling. */
  create(database: string, name: string): Collection {
    if (this.find(database, name)) {
      throw new MongoError(48, `Collection ${database}.${name} already exists.`);
    }
    checkDatabaseName(database);
    checkCollectionName(database, name);
    this.#checkSpelling(database);
    const uuid = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
    const insert = this.#sqlite.prepare('INSERT INTO collections (database, name, uuid) VALUES (?, ?, ?)');
    const id = Number(insert.run(database, name, uuid).lastInsertRowid);
    this.#sqlite.exec(Collection.create(id));
    const collection = this.#enter(
      new Collection(this.#sqlite, this.#transactions, { id, database, name, uuid }),
    );
    this.#transactions.onUndo(() => this.#leave(collection));
    return collection;
  }

  /** Takes the collection out of sight; its tables are garbage from then on. */
  drop(collection: Collection): void {
    this.#sqlite.prepare('DELETE FROM collections WHERE id = ?').run(collection.id);
    this.#sqlite.prepare('DELETE FROM indexes WHERE collection = ?').run(collection.id);
    const discard = this.#sqlite.prepare('INSERT INTO garbage (name) VALUES (?)');
    for (const { table } of [collection, ...collection.indexes]) discard.run(table);
    this.#leave(collection);
    this.#transactions.onUndo(() => this.#return(collection));
  }

  /** Gives the collection another namespace. */
  rename(collection: Collection, database: string, name: string): Collection {
    checkDatabaseName(database);
    checkCollectionName(database, name);
    const update = this.#sqlite.prepare('UPDATE collections SET database = ?, name = ? WHERE id = ?');
    update.run(database, name, collection.id);
    const { id, uuid } = collection;
    const renamed = new Collection(this.#sqlite, this.#transactions, { id, database, name, uuid });
    renamed.indexes = collection.indexes;
    this.#leave(collection);
    this.#enter(renamed);
    this.#transactions.onUndo(() => {
      this.#leave(renamed);
      this.#return(collection);
    });
    return renamed;
  }

  /** Adds an index; `ready` when the collection is empty and nothing has to be built. */
  addIndex(collection: Collection, spec: IndexSpec, ready: boolean): IndexTable {
    const multikey = JSON.stringify(spec.paths.map(() => []));
    const insert = this.#sqlite.prepare(
      'INSERT INTO indexes (collection, spec, multikey, ready) VALUES (?, ?, ?, ?)',
    );
    const id = Number(insert.run(collection.id, spec.source, multikey, ready ? 1 : 0).lastInsertRowid);
    this.#sqlite.exec(IndexTable.create(id, spec.unique));
    const index = new IndexTable(this.#sqlite, id, spec, multikey, ready);
    collection.indexes = [...collection.indexes, index];
    this.#transactions.onUndo(() => {
      collection.indexes = collection.indexes.filter((other) => other !== index);
    });
    return index;
  }

  /** From now on the planner may use the index. */
  markReady(index: IndexTable): void {
    this.#sqlite.prepare('UPDATE indexes SET ready = 1 WHERE id = ?').run(index.id);
    index.ready = true;
    this.#transactions.onUndo(() => {
      index.ready = false;
    });
  }

  dropIndex(collection: Collection, index: IndexTable): void {
    this.#sqlite.prepare('DELETE FROM indexes WHERE id = ?').run(index.id);
    this.#sqlite.prepare('INSERT INTO garbage (name) VALUES (?)').run(index.table);
    const before = collection.indexes;
    collection.indexes = before.filter((other) => other !== index);
    index.dropped = true;
    this.#transactions.onUndo(() => {
      collection.indexes = before;
      index.dropped = false;
    });
  }

  #checkSpelling(database: string): void {
    if (this.hasDatabase(database)) return;
    const other = this.databases().find((name) => name.toLowerCase() === database.toLowerCase());
    if (other !== undefined) {
      throw new MongoError(
        13297,
        `db already exists with different case already have: [${other}] trying to create [${database}]`,
      );
    }
  }

  #enter(collection: Collection): Collection {
    const collections = this.#databases.get(collection.database) ?? new Map<string, Collection>();
    this.#databases.set(collection.database, collections);
    collections.set(collection.name, collection);
    return collection;
  }

  #leave(collection: Collection): void {
    const collections = this.#databases.get(collection.database);
    collections?.delete(collection.name);
    if (collections?.size === 0) this.#databases.delete(collection.database);
    collection.dropped = true;
  }

  #return(collection: Collection): void {
    this.#enter(collection);
    collection.dropped = false;
  }
}
