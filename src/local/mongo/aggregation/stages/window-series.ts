import { $derivative, $expMovingAvg, $integral, $linearFill } from 'mingo/operators/window';
import { MongoError, notSupported } from '../../errors.ts';
import { asDouble, isNumeric } from '../../values/arithmetic.ts';
import { doubleValue } from '../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../values/raw.ts';
import { isNullish, millisecondsOf, typeName } from '../expression/values.ts';

/** A point of a series: the sort key as a number (a date's milliseconds) and the value, null where there is none. */
export interface Point {
  readonly x: number;
  readonly y: number | null;
}

type Series = typeof $integral;

/** The functions over series, which mingo does right on plain numbers. */
export const SERIES: Readonly<Record<string, Series>> = {
  $derivative,
  $expMovingAvg,
  $integral,
  $linearFill,
};

/** A value as a point's coordinate; error 5429410 for what is neither number nor date, 238 for decimals. */
export function coordinate(value: RawValue | undefined, name: string): number {
  if (value?.type === BsonType.date) return millisecondsOf(value);
  if (!isNumeric(value)) {
    throw new MongoError(5429410, `${name} needs numbers or dates to go by, found ${typeName(value)}`);
  }
  if (value.type === BsonType.decimal) throw notSupported(`a Decimal128 in ${name}`);
  return asDouble(value);
}

/** A value as a point's height: null where there is none. */
export const height = (value: RawValue | undefined, name: string): number | null =>
  isNullish(value) ? null : coordinate(value, name);

/** The value of a series function at place `index` of `points`; `options` are its arguments beside the input. */
export function seriesValue(
  name: string,
  points: readonly Point[],
  index: number,
  options: Readonly<Record<string, unknown>>,
): RawValue {
  const series = SERIES[name] as Series;
  const result = series(
    {},
    points as unknown as Parameters<Series>[1],
    {
      inputExpr: name === '$linearFill' ? '$y' : { input: '$y', ...options },
      parentExpr: { sortBy: { x: 1 }, output: {} },
      documentNumber: index + 1,
      field: name,
    },
    {} as Parameters<Series>[3],
  );
  return typeof result === 'number' ? doubleValue(result) : NULL_VALUE;
}
