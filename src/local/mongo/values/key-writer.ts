const FIRST_SIZE = 256;

/** A growing run of bytes for keys. */
export class KeyWriter {
  length = 0;
  #bytes = Buffer.alloc(FIRST_SIZE);

  reset(): void {
    this.length = 0;
  }

  #grow(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.#grow(4);
    this.length = this.#bytes.writeUInt32BE(value, this.length);
  }

  raw(bytes: Uint8Array, start: number, end: number): void {
    this.#grow(end - start);
    this.#bytes.set(bytes.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** Bytes of any length that end with a zero: 0 is written as 1 1, and 1 as 1 2, which keeps their order. */
  text(bytes: Uint8Array, start: number, end: number): void {
    this.#grow((end - start) * 2 + 1);
    const out = this.#bytes;
    let to = this.length;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte > 1) out[to++] = byte;
      else {
        out[to++] = 1;
        out[to++] = byte + 1;
      }
    }
    out[to++] = 0;
    this.length = to;
  }

  /** Turns every bit from here on, so that the order is reversed. */
  invertFrom(start: number): void {
    for (let at = start; at < this.length; at++) this.#bytes[at] = ~(this.#bytes[at] as number);
  }

  take(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.length));
  }

  takeText(): string {
    return this.#bytes.toString('latin1', 0, this.length);
  }
}
