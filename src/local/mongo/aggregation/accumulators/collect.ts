import { groupKey } from '../../values/key.ts';
import { intValue } from '../../values/number.ts';
import type { RawValue } from '../../values/raw.ts';
import { mergeObjects } from '../expression/operators/object.ts';
import { array } from '../expression/values.ts';
import { detached, type Meter, type State } from './state.ts';

/** What a kept value costs besides its bytes. */
const OVERHEAD = 64;

/** $push: missing values are left out. */
export function push(meter?: Meter): State {
  const list: RawValue[] = [];
  return {
    add: (value) => {
      if (!value) return;
      meter?.add(value.end - value.start + OVERHEAD);
      list.push(detached(value));
    },
    result: () => array(list),
  };
}

/** $addToSet: in the order of first sight. */
export function addToSet(meter?: Meter): State {
  const set = new Map<unknown, RawValue>();
  return {
    add: (value) => {
      if (!value) return;
      const key = groupKey(value);
      if (set.has(key)) return;
      meter?.add(value.end - value.start + OVERHEAD);
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
