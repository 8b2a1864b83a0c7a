/** Index keys from `low` on, before `high`. */
export interface KeyRange {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

/** After every key: none begins with this byte. */
export const AFTER_ALL = Uint8Array.of(255);
/** Before every key. */
export const BEFORE_ALL = new Uint8Array(0);

/** The smallest bytes after everything that begins with `prefix`. */
export function successor(prefix: Uint8Array): Uint8Array {
  for (let at = prefix.length - 1; at >= 0; at -= 1) {
    if (prefix[at] === 255) continue;
    const next = prefix.slice(0, at + 1);
    next[at] = (next[at] as number) + 1;
    return next;
  }
  return AFTER_ALL;
}
