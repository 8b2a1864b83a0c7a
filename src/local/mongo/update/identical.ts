import type { RawValue } from '../values/raw.ts';

/** Whether two values are the same to the last byte: 5 and 5.0 are not. */
export function identical(a: RawValue, b: RawValue): boolean {
  if (a.type !== b.type || a.end - a.start !== b.end - b.start) return false;
  return Buffer.compare(a.bytes.subarray(a.start, a.end), b.bytes.subarray(b.start, b.end)) === 0;
}
