import {
  addDecimals,
  type Decimal,
  decimalOfDouble,
  decimalOfInteger,
  decimalValue,
  multiplyDecimals,
  readDecimal,
} from './decimal.ts';
import { doubleValue, intValue, isNumber, longValue, readLong, toNumber } from './number.ts';
import { BsonType, type RawValue, readInt32 } from './raw.ts';

/** The numeric types from narrow to wide; arithmetic answers in the wider type of its operands. */
const WIDTH: Readonly<Record<number, number>> = {
  [BsonType.int]: 1,
  [BsonType.long]: 2,
  [BsonType.double]: 3,
  [BsonType.decimal]: 4,
};

/** A value of one of the four numeric types. */
export type NumericValue = RawValue & { readonly type: 1 | 16 | 18 | 19 };

/** True for a value of any numeric type. */
export function isNumeric(value: RawValue | undefined): value is NumericValue {
  return value !== undefined && isNumber(value.type);
}

/** The wider numeric type of two values. */
export function widest(a: RawValue, b: RawValue): number {
  return (WIDTH[a.type] ?? 0) >= (WIDTH[b.type] ?? 0) ? a.type : b.type;
}

/** A numeric value as a Double, rounded where it has to be. */
export function asDouble(value: RawValue): number {
  return toNumber(value) ?? Number.NaN;
}

/** An Int32, Long or date as a whole number of any size. */
export function asInteger(value: RawValue): bigint {
  return BigInt(
    value.type === BsonType.int ? readInt32(value.bytes, value.start) : readLong(value.bytes, value.start),
  );
}

/** The value as a decimal; Doubles as MongoDB converts them. */
export function asDecimal(value: RawValue): Decimal {
  if (value.type === BsonType.decimal) return readDecimal(value);
  return value.type === BsonType.double
    ? decimalOfDouble(asDouble(value))
    : decimalOfInteger(asInteger(value));
}

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** True when the number fits in 64 bits. */
export const fitsLong = (n: bigint) => n >= MIN_LONG && n <= MAX_LONG;

/** A whole number as Int32 when it may be (`type` is int) and fits, else as Long, else as Double. */
export function wholeNumber(n: bigint, type: number): RawValue {
  if (type === BsonType.int && BigInt.asIntN(32, n) === n) return intValue(Number(n));
  return fitsLong(n) ? longValue(n) : doubleValue(Number(n));
}

function combine(
  a: RawValue,
  b: RawValue,
  doubles: (a: number, b: number) => number,
  integers: (a: bigint, b: bigint) => bigint,
  decimals: (a: Decimal, b: Decimal) => Decimal,
): RawValue {
  const type = widest(a, b);
  if (type === BsonType.double) return doubleValue(doubles(asDouble(a), asDouble(b)));
  if (type === BsonType.decimal) return decimalValue(decimals(asDecimal(a), asDecimal(b)));
  return wholeNumber(integers(asInteger(a), asInteger(b)), type);
}

/** a + b of two numbers: Int32 grows to Long, a Long that overflows becomes a Double (as in MongoDB's aggregation). */
export const add = (a: RawValue, b: RawValue): RawValue =>
  combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
    addDecimals,
  );

/** a × b of two numbers, widened like `add`. */
export const multiply = (a: RawValue, b: RawValue): RawValue =>
  combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
    multiplyDecimals,
  );
