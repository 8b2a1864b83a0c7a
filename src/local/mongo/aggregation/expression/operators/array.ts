import { MongoError } from '../../../errors.ts';
import { isNumeric } from '../../../values/arithmetic.ts';
import { compareValues } from '../../../values/compare.ts';
import { intValue, toInteger } from '../../../values/number.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import {
  listOperator,
  type NamedValues,
  namedOperator,
  type OperatorTable,
  strictOperator,
  unaryOperator,
} from '../operator.ts';
import { array, boolean, isNullish, members, typeName } from '../values.ts';

/** A whole number that fits in 32 bits; `complain` makes the error when it is not. */
export function wholeArgument(value: RawValue, complain: () => MongoError): number {
  const whole = isNumeric(value) ? toInteger(value) : undefined;
  if (whole === undefined || BigInt.asIntN(32, whole) !== whole) throw complain();
  return Number(whole);
}

function expectArray(value: RawValue, code: number, message: string): RawValue[] {
  if (value.type !== BsonType.array) throw new MongoError(code, message);
  return members(value);
}

function elementAt(
  [list, position]: ReadonlyArray<RawValue | undefined>,
  name: string,
): RawValue | undefined {
  if (isNullish(list) || isNullish(position)) return NULL_VALUE;
  const found = expectArray(
    list,
    28689,
    `${name}'s first argument must be an array, but is ${typeName(list)}`,
  );
  const complain = () =>
    new MongoError(28691, `${name}'s second argument must be representable as a 32-bit integer`);
  return found.at(wholeArgument(position, complain));
}

const atEdge = (index: 0 | -1) =>
  listOperator(1, 1, ([list], name) => {
    if (isNullish(list)) return NULL_VALUE;
    return expectArray(list, 28689, `${name}'s argument must be an array, but is ${typeName(list)}`).at(
      index,
    );
  });

function concatArrays(values: ReadonlyArray<RawValue | undefined>): RawValue {
  if (values.some(isNullish)) return NULL_VALUE;
  return array(
    (values as RawValue[]).flatMap((value) =>
      expectArray(value, 28664, `$concatArrays only supports arrays, not ${typeName(value)}`),
    ),
  );
}

function slice(values: readonly RawValue[]): RawValue {
  const [list, first, second] = values as [RawValue, RawValue, RawValue?];
  const found = expectArray(
    list,
    28724,
    `First argument to $slice must be an array, but is of type: ${typeName(list)}`,
  );
  const number = (value: RawValue, code: number, which: string) =>
    wholeArgument(
      value,
      () => new MongoError(code, `${which} argument to $slice can't be represented as a 32-bit integer`),
    );
  const position = number(first, 28726, 'Second');
  if (!second) return array(position < 0 ? found.slice(position) : found.slice(0, position));
  const count = number(second, 28728, 'Third');
  if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`);
  const start = position < 0 ? Math.max(found.length + position, 0) : position;
  return array(found.slice(start, start + count));
}

function indexOfArray(values: ReadonlyArray<RawValue | undefined>): RawValue {
  const [list, sought, from, to] = values;
  if (isNullish(list)) return NULL_VALUE;
  const found = expectArray(
    list,
    40090,
    `$indexOfArray requires an array as a first argument, found: ${typeName(list)}`,
  );
  const bound = (value: RawValue, which: string): number => {
    const complain = () =>
      new MongoError(
        40096,
        `$indexOfArray requires an integral ${which} index, found a value of type: ${typeName(value)}`,
      );
    const index = wholeArgument(value, complain);
    if (index < 0)
      throw new MongoError(40097, `$indexOfArray requires a nonnegative ${which} index, found: ${index}`);
    return index;
  };
  const start = from ? bound(from, 'starting') : 0;
  const end = Math.min(to ? bound(to, 'ending') : found.length, found.length);
  for (let i = start; i < end; i++) {
    if (sought && compareValues(found[i] as RawValue, sought) === 0) return intValue(i);
  }
  return intValue(-1);
}

/** Numbers that a range may hold: 100 MB at 16 bytes each, as MongoDB counts them. */
const MAX_RANGE = 6_553_600;

function range(values: readonly RawValue[]): RawValue {
  const [start = 0, end = 0, step = 1] = values.map((value, i) =>
    wholeArgument(
      value,
      () =>
        new MongoError(
          34444 + i * 2,
          `$range requires values that can be represented as a 32-bit integer, found: ${typeName(value)}`,
        ),
    ),
  );
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  if ((end - start) / step > MAX_RANGE) {
    throw new MongoError(146, '$range would use too much memory. Memory limit: 104857600 bytes');
  }
  const numbers: RawValue[] = [];
  for (let n = start; step > 0 ? n < end : n > end; n += step) numbers.push(intValue(n));
  return array(numbers);
}

function zip(read: NamedValues): RawValue {
  const inputs = read('inputs');
  if (isNullish(inputs)) return NULL_VALUE;
  const lists = expectArray(
    inputs,
    34461,
    `inputs must be an array of expressions, found ${typeName(inputs)}`,
  );
  if (lists.some(isNullish)) return NULL_VALUE;
  const found = lists.map((list) =>
    expectArray(list, 34468, `$zip found a non-array expression in input: ${typeName(list)}`),
  );
  const longest = read('useLongestLength');
  const lengths = found.map((list) => list.length);
  const useLongest = longest?.type === BsonType.boolean && longest.bytes[longest.start] === 1;
  const given = read('defaults');
  if (given && !useLongest) {
    throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  }
  const defaults = given ? members(given) : [];
  const length = lengths.length === 0 ? 0 : useLongest ? Math.max(...lengths) : Math.min(...lengths);
  return array(
    Array.from({ length }, (_, i) => array(found.map((list, j) => list[i] ?? defaults[j] ?? NULL_VALUE))),
  );
}

export const arrayOperators: OperatorTable = {
  $arrayElemAt: listOperator(2, 2, elementAt),
  $first: atEdge(0),
  $last: atEdge(-1),
  $concatArrays: listOperator(0, Number.POSITIVE_INFINITY, concatArrays),
  $in: listOperator(2, 2, ([sought, list]) => {
    if (list?.type !== BsonType.array) {
      throw new MongoError(40081, `$in requires an array as a second argument, found: ${typeName(list)}`);
    }
    return boolean(
      sought !== undefined && members(list).some((member) => compareValues(member, sought) === 0),
    );
  }),
  $indexOfArray: listOperator(2, 4, indexOfArray),
  $isArray: listOperator(1, 1, ([value]) => boolean(value?.type === BsonType.array)),
  $range: strictOperator(2, 3, range),
  $reverseArray: unaryOperator((list) =>
    array(
      expectArray(
        list,
        34435,
        `The argument to $reverseArray must be an array, but was of type: ${typeName(list)}`,
      ).reverse(),
    ),
  ),
  $size: listOperator(1, 1, ([list]) => {
    if (list?.type !== BsonType.array) {
      throw new MongoError(
        17124,
        `The argument to $size must be an array, but was of type: ${typeName(list)}`,
      );
    }
    return intValue(members(list).length);
  }),
  $slice: strictOperator(2, 3, slice),
  $zip: namedOperator(['inputs'], ['useLongestLength', 'defaults'], zip),
};
