import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * One SQLite transaction for all writes of one turn of the event loop: each runs in a savepoint of its own, the commit
 * comes when the sockets that had data are served. Twenty clients that write at once share one commit.
 */
export class Transactions {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  readonly #onLost: () => void;
  #pending: Promise<void> | undefined;
  #inside = false;
  #undone: Array<() => void> = [];

  /** `onLost` is called when a commit failed, so that what is kept in memory is read again. */
  constructor(database: DatabaseSync, onLost: () => void) {
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
    this.#savepoint = database.prepare('SAVEPOINT one');
    this.#release = database.prepare('RELEASE one');
    this.#undo = database.prepare('ROLLBACK TO one');
    this.#onLost = onLost;
  }

  /**
   * Runs `work`, all of it or nothing, and rethrows what it throws. Inside another `run` it joins that one.
   * What it wrote counts only once `committed()` has resolved.
   */
  run<T>(work: () => T): T {
    if (this.#inside) return work();
    if (!this.#pending) this.#open();
    this.#savepoint.run();
    this.#inside = true;
    this.#undone = [];
    let done = false;
    try {
      const result = work();
      done = true;
      return result;
    } finally {
      this.#inside = false;
      if (!done) this.#undoAll();
      this.#release.run();
    }
  }

  /** What to put right in memory when the `run` at hand is undone. */
  onUndo(undo: () => void): void {
    this.#undone.push(undo);
  }

  /** Resolves once everything written so far is in the file; undefined when nothing waits. */
  committed(): Promise<void> | undefined {
    return this.#pending;
  }

  /** Commits what waits. Throws when it cannot. */
  flush(): void {
    if (!this.#pending) return;
    this.#pending = undefined;
    try {
      this.#commit.run();
    } catch (error) {
      this.#rollback.run();
      this.#onLost();
      throw error;
    }
  }

  #undoAll(): void {
    this.#undo.run();
    for (const undo of this.#undone.reverse()) undo();
  }

  #open(): void {
    this.#begin.run();
    const pending = new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        if (this.#pending !== pending) return resolve();
        try {
          this.flush();
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    pending.catch(() => undefined);
    this.#pending = pending;
  }
}
