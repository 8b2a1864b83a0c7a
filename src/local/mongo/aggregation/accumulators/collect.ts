import { MongoError } from '../../errors.ts';
import { groupKey } from '../../values/key.ts';
import { intValue } from '../../values/number.ts';
import type { RawValue } from '../../values/raw.ts';
import { mergeObjects } from '../expression/operators/object.ts';
import { array } from '../expression/values.ts';
import { detached, type State } from './state.ts';

/** One accumulator may hold this many bytes, as `internalQueryMaxPushBytes` and the like say. */
const MAX_BYTES = 100 * 1024 * 1024;

/** Counts what a list holds; error 146 past 100 MB, for a single group cannot be spilled to disk in MongoDB either. */
function budget(name: string) {
  let bytes = 0;
  return (value: RawValue) => {
    bytes += value.end - value.start + 16;
    if (bytes > MAX_BYTES) {
      throw new MongoError(
        146,
        `${name} used too much memory and cannot spill to disk. Memory limit: ${MAX_BYTES} bytes`,
      );
    }
  };
}

/** $push: missing values are left out. */
export function push(): State {
  const list: RawValue[] = [];
  const take = budget('$push');
  return {
    add: (value) => {
      if (!value) return;
      take(value);
      list.push(detached(value));
    },
    result: () => array(list),
  };
}

/** $addToSet: in the order of first sight. */
export function addToSet(): State {
  const set = new Map<unknown, RawValue>();
  const take = budget('$addToSet');
  return {
    add: (value) => {
      if (!value) return;
      const key = groupKey(value);
      if (set.has(key)) return;
      take(value);
      set.set(key, detached(value));
    },
    result: () => array(set.values()),
  };
}

/** $mergeObjects over a group. */
export function merged(): State {
  let total: RawValue | undefined;
  return {
    add: (value) => {
      total = mergeObjects([total, value]);
    },
    result: () => total ?? mergeObjects([]),
  };
}

/** $count. */
export function counted(): State {
  let n = 0;
  return {
    add: () => {
      n += 1;
    },
    result: () => intValue(n),
  };
}
