import { LRUCache } from 'lru-cache';
import type { Desk } from './desk.ts';

/** For how long what another process has written may be unknown to this one. */
const keptMilliseconds = 1_000;
const mostKept = 1_000;

/** What was read a moment ago, so that what hardly changes is not read at every step of everything. */
export interface Recent<Value> {
  /** The value, at most a second old; it is shared, so nobody may change it. What reading throws is not kept. */
  get(desk: Desk, workspace: string): Promise<Value>;
  /** For who has just written: from now on this process reads it anew. */
  forget(desk: Desk, workspace: string): void;
}

/** Keeps what `read` gives for a second, for each desk and workspace. */
export function recent<Value>(read: (desk: Desk, workspace: string) => Promise<Value>): Recent<Value> {
  const keptByDesk = new WeakMap<Desk, LRUCache<string, Promise<Value>>>();
  const keptOf = (desk: Desk) => {
    const kept = keptByDesk.get(desk) ?? new LRUCache({ max: mostKept, ttl: keptMilliseconds });
    keptByDesk.set(desk, kept);
    return kept;
  };
  return {
    get: (desk, workspace) => {
      const kept = keptOf(desk);
      const known = kept.get(workspace);
      if (known) return known;
      const value = read(desk, workspace);
      kept.set(workspace, value);
      value.catch(() => {
        if (kept.peek(workspace) === value) kept.delete(workspace);
      });
      return value;
    },
    forget: (desk, workspace) => void keptOf(desk).delete(workspace),
  };
}
