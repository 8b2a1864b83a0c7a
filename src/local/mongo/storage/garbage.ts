import type { DatabaseSync } from 'node:sqlite';
import type { Transactions } from './transactions.ts';

/** Rows that are deleted at once: few enough that nobody waits. */
const CHUNK_ROWS = 500;

/** Empties and drops the tables of what was dropped, a little at a time. */
export class GarbageCollector {
  readonly #sqlite: DatabaseSync;
  readonly #transactions: Transactions;
  #next: NodeJS.Immediate | undefined;

  constructor(sqlite: DatabaseSync, transactions: Transactions) {
    this.#sqlite = sqlite;
    this.#transactions = transactions;
  }

  /** Begins, unless it is at work already. */
  start(): void {
    this.#next ??= setImmediate(() => this.#work());
  }

  stop(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
  }

  #work(): void {
    this.#next = undefined;
    const found = this.#sqlite.prepare('SELECT name FROM garbage LIMIT 1').get() as
      | { name: string }
      | undefined;
    if (!found) return;
    this.#transactions.run(() => this.#shrink(found.name));
    this.start();
  }

  #shrink(table: string): void {
    const key = table.startsWith('c') ? 'rid' : 'key, rid';
    const { changes } = this.#sqlite
      .prepare(`DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} LIMIT ${CHUNK_ROWS})`)
      .run();
    if (Number(changes) === CHUNK_ROWS) return;
    this.#sqlite.exec(`DROP TABLE ${table}`);
    this.#sqlite.prepare('DELETE FROM garbage WHERE name = ?').run(table);
  }
}
