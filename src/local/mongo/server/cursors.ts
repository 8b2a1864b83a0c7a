import { randomBytes } from 'node:crypto';
import { MongoError } from '../errors.ts';
import type { RawDocument } from '../values/raw.ts';

/** Idle milliseconds after which a cursor is closed (MongoDB's `cursorTimeoutMillis`). */
const CURSOR_TIMEOUT_MS = 600_000;
/** Bytes of documents in one batch: MongoDB's 16 MB. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Documents that are handed out in batches. */
export interface BatchReader {
  /**
   * The next batch of at most `size` documents and 16 MB, and whether that was the last one. Waits for no more than
   * what the deadline (a `performance.now()`) allows.
   */
  read(size: number, deadline: number): Batch | Promise<Batch>;
  close(): void;
}

export interface Batch {
  readonly documents: RawDocument[];
  readonly ended: boolean;
}

/** A cursor a client may come back to. */
export interface Cursor {
  readonly id: bigint;
  readonly namespace: string;
  readonly reader: BatchReader;
  /** The hex of the session that opened it. */
  readonly session: string | undefined;
  /** Kept for getMore, which has no `maxTimeMS` of its own. */
  readonly maxTimeMs: number | undefined;
  /** Kept however long nobody asks for more. */
  readonly noTimeout: boolean;
  busy: boolean;
  lastUsed: number;
}

/** All open cursors of the server. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  readonly #sweep: NodeJS.Timeout;

  constructor() {
    this.#sweep = setInterval(() => this.#closeIdle(), CURSOR_TIMEOUT_MS / 10).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  add(cursor: Pick<Cursor, 'namespace' | 'reader' | 'session' | 'maxTimeMs' | 'noTimeout'>): Cursor {
    let id = 0n;
    while (id === 0n || this.#open.has(id)) id = randomBytes(8).readBigInt64LE() & 0x7fffffffffffffffn;
    const opened = { ...cursor, id, busy: false, lastUsed: Date.now() };
    this.#open.set(id, opened);
    return opened;
  }

  /** The cursor of this number. Errors: 43 when there is none, 13 for another collection's. */
  get(id: bigint, namespace: string): Cursor {
    const cursor = this.#open.get(id);
    if (!cursor) throw new MongoError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    if (cursor.busy) throw new MongoError(143, `cursor id ${id} is already in use`);
    cursor.lastUsed = Date.now();
    return cursor;
  }

  /** Whether there was such a cursor; it is closed now. */
  kill(id: bigint): boolean {
    const cursor = this.#open.get(id);
    cursor?.reader.close();
    return this.#open.delete(id);
  }

  killSession(session: string): void {
    for (const cursor of this.#open.values()) if (cursor.session === session) this.kill(cursor.id);
  }

  /** Closes the cursors of all sessions. */
  killSessions(): void {
    for (const cursor of this.#open.values()) if (cursor.session !== undefined) this.kill(cursor.id);
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const id of this.#open.keys()) this.kill(id);
  }

  #closeIdle(): void {
    const before = Date.now() - CURSOR_TIMEOUT_MS;
    for (const cursor of this.#open.values()) {
      if (!cursor.busy && !cursor.noTimeout && cursor.lastUsed < before) this.kill(cursor.id);
    }
  }
}
