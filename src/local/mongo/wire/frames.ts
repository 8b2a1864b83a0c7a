/** The largest message MongoDB takes, in bytes (`maxMessageSizeBytes` of `hello`). */
export const MAX_MESSAGE_BYTES = 48_000_000;

const HEADER_BYTES = 16;

/** A stream that is no wire protocol; the connection has to be closed. */
export class BrokenFrame extends Error {}

/** Cuts a byte stream into whole wire protocol messages. */
export class Frames {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** The messages that `chunk` completes. Throws `BrokenFrame` on an impossible length. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const complete: Buffer[] = [];
    for (let length = this.#nextLength(); length !== undefined; length = this.#nextLength()) {
      complete.push(this.#take(length));
    }
    return complete;
  }

  /** The length of the next message when all of it is here. */
  #nextLength(): number | undefined {
    if (this.#bytes < 4) return undefined;
    if ((this.#chunks[0] as Buffer).length < 4) this.#join();
    const length = (this.#chunks[0] as Buffer).readInt32LE(0);
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
      throw new BrokenFrame(`message length ${length} is out of range`);
    }
    return length <= this.#bytes ? length : undefined;
  }

  #take(length: number): Buffer {
    if ((this.#chunks[0] as Buffer).length < length) this.#join();
    const first = this.#chunks[0] as Buffer;
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
    this.#bytes -= length;
    return first.length === length ? first : first.subarray(0, length);
  }

  #join(): void {
    this.#chunks = [Buffer.concat(this.#chunks)];
  }
}
