import { MongoError } from '../../../errors.ts';
import { asDecimal, asDouble, asInteger, isNumeric, wholeNumber } from '../../../values/arithmetic.ts';
import { decimalValue, roundDecimal } from '../../../values/decimal.ts';
import { doubleValue, toInteger } from '../../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { listOperator, type Operator, type OperatorTable, unaryOperator } from '../operator.ts';
import { isNullish, typeName } from '../values.ts';

function checkNumeric(value: RawValue, name: string, code = 28765): void {
  if (!isNumeric(value)) {
    throw new MongoError(code, `${name} only supports numeric types, not ${typeName(value)}`);
  }
}

function absolute(value: RawValue, name: string): RawValue {
  checkNumeric(value, name);
  if (value.type === BsonType.double) return doubleValue(Math.abs(asDouble(value)));
  if (value.type === BsonType.decimal) return decimalValue({ ...asDecimal(value), negative: false });
  const n = asInteger(value);
  if (n === -(2n ** 63n)) throw new MongoError(28680, "can't take $abs of long long min");
  return wholeNumber(n < 0n ? -n : n, value.type);
}

function wholeBy(towards: 'floor' | 'ceil'): Operator {
  return unaryOperator((value, name) => {
    checkNumeric(value, name);
    if (value.type === BsonType.double) return doubleValue(Math[towards](asDouble(value)));
    if (value.type !== BsonType.decimal) return value;
    return decimalValue(roundDecimal(asDecimal(value), 0, towards));
  });
}

function places(value: RawValue | undefined, name: string): number {
  if (value === undefined) return 0;
  const whole = isNumeric(value) ? toInteger(value) : undefined;
  if (whole === undefined) {
    throw new MongoError(51082, `precision argument to  ${name} must be a integral value`);
  }
  if (whole < -20n || whole > 100n) {
    throw new MongoError(
      51083,
      `cannot apply ${name} with precision value ${whole} value must be in [-20, 100]`,
    );
  }
  return Number(whole);
}

/** Rounds a Double by its exact decimal value (34 digits of it, as MongoDB does), half to even. */
function roundDouble(n: number, digits: number, towards: 'even' | 'zero'): number {
  if (!Number.isFinite(n) || n === 0) return n;
  const [shown = '0', shift = '0'] = Math.abs(n).toExponential(33).split('e');
  const coefficient = BigInt(shown.replace('.', ''));
  const exact = { negative: false, coefficient, exponent: Number(shift) - 33 };
  const rounded = roundDecimal(exact, digits, towards);
  return Math.sign(n) * Number(`${rounded.coefficient}e${rounded.exponent}`);
}

function roundBy(towards: 'even' | 'zero'): Operator {
  return listOperator(1, 2, ([value, precision], name) => {
    if (isNullish(value) || (precision && isNullish(precision))) return NULL_VALUE;
    checkNumeric(value, name, 51081);
    const digits = places(precision, name);
    if (value.type === BsonType.double) return doubleValue(roundDouble(asDouble(value), digits, towards));
    const rounded = roundDecimal(asDecimal(value), digits, towards);
    if (value.type === BsonType.decimal) return decimalValue(rounded);
    const whole = rounded.coefficient * 10n ** BigInt(rounded.exponent);
    return wholeNumber(rounded.negative ? -whole : whole, value.type);
  });
}

export const roundingOperators: OperatorTable = {
  $abs: unaryOperator(absolute),
  $ceil: wholeBy('ceil'),
  $floor: wholeBy('floor'),
  $round: roundBy('even'),
  $trunc: roundBy('zero'),
};
