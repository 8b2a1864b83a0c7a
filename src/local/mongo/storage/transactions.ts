import { performance } from 'node:perf_hooks';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A commit that others wait for. */
interface Pending {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** `performance.now()` of the first write. */
  readonly since: number;
  /** Somebody waits for the commit. */
  isWanted: boolean;
}

/** Milliseconds of long work that may share one commit while nobody waits for it. */
const MAX_OPEN_MS = 25;

/**
 * One SQLite transaction for all writes of one turn of the event loop: each runs in a savepoint of its own, the commit
 * comes when the sockets that had data are served. Twenty clients that write at once share one commit, and so do the
 * slices of a long write.
 */
export class Transactions {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  readonly #onLost: () => void;
  #pending: Pending | undefined;
  #inside = false;
  #undone: Array<() => void> = [];

  /** `onLost` is called when a transaction is lost, so that what is kept in memory is read again. */
  constructor(database: DatabaseSync, onLost: () => void) {
    this.#database = database;
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
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.#inside = false;
      this.#undoAll(error);
      throw error;
    }
    this.#inside = false;
    this.#release.run();
    return result;
  }

  /** What to put right in memory when the `run` at hand is undone. */
  onUndo(undo: () => void): void {
    this.#undone.push(undo);
  }

  /** Resolves once everything written so far is in the file, rejects when it was lost; undefined when nothing waits. */
  committed(): Promise<void> | undefined {
    if (this.#pending) this.#pending.isWanted = true;
    return this.#pending?.promise;
  }

  /** Commits what waits now. */
  flush(): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = undefined;
    try {
      this.#commit.run();
      pending.resolve();
    } catch (error) {
      if (this.#database.isTransaction) this.#rollback.run();
      this.#lose(pending, error);
    }
  }

  /** SQLite takes one write back, or (when the disk is full, say) has taken back the whole transaction. */
  #undoAll(error: unknown): void {
    if (this.#database.isTransaction) {
      this.#undo.run();
      this.#release.run();
      for (const undo of this.#undone.reverse()) undo();
      return;
    }
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) this.#lose(pending, error);
  }

  #lose(pending: Pending, error: unknown): void {
    pending.reject(error);
    this.#onLost();
  }

  #open(): void {
    this.#begin.run();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const pending: Pending = { promise, resolve, reject, since: performance.now(), isWanted: false };
    // Who wrote waits for it; a write that nobody waits for (of the garbage collector) may be lost.
    promise.catch(() => undefined);
    this.#pending = pending;
    this.#flushSoon(pending);
  }

  /** Commits at the end of this turn if anybody waits; else with the turn in which somebody does, or after a while. */
  #flushSoon(pending: Pending): void {
    setImmediate(() => {
      if (this.#pending !== pending) return;
      if (pending.isWanted || performance.now() - pending.since > MAX_OPEN_MS) this.flush();
      else this.#flushSoon(pending);
    });
  }
}
