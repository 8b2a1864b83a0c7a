import type { RawValue } from '../../values/raw.ts';

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
