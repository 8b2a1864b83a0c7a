import type { Batches } from '../aggregation/pipeline.ts';
import { type Batch, type BatchReader, MAX_BATCH_BYTES } from '../server/cursors.ts';
import type { RawDocument } from '../values/raw.ts';

/** Hands out what a pipeline makes, in batches. */
export class StreamReader implements BatchReader {
  readonly #stream: AsyncIterator<readonly RawDocument[]>;
  #ahead: readonly RawDocument[] = [];
  #at = 0;
  #ended = false;

  constructor(batches: Batches) {
    this.#stream = batches[Symbol.asyncIterator]();
  }

  async read(size: number): Promise<Batch> {
    const documents: RawDocument[] = [];
    let bytes = 0;
    while (documents.length < size) {
      if (this.#at >= this.#ahead.length && !(await this.#readAhead())) break;
      const document = this.#ahead[this.#at] as RawDocument;
      bytes += document.length;
      if (documents.length > 0 && bytes > MAX_BATCH_BYTES) break;
      documents.push(document);
      this.#at += 1;
    }
    return { documents, ended: this.#ended };
  }

  close(): void {
    this.#ended = true;
    this.#ahead = [];
    this.#stream.return?.(undefined)?.catch(() => undefined);
  }

  async #readAhead(): Promise<boolean> {
    while (!this.#ended) {
      const { value, done } = await this.#stream.next();
      if (done) this.#ended = true;
      else if (value.length > 0) {
        this.#ahead = value;
        this.#at = 0;
        return true;
      }
    }
    return false;
  }
}
