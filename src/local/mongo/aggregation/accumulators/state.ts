import { MongoError } from '../../errors.ts';
import type { RawValue } from '../../values/raw.ts';

const MAX_BYTES = 100 * 1024 * 1024;

/** Counts what a stage holds in memory; error 292 past 100 MB, MongoDB's limit for stages that may not use the disk. */
export class Meter {
  readonly #stage: string;
  #bytes = 0;

  constructor(stage: string) {
    this.#stage = stage;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MAX_BYTES) {
      throw new MongoError(
        292,
        `Exceeded memory limit for ${this.#stage}, but didn't allow external spilling; pass allowDiskUse:true to opt in`,
      );
    }
  }
}

/** Makes the accumulator of a group; `meter` counts what it keeps. */
export type CreateState = (meter?: Meter) => State;

/** One accumulator of one group: what it has seen so far. */
export interface State {
  add(value: RawValue | undefined): void;
  result(): RawValue;
}

/** A value that outlives the document it came from: its own bytes, so that the document can be freed. */
export function detached(value: RawValue): RawValue {
  const bytes = value.bytes.slice(value.start, value.end);
  return { type: value.type, bytes, start: 0, end: bytes.length };
}
