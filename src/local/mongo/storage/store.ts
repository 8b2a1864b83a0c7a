import type { DatabaseSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';
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

  /** Opens `folder` (or `:memory:`). Throws as `openFile` does. */
  constructor(folder: string) {
    this.#file = openFile(folder);
    this.sqlite = this.#file.database;
    this.transactions = new Transactions(this.sqlite, () => this.catalog.load());
    this.catalog = new Catalog(this.sqlite, this.transactions);
    this.#sync = new WalSync(this.#file.walPath);
    this.#discardUnfinished();
    this.catalog.load();
  }

  /** Resolves when everything committed so far is on the disk (`j: true`). */
  synced(): Promise<void> {
    return this.#sync.sync();
  }

  close(): void {
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
