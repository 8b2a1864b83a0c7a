import type { DatabaseSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';
import { GarbageCollector } from './garbage.ts';
import { type OpenFile, openFile } from './open.ts';
import { Transactions } from './transactions.ts';
import { WalSync } from './wal-sync.ts';

/** The data folder, open: what there is, and the one way to change it. */
export class Store {
  readonly sqlite: DatabaseSync;
  readonly transactions: Transactions;
  readonly catalog: Catalog;
  readonly #file: OpenFile;
  readonly #sync: WalSync;
  readonly #garbage: GarbageCollector;

  /** Opens `folder` (or `:memory:`). Throws as `openFile` does. */
  constructor(folder: string) {
    this.#file = openFile(folder);
    this.sqlite = this.#file.database;
    this.transactions = new Transactions(this.sqlite, () => this.catalog.load());
    this.catalog = new Catalog(this.sqlite, this.transactions);
    this.#sync = new WalSync(this.#file.walPath);
    this.#garbage = new GarbageCollector(this.sqlite, this.transactions);
    this.#discardUnfinished();
    this.catalog.load();
    this.collectGarbage();
  }

  /** Resolves when everything committed so far is on the disk (`j: true`). */
  synced(): Promise<void> {
    return this.#sync.sync();
  }

  /** Gives the space of what was dropped back, bit by bit, while nobody else has work. */
  collectGarbage(): void {
    this.#garbage.start();
  }

  close(): void {
    this.#garbage.stop();
    this.transactions.flush();
    this.#sync.close();
    this.#file.close();
  }

  /** Indexes that a killed process was still building are no indexes: whoever asked for them was never answered. */
  #discardUnfinished(): void {
    this.sqlite.exec(`
      BEGIN IMMEDIATE;
      INSERT INTO garbage SELECT 'i' || id FROM indexes WHERE ready = 0;
      DELETE FROM indexes WHERE ready = 0;
      COMMIT;
    `);
  }
}
