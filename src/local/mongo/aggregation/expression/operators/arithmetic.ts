import { badValue, MongoError, notSupported, typeMismatch } from '../../../errors.ts';
import {
  add,
  asDecimal,
  asDouble,
  asInteger,
  fitsLong,
  isNumeric,
  multiply,
  wholeNumber,
  widest,
} from '../../../values/arithmetic.ts';
import {
  addDecimals,
  decimalValue,
  divideDecimals,
  negated,
  remainderDecimals,
} from '../../../values/decimal.ts';
import { doubleValue, longValue } from '../../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { listOperator, type OperatorTable, strictOperator } from '../operator.ts';
import { date, isNullish, millisecondsOf, typeName } from '../values.ts';

/** A number of milliseconds to move a date by; fractions are rounded. */
function milliseconds(value: RawValue): number {
  return Math.round(asDouble(value));
}

function sum(values: ReadonlyArray<RawValue | undefined>): RawValue {
  let total: RawValue | undefined;
  let when: number | undefined;
  for (const value of values) {
    if (isNullish(value)) return NULL_VALUE;
    if (value.type === BsonType.date) {
      if (when !== undefined) throw new MongoError(16612, 'only one date allowed in an $add expression');
      when = millisecondsOf(value);
    } else if (isNumeric(value)) total = total ? add(total, value) : value;
    else throw typeMismatch(`$add only supports numeric or date types, not ${typeName(value)}`);
  }
  if (when !== undefined) return date(when + (total ? milliseconds(total) : 0));
  return total ?? wholeNumber(0n, BsonType.int);
}

function product(values: ReadonlyArray<RawValue | undefined>): RawValue {
  let total = wholeNumber(1n, BsonType.int);
  for (const value of values) {
    if (isNullish(value)) return NULL_VALUE;
    if (!isNumeric(value)) {
      throw typeMismatch(`$multiply only supports numeric types, not ${typeName(value)}`);
    }
    total = multiply(total, value);
  }
  return total;
}

/** a − b of numbers, of a date and milliseconds, or of two dates (milliseconds, a Long). */
function subtract(a: RawValue, b: RawValue): RawValue {
  if (isNumeric(a) && isNumeric(b)) {
    const type = widest(a, b);
    if (type === BsonType.double) return doubleValue(asDouble(a) - asDouble(b));
    if (type === BsonType.decimal) return decimalValue(addDecimals(asDecimal(a), negated(asDecimal(b))));
    return wholeNumber(asInteger(a) - asInteger(b), type);
  }
  if (a.type === BsonType.date && b.type === BsonType.date) return longValue(asInteger(a) - asInteger(b));
  if (a.type === BsonType.date && isNumeric(b)) return date(millisecondsOf(a) - milliseconds(b));
  throw typeMismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

/** a ÷ b: a Double, or a Decimal128 when one of them is. */
function divide(a: RawValue, b: RawValue): RawValue {
  if (!isNumeric(a) || !isNumeric(b)) {
    throw typeMismatch(`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  }
  if (asDouble(b) === 0) throw badValue("can't $divide by zero");
  return widest(a, b) === BsonType.decimal
    ? decimalValue(divideDecimals(asDecimal(a), asDecimal(b)))
    : doubleValue(asDouble(a) / asDouble(b));
}

function remainder(a: RawValue, b: RawValue): RawValue {
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new MongoError(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  }
  if (asDouble(b) === 0) throw new MongoError(16610, "can't $mod by zero");
  const type = widest(a, b);
  if (type === BsonType.decimal) return decimalValue(remainderDecimals(asDecimal(a), asDecimal(b)));
  if (type === BsonType.double) return doubleValue(asDouble(a) % asDouble(b));
  return wholeNumber(asInteger(a) % asInteger(b), type);
}

/** b to the power of a whole, non-negative exponent stays whole while it fits; all else is a Double. */
function power(base: RawValue, exponent: RawValue): RawValue {
  if (!isNumeric(base)) throw new MongoError(28762, `$pow's base must be numeric, not ${typeName(base)}`);
  if (!isNumeric(exponent)) {
    throw new MongoError(28763, `$pow's exponent must be numeric, not ${typeName(exponent)}`);
  }
  if (asDouble(base) === 0 && asDouble(exponent) < 0) {
    throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  }
  const type = widest(base, exponent);
  if (type === BsonType.decimal) throw notSupported('a Decimal128 in $pow');
  const result = asDouble(base) ** asDouble(exponent);
  if (type === BsonType.double) return doubleValue(result);
  if (Math.abs(result) > 2 ** 64 || asDouble(exponent) < 0) return doubleValue(result);
  const whole = asInteger(base) ** asInteger(exponent);
  return fitsLong(whole) ? wholeNumber(whole, type) : doubleValue(result);
}

export const arithmeticOperators: OperatorTable = {
  $add: listOperator(0, Number.POSITIVE_INFINITY, sum),
  $multiply: listOperator(0, Number.POSITIVE_INFINITY, product),
  $subtract: strictOperator(2, 2, ([a, b]) => subtract(a as RawValue, b as RawValue)),
  $divide: strictOperator(2, 2, ([a, b]) => divide(a as RawValue, b as RawValue)),
  $mod: strictOperator(2, 2, ([a, b]) => remainder(a as RawValue, b as RawValue)),
  $pow: strictOperator(2, 2, ([a, b]) => power(a as RawValue, b as RawValue)),
};
