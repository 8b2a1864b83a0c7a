import {
  addDecimals,
  type Decimal,
  decimalOfDouble,
  decimalOfInteger,
  decimalToNumber,
  decimalValue,
  multiplyDecimals,
  readDecimal,
} from './decimal.ts';
import { BsonType, type RawValue, readInt32 } from './raw.ts';

/** The numeric types from narrow to wide; arithmetic answers in the wider type of its operands. */
const WIDTH: Readonly<Record<number, number>> = {
  [BsonType.int]: 1,
  [BsonType.long]: 2,
  [BsonType.double]: 3,
  [BsonType.decimal]: 4,
};

/** True for Int32, Long, Double and Decimal128. */
export function isNumber(value: RawValue | undefined): value is RawValue {
  return value !== undefined && WIDTH[value.type] !== undefined;
}

/** The wider numeric type of two values. */
export function widest(a: RawValue, b: RawValue): number {
  return (WIDTH[a.type] ?? 0) >= (WIDTH[b.type] ?? 0) ? a.type : b.type;
}

const viewOf = ({ bytes, start }: RawValue, length: number) =>
  new DataView(bytes.buffer, bytes.byteOffset + start, length);

/** The value as a Double, rounded where it has to be. */
export function toNumber(value: RawValue): number {
  switch (value.type) {
    case BsonType.int:
      return readInt32(value.bytes, value.start);
    case BsonType.double:
      return viewOf(value, 8).getFloat64(0, true);
    case BsonType.long:
      return Number(viewOf(value, 8).getBigInt64(0, true));
    default:
      return decimalToNumber(readDecimal(value));
  }
}

/** An Int32, Long or date as a whole number of any size. */
export function toInteger(value: RawValue): bigint {
  return value.type === BsonType.int
    ? BigInt(readInt32(value.bytes, value.start))
    : viewOf(value, 8).getBigInt64(0, true);
}

/** The value as a decimal; Doubles as MongoDB converts them. */
export function toDecimal(value: RawValue): Decimal {
  if (value.type === BsonType.decimal) return readDecimal(value);
  return value.type === BsonType.double
    ? decimalOfDouble(toNumber(value))
    : decimalOfInteger(toInteger(value));
}

function fixed(type: number, bytes: Buffer): RawValue {
  return { type, bytes, start: 0, end: bytes.length };
}

/** An Int32. */
export function int(n: number): RawValue {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(n);
  return fixed(BsonType.int, bytes);
}

/** A Long; the caller keeps it within 64 bits. */
export function long(n: bigint): RawValue {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(n);
  return fixed(BsonType.long, bytes);
}

/** A Double. */
export function double(n: number): RawValue {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeDoubleLE(n);
  return fixed(BsonType.double, bytes);
}

const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** True when the number fits in 64 bits. */
export const fitsLong = (n: bigint) => n >= MIN_LONG && n <= MAX_LONG;

/** A whole number as Int32 when it may be (`type` is int) and fits, else as Long, else as Double. */
export function wholeNumber(n: bigint, type: number): RawValue {
  if (type === BsonType.int && BigInt.asIntN(32, n) === n) return int(Number(n));
  return fitsLong(n) ? long(n) : double(Number(n));
}

function combine(
  a: RawValue,
  b: RawValue,
  doubles: (a: number, b: number) => number,
  integers: (a: bigint, b: bigint) => bigint,
  decimals: (a: Decimal, b: Decimal) => Decimal,
): RawValue {
  const type = widest(a, b);
  if (type === BsonType.double) return double(doubles(toNumber(a), toNumber(b)));
  if (type === BsonType.decimal) return decimalValue(decimals(toDecimal(a), toDecimal(b)));
  return wholeNumber(integers(toInteger(a), toInteger(b)), type);
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
