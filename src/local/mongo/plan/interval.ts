import { encodeKeyPart } from '../values/key.ts';
import type { RawValue } from '../values/raw.ts';
import { show } from '../values/show.ts';
import { AFTER_ALL, BEFORE_ALL, successor } from './ranges.ts';

/**
 * One end of an interval of values: the place among ascending key bytes, and how `explain` writes it. Keys from `at`
 * on are behind the place.
 */
export interface Edge {
  readonly at: Uint8Array;
  readonly shown: string;
  readonly inclusive: boolean;
}

/** Values from one place to another, in ascending order. */
export interface Interval {
  readonly low: Edge;
  readonly high: Edge;
  /** All values in it compare equal. */
  readonly isPoint: boolean;
}

const MIN_EDGE: Edge = { at: BEFORE_ALL, shown: 'MinKey', inclusive: true };
const MAX_EDGE: Edge = { at: AFTER_ALL, shown: 'MaxKey', inclusive: true };
/** Every value there is. */
export const FULL: readonly Interval[] = [{ low: MIN_EDGE, high: MAX_EDGE, isPoint: false }];

/** The one value. */
export function pointAt(value: RawValue): Interval {
  const at = encodeKeyPart(value, 1);
  const shown = show(value);
  return {
    low: { at, shown, inclusive: true },
    high: { at: successor(at), shown, inclusive: true },
    isPoint: true,
  };
}

/** The places right before and right after a value. */
export function edgesAround(value: RawValue): { before: Uint8Array; after: Uint8Array } {
  const before = encodeKeyPart(value, 1);
  return { before, after: successor(before) };
}

export function isFull(intervals: readonly Interval[]): boolean {
  const [only] = intervals;
  return intervals.length === 1 && only?.low.at === BEFORE_ALL && only.high.at === AFTER_ALL;
}

const earlier = (a: Edge, b: Edge) => (Buffer.compare(a.at, b.at) <= 0 ? a : b);
const later = (a: Edge, b: Edge) => (Buffer.compare(a.at, b.at) >= 0 ? a : b);
const isEmpty = ({ low, high }: Interval) => Buffer.compare(low.at, high.at) >= 0;

/** The intervals in order, overlapping ones as one. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((interval) => !isEmpty(interval));
  sorted.sort((a, b) => Buffer.compare(a.low.at, b.low.at));
  const united: Interval[] = [];
  for (const interval of sorted) {
    const last = united.at(-1);
    if (!last || Buffer.compare(interval.low.at, last.high.at) >= 0) united.push(interval);
    else if (!(last.isPoint && interval.isPoint)) {
      united[united.length - 1] = { low: last.low, high: later(last.high, interval.high), isPoint: false };
    }
  }
  return united;
}

/** What lies in both. Both lists are as `unite` makes them. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  if (isFull(a)) return [...b];
  const common: Interval[] = [];
  for (const one of a) {
    for (const other of b) {
      const interval = {
        low: later(one.low, other.low),
        high: earlier(one.high, other.high),
        isPoint: one.isPoint || other.isPoint,
      };
      if (!isEmpty(interval)) common.push(interval);
    }
  }
  return common;
}

/** Everything but these. */
export function complement(intervals: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let low = MIN_EDGE;
  for (const interval of intervals) {
    rest.push({ low, high: turned(interval.low), isPoint: false });
    low = turned(interval.high);
  }
  rest.push({ low, high: MAX_EDGE, isPoint: false });
  return unite(rest);
}

const turned = (edge: Edge): Edge => ({ ...edge, inclusive: !edge.inclusive });

/** Whether everything in `inner` is in `outer`. Both lists are as `unite` makes them. */
export function contains(outer: readonly Interval[], inner: readonly Interval[]): boolean {
  return inner.every((one) =>
    outer.some(
      ({ low, high }) => Buffer.compare(low.at, one.low.at) <= 0 && Buffer.compare(one.high.at, high.at) <= 0,
    ),
  );
}

/** As `explain` writes it: `[1, 5)`; the other way round for a scan against the order of values. */
export function showInterval({ low, high }: Interval, isBackward: boolean): string {
  const [from, to] = isBackward ? [high, low] : [low, high];
  return `${from.inclusive ? '[' : '('}${from.shown}, ${to.shown}${to.inclusive ? ']' : ')'}`;
}
