import { type Batch, type BatchReader, MAX_BATCH_BYTES } from '../server/cursors.ts';
import type { StoredRow } from '../storage/collection.ts';
import type { RawDocument } from '../values/raw.ts';
import type { Query } from './query.ts';
import { type Deadline, inSlices } from './slices.ts';

/** Hands out what a query finds, projected, in batches. */
export class QueryReader implements BatchReader {
  readonly #query: Query;
  readonly #project: ((doc: RawDocument) => RawDocument) | undefined;
  #ahead: StoredRow[] = [];
  #at = 0;
  #ended = false;

  constructor(query: Query, project: ((doc: RawDocument) => RawDocument) | undefined) {
    this.#query = query;
    this.#project = project;
  }

  read(size: number, deadline: Deadline): Batch | Promise<Batch> {
    const documents: RawDocument[] = [];
    let bytes = 0;
    /** One batch never passes 16 MB; a document that would is kept for the next. */
    const isFull = () => documents.length >= size;
    const step = () => {
      while (this.#at < this.#ahead.length && !isFull()) {
        const { doc } = this.#ahead[this.#at] as StoredRow;
        const shown = this.#project ? this.#project(doc) : doc;
        if (documents.length > 0 && bytes + shown.length > MAX_BATCH_BYTES) return true;
        this.#at += 1;
        bytes += shown.length;
        documents.push(shown);
      }
      if (isFull()) return true;
      return this.#readAhead(size - documents.length);
    };
    const later = inSlices(step, deadline);
    const batch = () => ({ documents, ended: this.#isDone() });
    return later ? later.then(batch) : batch();
  }

  close(): void {
    this.#ended = true;
    this.#ahead = [];
  }

  #isDone(): boolean {
    return this.#at >= this.#ahead.length && (this.#ended || this.#query.ended);
  }

  /** Fetches more; true at the end. */
  #readAhead(want: number): boolean {
    const rows = this.#query.next(want);
    this.#at = 0;
    this.#ahead = rows ?? [];
    this.#ended ||= rows === undefined;
    return this.#ended;
  }
}
