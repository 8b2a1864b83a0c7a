import { DateTime } from 'luxon';
import { failedToParse, MongoError } from '../../errors.ts';
import { toNumber } from '../../values/number.ts';
import { BsonType, elementsOf, type RawValue } from '../../values/raw.ts';
import { namedArguments } from '../expression/operator.ts';
import { members, textOf } from '../expression/values.ts';

type Bound = number | 'current' | 'unbounded';

/** Which documents around one a window holds: by their number, or by how far their sort key is away. */
export interface Frame {
  readonly by: 'documents' | 'range';
  readonly lower: Bound;
  readonly upper: Bound;
  readonly unit: string | undefined;
}

const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'];

function bound(value: RawValue | undefined): Bound {
  const text = value?.type === BsonType.string ? textOf(value) : undefined;
  if (text === 'current' || text === 'unbounded') return text;
  const number = value && toNumber(value);
  if (number === undefined) throw failedToParse("Window bounds must be 'unbounded', 'current', or a number.");
  return number;
}

/** Reads a `window`. Errors 9 and 5339902 as in MongoDB's window_function_expression.cpp. */
export function parseFrame(window: RawValue | undefined): Frame | undefined {
  if (!window) return undefined;
  const given = namedArguments(window, 'window', [], ['documents', 'range', 'unit']);
  const documents = given.get('documents');
  const range = given.get('range');
  if ((documents === undefined) === (range === undefined)) {
    throw failedToParse("'window' field must have exactly one of 'documents' or 'range'");
  }
  const bounds = members((documents ?? range) as RawValue);
  if (bounds.length !== 2) throw failedToParse('Window bounds must be a 2-element array');
  const unit = given.get('unit');
  const name = unit && textOf(unit);
  if (name !== undefined && !UNITS.includes(name)) throw failedToParse(`unknown time unit value: ${name}`);
  const frame: Frame = {
    by: documents ? 'documents' : 'range',
    lower: bound(bounds[0]),
    upper: bound(bounds[1]),
    unit: name,
  };
  if (typeof frame.lower === 'number' && typeof frame.upper === 'number' && frame.lower > frame.upper) {
    throw new MongoError(5339900, 'Lower bound must not exceed upper bound');
  }
  return frame;
}

/** Whether everything from the start (`lower`) or to the end (`upper`) is in the window. */
export const isOpen = (frame: Frame | undefined, side: 'lower' | 'upper') =>
  frame === undefined || frame[side] === 'unbounded';

/** The first place and the place behind the last of the window around place `index`; `keys` are sort keys as numbers. */
export function placesOf(
  frame: Frame,
  index: number,
  count: number,
  keys: readonly number[],
): [number, number] {
  if (frame.by === 'documents') {
    const at = (side: Bound, open: number) =>
      side === 'unbounded' ? open : index + (side === 'current' ? 0 : side);
    return [Math.max(at(frame.lower, 0), 0), Math.min(at(frame.upper, count - 1) + 1, count)];
  }
  const here = keys[index] as number;
  const low = limit(here, frame.lower, frame.unit, Number.NEGATIVE_INFINITY);
  const high = limit(here, frame.upper, frame.unit, Number.POSITIVE_INFINITY);
  let from = index;
  while (from > 0 && (keys[from - 1] as number) >= low) from -= 1;
  while (from < count && (keys[from] as number) < low) from += 1;
  let to = index;
  while (to < count && (keys[to] as number) <= high) to += 1;
  while (to > from && (keys[to - 1] as number) > high) to -= 1;
  return [from, Math.max(to, from)];
}

function limit(here: number, side: Bound, unit: string | undefined, open: number): number {
  if (side === 'unbounded') return open;
  if (side === 'current') return here;
  if (unit === undefined) return here + side;
  return DateTime.fromMillis(here, { zone: 'utc' })
    .plus({ [unit]: side })
    .toMillis();
}

/** The operator of an output field with its argument, and its window. */
export function splitOutput(spec: RawValue): {
  name: string;
  argument: RawValue;
  window: RawValue | undefined;
} {
  const fields = spec.type === BsonType.object ? elementsOf(spec) : [];
  const operators = fields.filter(({ name }) => name !== 'window');
  const [operator] = operators;
  if (!operator?.name.startsWith('$') || operators.length > 1) {
    throw failedToParse('Expected a $-prefixed window function');
  }
  return {
    name: operator.name,
    argument: operator.value,
    window: fields.find(({ name }) => name === 'window')?.value,
  };
}
