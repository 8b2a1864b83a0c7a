import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const syncData = promisify(fdatasync);

/**
 * Puts the write-ahead log on the disk without stopping the thread that serves. SQLite's own sync belongs to a
 * commit; here the commits of one turn share it, and only those who asked (`j: true`) wait.
 */
export class WalSync {
  readonly #descriptor: number;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(walPath: string) {
    this.#descriptor = openSync(walPath, 'r+');
  }

  /** Resolves when what is in the log now is on the disk. Who comes while a sync runs shares the next one. */
  sync(): Promise<void> {
    if (!this.#running) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #start(): Promise<void> {
    this.#running = syncData(this.#descriptor).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
