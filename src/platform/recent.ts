import { LRUCache } from 'lru-cache';
import type { Desk } from './desk.ts';
import { perDesk } from './per-desk.ts';

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
  const keptOf = perDesk(
    () => new LRUCache<string, Promise<Value>>({ max: mostKept, ttl: keptMilliseconds }),
  );
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
