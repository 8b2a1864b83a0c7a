import { Decimal128, Long } from 'bson';
import { BsonType, type RawValue, readInt32 } from './raw.ts';

const scratch = new DataView(new ArrayBuffer(8));

/** True for Int32, Double, Long and Decimal128. */
export function isNumber(type: number): boolean {
  return (
    type === BsonType.int || type === BsonType.double || type === BsonType.long || type === BsonType.decimal
  );
}

/** The eight bytes at `at` as a double. */
function readDouble(bytes: Uint8Array, at: number): number {
  scratch.setInt32(0, readInt32(bytes, at + 4));
  scratch.setInt32(4, readInt32(bytes, at));
  return scratch.getFloat64(0);
}

/** A 64-bit integer: a number where that is exact, else a bigint. */
export function readLong(bytes: Uint8Array, at: number): number | bigint {
  const low = readInt32(bytes, at) >>> 0;
  const high = readInt32(bytes, at + 4);
  if (high >= -0x200000 && high < 0x200000) return high * 0x100000000 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

/** The decimal at `at`. */
export function readDecimal(bytes: Uint8Array, at: number): Decimal128 {
  return new Decimal128(bytes.slice(at, at + 16));
}

/** An Int32, Double or Long exactly; undefined for other types, and for a Decimal128. */
export function binaryNumber(value: RawValue): number | bigint | undefined {
  if (value.type === BsonType.int) return readInt32(value.bytes, value.start);
  if (value.type === BsonType.double) return readDouble(value.bytes, value.start);
  if (value.type === BsonType.long) return readLong(value.bytes, value.start);
  return undefined;
}

/** A number of any type as a double, rounded where it must be; undefined for other types. */
export function toNumber(value: RawValue): number | undefined {
  if (value.type === BsonType.decimal) return Number(readDecimal(value.bytes, value.start).toString());
  const number = binaryNumber(value);
  return number === undefined ? undefined : Number(number);
}

/** A finite decimal without trailing zeros: its value is `coefficient` × 10 ^ `exponent`. */
export interface DecimalParts {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** The parts of a Decimal128's text (`-1.5E+7`); undefined for NaN and the infinities. */
export function decimalParts(text: string): DecimalParts | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return { coefficient: 0n, exponent: 0 };
  const exponent = Number(power) - fraction.length + digits.length - kept.length;
  return { coefficient: BigInt(`${sign}${kept}`), exponent };
}

/** The value as an integer, when it is a number without a fraction that fits in 64 bits; else undefined. */
export function toInteger(value: RawValue): bigint | undefined {
  const number = binaryNumber(value);
  let integer: bigint | undefined;
  if (typeof number === 'bigint') return number;
  if (number !== undefined) integer = Number.isInteger(number) ? BigInt(number) : undefined;
  else if (value.type === BsonType.decimal) {
    const parts = decimalParts(readDecimal(value.bytes, value.start).toString());
    if (parts && parts.exponent >= 0 && parts.exponent < 20)
      integer = parts.coefficient * 10n ** BigInt(parts.exponent);
  }
  return integer === undefined || BigInt.asIntN(64, integer) !== integer ? undefined : integer;
}

/** A Long as a value. */
export function longValue(integer: bigint): RawValue {
  const bytes = new Uint8Array(Long.fromBigInt(integer).toBytesLE());
  return { type: BsonType.long, bytes, start: 0, end: 8 };
}

/** An Int32 as a value. */
export function intValue(integer: number): RawValue {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, integer, true);
  return { type: BsonType.int, bytes, start: 0, end: 4 };
}

/** A Double as a value. */
export function doubleValue(number: number): RawValue {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, number, true);
  return { type: BsonType.double, bytes, start: 0, end: 8 };
}
