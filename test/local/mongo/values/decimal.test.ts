import { Decimal128 } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, asDecimal, multiply } from '../../../../src/local/mongo/values/arithmetic.ts';
import {
  type Decimal,
  decimalValue,
  divideDecimals,
  readDecimal,
  remainderDecimals,
  roundDecimal,
} from '../../../../src/local/mongo/values/decimal.ts';
import { fromJs, type RawValue, toJs } from '../../../../src/local/mongo/values/raw.ts';

const value = (text: string): RawValue => fromJs(Decimal128.fromString(text));
const text = (raw: RawValue): string => String(toJs(raw));
const LARGEST = 10n ** 34n - 1n;

/** Decimals of any length and size that is not at the edge of what fits. */
const decimals = fc.record({
  negative: fc.boolean(),
  coefficient: fc.bigInt({ min: 0n, max: LARGEST }),
  exponent: fc.integer({ min: -60, max: 60 }),
});

/** Whether `shown` is `numerator / denominator` × 10^`exponent` as well as 34 digits can say it: at most half of the last digit off. */
function isNearest(shown: Decimal, numerator: bigint, denominator: bigint, exponent: number): boolean {
  const low = Math.min(shown.exponent, exponent);
  const scaled = (d: bigint, at: number) => d * 10n ** BigInt(at - low);
  const sign = shown.negative ? -1n : 1n;
  const off = scaled(sign * shown.coefficient, shown.exponent) * denominator - scaled(numerator, exponent);
  return (off < 0n ? -off : off) * 2n <= scaled(1n, shown.exponent) * denominator;
}

const signed = ({ negative, coefficient }: Decimal) => (negative ? -coefficient : coefficient);

describe('Decimal128', () => {
  it('reads and writes every value as it is', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: -6176, max: 6111 }), (parts, exponent) => {
        const stored = value(`${parts.negative ? '-' : ''}${parts.coefficient}E${exponent}`);
        expect(readDecimal(stored)).toEqual({ ...parts, exponent });
        expect(text(decimalValue(readDecimal(stored)))).toBe(text(stored));
      }),
    );
  });

  it('adds and multiplies to the nearest of 34 digits', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const low = Math.min(a.exponent, b.exponent);
        const at = (d: Decimal) => signed(d) * 10n ** BigInt(d.exponent - low);
        const sum = readDecimal(add(decimalValue(a), decimalValue(b)));
        const product = readDecimal(multiply(decimalValue(a), decimalValue(b)));
        expect(isNearest(sum, at(a) + at(b), 1n, low)).toBe(true);
        expect(isNearest(product, signed(a) * signed(b), 1n, a.exponent + b.exponent)).toBe(true);
      }),
    );
  });

  it('divides to the nearest of 34 digits', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(b.coefficient !== 0n);
        const quotient = readDecimal(decimalValue(divideDecimals(a, b)));
        const sign = a.negative !== b.negative ? -1n : 1n;
        expect(isNearest(quotient, sign * a.coefficient, b.coefficient, a.exponent - b.exponent)).toBe(true);
      }),
    );
  });

  it.each([
    [
      'a tie goes to the even digit',
      text(add(value('1000000000000000000000000000000000'), value('0.5'))),
      '1000000000000000000000000000000000',
    ],
    ['zeros at the end are kept', text(add(value('1.10'), value('2.20'))), '3.30'],
    ['too large is infinite', text(multiply(value('9E6144'), value('10'))), 'Infinity'],
    ['infinity less infinity is no number', text(add(value('Infinity'), value('-Infinity'))), 'NaN'],
    [
      'a remainder has the sign of the dividend',
      text(decimalValue(remainderDecimals(asDecimal(value('-7.5')), asDecimal(value('2'))))),
      '-1.5',
    ],
    ['half to even', text(decimalValue(roundDecimal(asDecimal(value('2.5')), 0, 'even'))), '2'],
    ['towards the ceiling', text(decimalValue(roundDecimal(asDecimal(value('-2.5')), 0, 'ceil'))), '-2'],
    ['a Double has 15 digits', text(add(value('0'), fromJs(0.1))), '0.100000000000000'],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
