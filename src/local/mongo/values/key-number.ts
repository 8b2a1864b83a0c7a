import type { KeyWriter } from './key-writer.ts';
import { binaryNumber, type DecimalParts, decimalParts, readDecimal } from './number.ts';
import { OrderTag } from './order.ts';
import type { RawValue } from './raw.ts';

/*
 * A number's key is the greatest double that is not above it, in eight bytes that order as doubles do, and
 * then 0 when it is that double. Otherwise (a Long past 2^53, most Decimal128) it is 1 and the number
 * in decimal, which both types have exactly in at most 34 digits; two of the same double compare by those.
 */

const BIAS = 0x4000;
const view = new DataView(new ArrayBuffer(8));

/** The next double below. */
function below(double: number): number {
  if (double === 0) return -Number.MIN_VALUE;
  view.setFloat64(0, double);
  view.setBigInt64(0, view.getBigInt64(0) + (double > 0 ? -1n : 1n));
  return view.getFloat64(0);
}

function writeDouble(writer: KeyWriter, double: number): void {
  view.setFloat64(0, double === 0 ? 0 : double);
  const high = view.getInt32(0);
  const low = view.getInt32(4);
  writer.uint32((high < 0 ? ~high : high ^ 0x80000000) >>> 0);
  writer.uint32((high < 0 ? ~low : low) >>> 0);
}

/** Compares a double with a decimal exactly, as fractions. */
function compareExactly(double: number, { coefficient, exponent }: DecimalParts): number {
  if (!Number.isFinite(double)) return double;
  view.setFloat64(0, double);
  const bits = view.getBigUint64(0);
  const power = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = power === 0 ? fraction : fraction | 0x10000000000000n;
  const twos = (power === 0 ? 1 : power) - 1075;
  let left = double < 0 ? -magnitude : magnitude;
  let right = coefficient;
  if (twos > 0) left <<= BigInt(twos);
  else right <<= BigInt(-twos);
  if (exponent > 0) right *= 10n ** BigInt(exponent);
  else left *= 10n ** BigInt(-exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Exponent and digits of a decimal that is not zero, in bytes that order as the numbers do. */
function writeParts(writer: KeyWriter, { coefficient, exponent }: DecimalParts): void {
  const from = writer.length;
  const digits = String(coefficient < 0n ? -coefficient : coefficient);
  const magnitude = exponent + digits.length + BIAS;
  writer.byte(magnitude >> 8);
  writer.byte(magnitude & 0xff);
  for (const digit of digits) writer.byte(digit.charCodeAt(0));
  writer.byte(0);
  if (coefficient < 0n) writer.invertFrom(from);
}

function writeExact(writer: KeyWriter, double: number): void {
  writer.byte(OrderTag.number);
  writeDouble(writer, double);
  writer.byte(0);
}

function writeBinary(writer: KeyWriter, number: number): void {
  if (Number.isNaN(number)) writer.byte(OrderTag.nan);
  else writeExact(writer, number);
}

function writeDecimal(writer: KeyWriter, text: string): void {
  const parts = decimalParts(text);
  const nearest = Number(text);
  const order = parts ? compareExactly(nearest, parts) : 0;
  if (!parts || order === 0) {
    writeBinary(writer, nearest);
    return;
  }
  writer.byte(OrderTag.number);
  writeDouble(writer, order > 0 ? below(nearest) : nearest);
  writer.byte(1);
  writeParts(writer, parts);
}

/** Writes the key of an Int32, Double, Long or Decimal128. */
export function writeNumber(writer: KeyWriter, value: RawValue): void {
  const number = binaryNumber(value);
  if (typeof number === 'number') writeBinary(writer, number);
  else writeDecimal(writer, String(number ?? readDecimal(value.bytes, value.start)));
}
