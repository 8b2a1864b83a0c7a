import { badValue, failedToParse } from '../errors.ts';
import { binaryNumber, isNumber, toInteger, toNumber } from '../values/number.ts';
import { BsonType, elementsOf, type RawValue, readInt32 } from '../values/raw.ts';
import { show } from '../values/show.ts';

const MAX_INT = 0x7fffffff;

/** The argument of `$size`: a whole number from 0 to 2^31 - 1. */
export function parseSize(value: RawValue): number {
  if (!isNumber(value.type))
    throw badValue(`Failed to parse $size. Expected a number in: $size: ${show(value)}`);
  const size = toInteger(value);
  if (size === undefined) throw badValue(`Failed to parse $size. Expected an integer: $size: ${show(value)}`);
  if (size < 0n)
    throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${show(value)}`);
  return Number(size);
}

function truncated(value: RawValue, what: string): bigint {
  const number = binaryNumber(value) ?? toNumber(value) ?? Number.NaN;
  if (typeof number === 'bigint') return number;
  if (!Number.isFinite(number)) {
    throw badValue(
      `malformed mod, ${what} value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type`,
    );
  }
  const integer = BigInt(Math.trunc(number));
  if (BigInt.asIntN(64, integer) !== integer) {
    throw badValue(
      `malformed mod, ${what} value is invalid :: caused by :: Out of bounds coercing to integral value`,
    );
  }
  return integer;
}

/** The two numbers of `$mod`, cut to integers. */
export function parseMod(value: RawValue): { divisor: bigint; remainder: bigint } {
  if (value.type !== BsonType.array) throw badValue('malformed mod, needs to be an array');
  const [divisor, remainder, ...more] = elementsOf(value).map((element) => element.value);
  if (!divisor || !remainder) throw badValue('malformed mod, not enough elements');
  if (more.length > 0) throw badValue('malformed mod, too many elements');
  if (!isNumber(divisor.type)) throw badValue('malformed mod, divisor not a number');
  if (!isNumber(remainder.type)) throw badValue('malformed mod, remainder not a number');
  const parsed = { divisor: truncated(divisor, 'divisor'), remainder: truncated(remainder, 'remainder') };
  if (parsed.divisor === 0n) throw badValue('divisor cannot be 0');
  return parsed;
}

/** The bits that `$bitsAllSet` and the like name: a number, a binary, or a list of positions. */
export function parseBitMask(path: string, value: RawValue): bigint {
  if (value.type === BsonType.array) {
    return elementsOf(value).reduce((mask, element) => mask | (1n << parsePosition(element.value)), 0n);
  }
  if (value.type === BsonType.binary) {
    const length = readInt32(value.bytes, value.start);
    const bytes = Buffer.from(value.bytes.subarray(value.start + 5, value.start + 5 + length));
    return BigInt(`0x0${bytes.reverse().toString('hex')}`);
  }
  if (!isNumber(value.type)) {
    throw badValue(`${path} takes an Array, a number, or a BinData but received: ${show(value)}`);
  }
  const mask = toInteger(value);
  if (mask === undefined) throw failedToParse(`Expected an integer: ${path}: ${show(value)}`);
  if (mask < 0n) throw failedToParse(`Expected a non-negative number in: ${path}: ${show(value)}`);
  return mask;
}

function parsePosition(value: RawValue): bigint {
  const position = toInteger(value);
  if (position === undefined) throw badValue(`bit positions must be an integer but got: ${show(value)}`);
  if (position < 0n) throw badValue(`bit positions must be >= 0 but got: ${show(value)}`);
  if (position > MAX_INT) {
    throw badValue(`bit positions cannot be represented as a 32-bit signed integer: ${show(value)}`);
  }
  return position;
}
