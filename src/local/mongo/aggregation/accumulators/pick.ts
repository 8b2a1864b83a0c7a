import { NULL_VALUE, type RawValue } from '../../values/raw.ts';
import { compareOptional } from '../expression/operators/comparison.ts';
import { array, isNullish, members } from '../expression/values.ts';
import { detached, type Meter, type State } from './state.ts';

/** $first, $last, $min and $max: `replaces` says whether a value takes the place of the one kept. */
function keeper(
  replaces: (value: RawValue | undefined, kept: RawValue | undefined, isFirst: boolean) => boolean,
) {
  return (): State => {
    let kept: RawValue | undefined;
    let isFirst = true;
    return {
      add: (value) => {
        if (replaces(value, kept, isFirst)) kept = value && detached(value);
        isFirst = false;
      },
      result: () => kept ?? NULL_VALUE,
    };
  };
}

export const first = keeper((_value, _kept, isFirst) => isFirst);
export const last = keeper(() => true);
export const min = keeper((value, kept) => !isNullish(value) && (!kept || compareOptional(value, kept) < 0));
export const max = keeper((value, kept) => !isNullish(value) && (!kept || compareOptional(value, kept) > 0));

/** The first or last `n` values as they came. */
export const edge =
  (n: number, fromEnd: boolean) =>
  (meter?: Meter): State => {
    const kept: RawValue[] = [];
    return {
      add: (value) => {
        if (!fromEnd && kept.length === n) return;
        if (kept.length < n) meter?.add(value ? value.end - value.start : 0);
        kept.push(detached(value ?? NULL_VALUE));
        if (kept.length > n) kept.shift();
      },
      result: () => array(kept),
    };
  };

/** The `n` values that come first in an order, best first; those that are equal stay as they came. */
export const best =
  (n: number, compare: (a: RawValue, b: RawValue) => number, accepts: (value: RawValue) => boolean) =>
  (meter?: Meter): State & { readonly kept: readonly RawValue[] } => {
    const kept: RawValue[] = [];
    return {
      kept,
      add: (given) => {
        const value = given ?? NULL_VALUE;
        if (!accepts(value)) return;
        if (kept.length === n && compare(value, kept[n - 1] as RawValue) >= 0) return;
        let low = 0;
        let high = kept.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (compare(kept[middle] as RawValue, value) <= 0) low = middle + 1;
          else high = middle;
        }
        if (kept.length < n) meter?.add(value.end - value.start);
        kept.splice(low, 0, detached(value));
        if (kept.length > n) kept.pop();
      },
      result: () => array(kept),
    };
  };

/**
 * $top, $topN, $bottom and $bottomN. Every value is an array of the sort keys and, last, the output;
 * `signs` are the directions of the keys. The bottom ones are answered in the order of the sort.
 */
export function ranked(n: number, signs: readonly number[], bottom: boolean, single: boolean) {
  const compare = (a: RawValue, b: RawValue): number => {
    const left = members(a);
    const right = members(b);
    for (let i = 0; i < signs.length; i++) {
      const order = compareOptional(left[i], right[i]);
      if (order !== 0) return (signs[i] as number) * order * (bottom ? -1 : 1);
    }
    return 0;
  };
  const create = best(n, compare, () => true);
  return (meter?: Meter): State => {
    const state = create(meter);
    return {
      add: state.add,
      result: () => {
        const outputs = state.kept.map((value) => members(value).at(-1) as RawValue);
        return single ? (outputs[0] ?? NULL_VALUE) : array(bottom ? outputs.reverse() : outputs);
      },
    };
  };
}
