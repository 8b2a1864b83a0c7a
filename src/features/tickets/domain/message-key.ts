import type { Place } from './types.ts';

/** The key under which what stands at a place in Slack is stored, once. */
export function keyOf({ channel, ts }: Place): string {
  return `slack ${channel} ${ts}`;
}
