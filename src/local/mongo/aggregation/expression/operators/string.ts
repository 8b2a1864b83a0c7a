import { MongoError } from '../../../errors.ts';
import { asDouble, isNumeric } from '../../../values/arithmetic.ts';
import { intValue, toInteger } from '../../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import {
  listOperator,
  type NamedValues,
  namedOperator,
  type Operator,
  type OperatorTable,
} from '../operator.ts';
import { array, isNullish, string, textOf, typeName } from '../values.ts';
import { scalarText } from './scalar-text.ts';

type Values = ReadonlyArray<RawValue | undefined>;

/** MongoDB changes the case of ASCII letters only (`str::toUpper` on bytes). */
const upper = (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase());
const lower = (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase());

/** The text of a string, number or date; empty for null. Error 16007 as `Value::coerceToString`. */
function coerced(value: RawValue | undefined): string {
  if (isNullish(value)) return '';
  const text = scalarText(value);
  if (text === undefined) {
    throw new MongoError(16007, `can't convert from BSON type ${typeName(value)} to String`);
  }
  return text;
}

const onText = (change: (text: string) => RawValue): Operator =>
  listOperator(1, 1, ([value]) => change(coerced(value)));

function concat(values: Values): RawValue {
  if (values.some(isNullish)) return NULL_VALUE;
  return string(
    (values as RawValue[])
      .map((value) => expectText(value, 16702, `$concat only supports strings, not ${typeName(value)}`))
      .join(''),
  );
}

function expectText(value: RawValue | undefined, code: number, message: string): string {
  if (value?.type !== BsonType.string && value?.type !== BsonType.symbol) throw new MongoError(code, message);
  return textOf(value);
}

