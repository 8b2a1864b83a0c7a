import { BsonType, type RawValue } from './raw.ts';

/**
 * A Decimal128 made ready for arithmetic: `coefficient` × 10^`exponent`, negative or not; `special` for what is no number.
 * Layout and limits are those of IEEE 754-2008 decimal128 in its binary encoding, which BSON uses (bsonspec.org).
 */
export interface Decimal {
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
  readonly special?: 'infinity' | 'nan';
}

const DIGITS = 34;
const LIMIT = 10n ** 34n;
const BIAS = 6176;
const MAX_EXPONENT = 6111;
const HIGH_COEFFICIENT = (1n << 49n) - 1n;

const NAN: Decimal = { negative: false, coefficient: 0n, exponent: 0, special: 'nan' };
const infinity = (negative: boolean): Decimal => ({
  negative,
  coefficient: 0n,
  exponent: 0,
  special: 'infinity',
});

/** Reads a Decimal128 value. */
export function readDecimal({ bytes, start }: RawValue): Decimal {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 16);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  const combination = (high >> 58n) & 31n;
  if (combination === 31n) return NAN;
  if (combination === 30n) return infinity(negative);
  if (combination >= 24n) {
    return { negative, coefficient: 0n, exponent: Number((high >> 47n) & 0x3fffn) - BIAS };
  }
  const coefficient = ((high & HIGH_COEFFICIENT) << 64n) | view.getBigUint64(0, true);
  const exponent = Number((high >> 49n) & 0x3fffn) - BIAS;
  return { negative, coefficient: coefficient < LIMIT ? coefficient : 0n, exponent };
}

/** Writes a Decimal128, rounded half to even to 34 digits; too large becomes infinity, too small zero. */
export function decimalValue(number: Decimal): RawValue {
  const bytes = Buffer.alloc(16);
  const sign = number.negative ? 1n << 63n : 0n;
  if (number.special) {
    bytes.writeBigUInt64LE((number.special === 'nan' ? 31n << 58n : 30n << 58n) | sign, 8);
    return { type: BsonType.decimal, bytes, start: 0, end: 16 };
  }
  let { coefficient, exponent } = fit(number);
  while (exponent > MAX_EXPONENT && coefficient !== 0n && coefficient * 10n < LIMIT) {
    coefficient *= 10n;
    exponent -= 1;
  }
  if (exponent > MAX_EXPONENT) {
    if (coefficient !== 0n) return decimalValue(infinity(number.negative));
    exponent = MAX_EXPONENT;
  }
  bytes.writeBigUInt64LE(coefficient & 0xffffffffffffffffn, 0);
  bytes.writeBigUInt64LE(sign | (BigInt(exponent + BIAS) << 49n) | (coefficient >> 64n), 8);
  return { type: BsonType.decimal, bytes, start: 0, end: 16 };
}

/** Drops digits beyond the 34th and below 10^-6176. */
function fit({ coefficient, exponent }: Decimal): { coefficient: bigint; exponent: number } {
  const drop = Math.max(coefficient.toString().length - DIGITS, -BIAS - exponent, 0);
  if (drop === 0) return { coefficient, exponent };
  const rounded = divideRounded(coefficient, 10n ** BigInt(drop));
  return rounded === LIMIT
    ? { coefficient: LIMIT / 10n, exponent: exponent + drop + 1 }
    : { coefficient: rounded, exponent: exponent + drop };
}

/** `a / b` of non-negative integers, half to even. */
function divideRounded(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const twice = (a % b) * 2n;
  return twice > b || (twice === b && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

const signed = (d: Decimal): bigint => (d.negative ? -d.coefficient : d.coefficient);
const unsigned = (n: bigint, exponent: number): Decimal =>
  n < 0n ? { negative: true, coefficient: -n, exponent } : { negative: false, coefficient: n, exponent };

/** A whole number as a Decimal. */
export const decimalOfInteger = (n: bigint): Decimal => unsigned(n, 0);

/** A Double as MongoDB converts it: rounded to 15 digits (`Decimal128(double, kRoundTo15Digits)` of its source). */
export function decimalOfDouble(n: number): Decimal {
  if (Number.isNaN(n)) return NAN;
  if (!Number.isFinite(n)) return infinity(n < 0);
  if (n === 0) return { negative: Object.is(n, -0), coefficient: 0n, exponent: 0 };
  const [digits = '0', power = '0'] = n.toExponential(14).split('e');
  return unsigned(BigInt(digits.replace('.', '')), Number(power) - 14);
}

export const negated = (d: Decimal): Decimal => ({ ...d, negative: !d.negative });

/** Brings both to the smaller exponent. */
function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    signed(a) * 10n ** BigInt(a.exponent - exponent),
    signed(b) * 10n ** BigInt(b.exponent - exponent),
    exponent,
  ];
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.special === 'nan' || b.special === 'nan') return NAN;
  if (a.special) return b.special && a.negative !== b.negative ? NAN : a;
  if (b.special) return b;
  const [left, right, exponent] = aligned(a, b);
  return unsigned(left + right, exponent);
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = a.negative !== b.negative;
  if (a.special === 'nan' || b.special === 'nan') return NAN;
  if (a.special || b.special) {
    const other = a.special ? b : a;
    return !other.special && other.coefficient === 0n ? NAN : infinity(negative);
  }
  return { negative, coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** `a / b`; the caller has refused a divisor of zero. Exact results keep the exponent IEEE 754 prefers. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const negative = a.negative !== b.negative;
  if (a.special === 'nan' || b.special === 'nan' || (a.special && b.special)) return NAN;
  if (a.special) return infinity(negative);
  const preferred = a.exponent - b.exponent;
  if (b.special) return { negative, coefficient: 0n, exponent: -BIAS };
  const scale = DIGITS + 2 + b.coefficient.toString().length;
  const numerator = a.coefficient * 10n ** BigInt(scale);
  let coefficient = numerator / b.coefficient;
  let exponent = preferred - scale;
  if (numerator % b.coefficient !== 0n) {
    // a digit that says "a little more" keeps the rounding to even right
    return { negative, coefficient: coefficient * 10n + 1n, exponent: exponent - 1 };
  }
  while (exponent < preferred && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return { negative, coefficient, exponent };
}

/** The remainder with the sign of `a`; the caller has refused a divisor of zero. */
export function remainderDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.special || b.special === 'nan') return NAN;
  if (b.special) return a;
  const [left, right, exponent] = aligned(a, b);
  return { ...unsigned(left % right, exponent), negative: a.negative };
}

/** Rounds to `places` digits after the point (negative: before it); `towards` as the operator wants it. */
export function roundDecimal(
  d: Decimal,
  places: number,
  towards: 'even' | 'zero' | 'floor' | 'ceil',
): Decimal {
  if (d.special || d.exponent >= -places) return d;
  const unit = 10n ** BigInt(-places - d.exponent);
  const cut = d.coefficient / unit;
  const inexact = d.coefficient % unit !== 0n;
  const up = inexact && (towards === 'floor' ? d.negative : towards === 'ceil' && !d.negative);
  const coefficient = towards === 'even' ? divideRounded(d.coefficient, unit) : up ? cut + 1n : cut;
  return { negative: d.negative, coefficient, exponent: -places };
}
