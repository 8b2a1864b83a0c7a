import { Decimal128, ObjectId } from 'bson';
import { DateTime } from 'luxon';
import { failedToParse, MongoError } from '../../../errors.ts';
import { asDecimal, asDouble, asInteger, fitsLong, isNumeric } from '../../../values/arithmetic.ts';
import { decimalValue, roundDecimal } from '../../../values/decimal.ts';
import { doubleValue, intValue, longValue, toInteger } from '../../../values/number.ts';
import { BsonType, fromJs, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import {
  listOperator,
  namedOperator,
  type Operator,
  type OperatorTable,
  unaryOperator,
} from '../operator.ts';
import { boolean, date, isNullish, string, textOf, truthy, typeName } from '../values.ts';
import { instantOf } from './date-argument.ts';
import { convertedText } from './scalar-text.ts';

/** Error 241, ConversionFailure, of which `onError` takes care. */
function failure(value: RawValue, target: string, why = ''): MongoError {
  return new MongoError(
    241,
    why || `Unsupported conversion from ${typeName(value)} to ${target} in $convert with no onError value`,
  );
}

/** A number cut to a whole one, or undefined when it has none (NaN, infinity). */
function cut(value: RawValue): bigint | undefined {
  if (value.type === BsonType.int || value.type === BsonType.long) return asInteger(value);
  const exact = roundDecimal(asDecimal(value), 0, 'zero');
  if (exact.special) return undefined;
  if (value.type === BsonType.double) return BigInt(Math.trunc(asDouble(value)));
  const whole = exact.coefficient * 10n ** BigInt(Math.max(exact.exponent, 0));
  return exact.negative ? -whole : whole;
}

function whole(value: RawValue, target: 'int' | 'long', fits: (n: bigint) => boolean): bigint {
  let n: bigint | undefined;
  if (value.type === BsonType.boolean) n = truthy(value) ? 1n : 0n;
  else if (value.type === BsonType.date && target === 'long') n = asInteger(value);
  else if (value.type === BsonType.string) {
    const text = textOf(value);
    if (!/^[+-]?\d+$/.test(text)) {
      throw failure(value, target, `Failed to parse number '${text}' in $convert with no onError value`);
    }
    n = BigInt(text.replace('+', ''));
  } else if (isNumeric(value)) n = cut(value);
  else throw failure(value, target);
  if (n === undefined || !fits(n)) {
    throw failure(value, target, 'Conversion would overflow target type in $convert with no onError value');
  }
  return n;
}

const toInt = (value: RawValue) => intValue(Number(whole(value, 'int', (n) => BigInt.asIntN(32, n) === n)));
const toLong = (value: RawValue) => longValue(whole(value, 'long', fitsLong));

function toDouble(value: RawValue): RawValue {
  if (value.type === BsonType.boolean) return doubleValue(truthy(value) ? 1 : 0);
  if (value.type === BsonType.date) return doubleValue(Number(asInteger(value)));
  if (isNumeric(value)) return value.type === BsonType.double ? value : doubleValue(asDouble(value));
  if (value.type !== BsonType.string) throw failure(value, 'double');
  const text = textOf(value);
  if (text === '' || text !== text.trim() || Number.isNaN(Number(text))) {
    throw failure(value, 'double', `Failed to parse number '${text}' in $convert with no onError value`);
  }
  return doubleValue(Number(text));
}

function toDecimal(value: RawValue): RawValue {
  if (isNumeric(value)) return value.type === BsonType.decimal ? value : decimalValue(asDecimal(value));
  if (value.type === BsonType.boolean) return fromJs(Decimal128.fromString(truthy(value) ? '1' : '0'));
  if (value.type === BsonType.date) return fromJs(Decimal128.fromString(asInteger(value).toString()));
  if (value.type !== BsonType.string) throw failure(value, 'decimal');
  try {
    return fromJs(Decimal128.fromStringWithRounding(textOf(value)));
  } catch {
    throw failure(
      value,
      'decimal',
      `Failed to parse number '${textOf(value)}' in $convert with no onError value`,
    );
  }
}

function toDate(value: RawValue): RawValue {
  if ([BsonType.date, BsonType.objectId, BsonType.timestamp].some((type) => type === value.type)) {
    return date(instantOf(value));
  }
  if (isNumeric(value) && value.type !== BsonType.int) {
    const milliseconds = cut(value);
    if (milliseconds === undefined || !fitsLong(milliseconds)) throw failure(value, 'date');
    return date(Number(milliseconds));
  }
  if (value.type !== BsonType.string) throw failure(value, 'date');
  const parsed = DateTime.fromISO(
    textOf(value)
      .trim()
      .replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T'),
    { zone: 'utc' },
  );
  if (parsed.isValid) return date(parsed.toMillis());
  throw failure(
    value,
    'date',
    `Error parsing date string '${textOf(value)}' in $convert with no onError value`,
  );
}

function toText(value: RawValue): RawValue {
  const text = convertedText(value);
  if (text === undefined) throw failure(value, 'string');
  return string(text);
}

function toObjectId(value: RawValue): RawValue {
  if (value.type === BsonType.objectId) return value;
  if (value.type !== BsonType.string) throw failure(value, 'objectId');
  const text = textOf(value);
  if (!/^[0-9a-fA-F]{24}$/.test(text)) {
    throw failure(value, 'objectId', `Failed to parse objectId '${text}' in $convert with no onError value`);
  }
  return fromJs(ObjectId.createFromHexString(text));
}

type Conversion = (value: RawValue) => RawValue;
const TARGETS: Readonly<Record<string, Conversion>> = {
  double: toDouble,
  string: toText,
  objectId: toObjectId,
  bool: (value) => boolean(truthy(value)),
  date: toDate,
  int: toInt,
  long: toLong,
  decimal: toDecimal,
};
const CODES: Readonly<Record<string, string>> = {
  1: 'double',
  2: 'string',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  16: 'int',
  18: 'long',
  19: 'decimal',
};

function target(value: RawValue): Conversion {
  const name = value.type === BsonType.string ? textOf(value) : CODES[String(toInteger(value))];
  if (name === undefined || !Object.hasOwn(TARGETS, name)) {
    throw failedToParse(
      `$convert's 'to' argument names no type it can convert to: ${name ?? typeName(value)}`,
    );
  }
  return TARGETS[name] as Conversion;
}

const convert: Operator = namedOperator(['input', 'to'], ['onError', 'onNull'], (read, given) => {
  const value = read('input');
  const to = read('to');
  if (isNullish(value)) return given('onNull') ? read('onNull') : NULL_VALUE;
  if (isNullish(to)) return NULL_VALUE;
  const conversion = target(to);
  try {
    return conversion(value);
  } catch (error) {
    if (given('onError') && error instanceof MongoError && error.code === 241) return read('onError');
    throw error;
  }
});

export const convertOperators: OperatorTable = {
  $convert: convert,
  $toBool: unaryOperator((value) => boolean(truthy(value))),
  $toInt: unaryOperator(toInt),
  $toLong: unaryOperator(toLong),
  $toDouble: unaryOperator(toDouble),
  $toDecimal: unaryOperator(toDecimal),
  $toDate: unaryOperator(toDate),
  $toString: unaryOperator(toText),
  $toObjectId: unaryOperator(toObjectId),
  $type: listOperator(1, 1, ([value]) => string(typeName(value))),
  $isNumber: listOperator(1, 1, ([value]) => boolean(isNumeric(value))),
};