function split([value, separator]: Values): RawValue {
  if (isNullish(value) || isNullish(separator)) return NULL_VALUE;
  const text = expectText(
    value,
    40085,
    `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(value)}`,
  );
  const by = expectText(
    separator,
    40086,
    `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
  );
  if (by === '') throw new MongoError(40087, '$split requires a non-empty separator');
  return array(text.split(by).map(string));
}

const length = (count: (text: string) => number, code: number): Operator =>
  listOperator(1, 1, ([value], name) =>
    intValue(count(expectText(value, code, `${name} requires a string argument, found: ${typeName(value)}`))),
  );

const WHITE_SPACE = new Set(
  '\0\u0020\u0009\u000a\u000b\u000c\u000d\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
);

const trim = (start: boolean, end: boolean): Operator =>
  namedOperator(['input'], ['chars'], (read, given, name) => {
    const input = read('input');
    if (isNullish(input)) return NULL_VALUE;
    const points = [
      ...expectText(input, 50699, `${name} requires its input to be a string, got ${typeName(input)}`),
    ];
    let cut = WHITE_SPACE;
    if (given('chars')) {
      const chars = read('chars');
      if (isNullish(chars)) return NULL_VALUE;
      cut = new Set(
        expectText(chars, 50700, `${name} requires 'chars' to be a string, got ${typeName(chars)}`),
      );
    }
    let from = 0;
    let to = points.length;
    while (start && from < to && cut.has(points[from] as string)) from += 1;
    while (end && to > from && cut.has(points[to - 1] as string)) to -= 1;
    return string(points.slice(from, to).join(''));
  });

const replace = (all: boolean): Operator =>
  namedOperator(['input', 'find', 'replacement'], [], (read: NamedValues, _given, name) => {
    const parts = ['input', 'find', 'replacement'].map(read);
    const [input, find, replacement] = parts.map((value, i) => {
      if (isNullish(value)) return undefined;
      const which = ['input', 'find', 'replacement'][i];
      return expectText(
        value,
        51746 - i,
        `${name} requires that '${which}' be a string, found: ${typeName(value)}`,
      );
    });
    if (input === undefined || find === undefined || replacement === undefined) return NULL_VALUE;
    return string(all ? input.replaceAll(find, () => replacement) : input.replace(find, () => replacement));
  });

function whole(value: RawValue | undefined, code: number, message: string): number {
  const number = isNumeric(value) ? toInteger(value) : undefined;
  if (number === undefined) throw new MongoError(code, `${message}, found: ${typeName(value)}`);
  return Number(number);
}

function substringOfPoints([value, start, count]: Values, name: string): RawValue {
  const from = whole(start, 34450, `${name}: starting index must be a numeric type`);
  const most = whole(count, 34452, `${name}: length must be a numeric type`);
  if (from < 0) throw new MongoError(34455, `${name}: the starting index must be nonnegative integer.`);
  if (most < 0) throw new MongoError(34454, `${name}: length must be a nonnegative integer.`);
  return string([...coerced(value)].slice(from, from + most).join(''));
}

function substringOfBytes([value, start, count]: Values, name: string): RawValue {
  const bytes = Buffer.from(coerced(value));
  const numeric = (given: RawValue | undefined, code: number, what: string) => {
    if (!isNumeric(given)) {
      throw new MongoError(
        code,
        `${name}:  ${what} must be a numeric type (is BSON type ${typeName(given)})`,
      );
    }
    return Math.trunc(asDouble(given));
  };
  const from = numeric(start, 16034, 'starting index');
  const most = numeric(count, 16035, 'length');
  if (from < 0) throw new MongoError(50752, `${name}:  starting index must be non-negative (got: ${from})`);
  const to = most < 0 ? bytes.length : Math.min(from + most, bytes.length);
  const splits = (at: number) => at < bytes.length && ((bytes[at] as number) & 0xc0) === 0x80;
  if (splits(from))
    throw new MongoError(28656, `${name}:  Invalid range, starting index is a UTF-8 continuation byte.`);
  if (from < to && splits(to)) {
    throw new MongoError(
      28657,
      `${name}:  Invalid range, ending index is in the middle of a UTF-8 character.`,
    );
  }
  return string(bytes.subarray(from, to).toString());
}

/** Finds a text in a text by code points or bytes: `units` cuts both so. */
const indexOf = (units: (text: string) => string[]): Operator =>
  listOperator(2, 4, ([value, sought, from, to], name) => {
    if (isNullish(value)) return NULL_VALUE;
    const text = units(
      expectText(value, 40091, `${name} requires a string as the first argument, found: ${typeName(value)}`),
    );
    const part = units(
      expectText(
        sought,
        40092,
        `${name} requires a string as the second argument, found: ${typeName(sought)}`,
      ),
    );
    const bound = (given: RawValue | undefined, which: string, fallback: number) => {
      if (given === undefined) return fallback;
      const at = whole(given, 40096, `${name} requires an integral ${which} index`);
      if (at < 0) throw new MongoError(40097, `${name} requires a nonnegative ${which} index, found: ${at}`);
      return at;
    };
    const start = bound(from, 'starting', 0);
    const end = Math.min(bound(to, 'ending', text.length), text.length);
    for (let at = start; at + part.length <= end; at++) {
      if (part.every((unit, i) => text[at + i] === unit)) return intValue(at);
    }
    return intValue(-1);
  });

/** $toLower, $toUpper and the like take numbers and dates too; a date is shown in ISO form. */
export const stringOperators: OperatorTable = {
  $concat: listOperator(0, Number.POSITIVE_INFINITY, concat),
  $split: listOperator(2, 2, split),
  $toUpper: onText((text) => string(upper(text))),
  $toLower: onText((text) => string(lower(text))),
  $strcasecmp: listOperator(2, 2, ([a, b]) =>
    intValue(Math.sign(Buffer.compare(Buffer.from(upper(coerced(a))), Buffer.from(upper(coerced(b)))))),
  ),
  $strLenCP: length((text) => [...text].length, 34471),
  $strLenBytes: length((text) => Buffer.byteLength(text), 34473),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $substr: listOperator(3, 3, substringOfBytes),
  $substrBytes: listOperator(3, 3, substringOfBytes),
  $substrCP: listOperator(3, 3, substringOfPoints),
  $indexOfCP: indexOf((text) => [...text]),
  $indexOfBytes: indexOf((text) => [...Buffer.from(text).toString('latin1')]),
};
