import { comparable, compareValues } from '../values/compare.ts';
import { groupKey } from '../values/key.ts';
import { binaryNumber, isNumber, toInteger, toNumber } from '../values/number.ts';
import { orderTag } from '../values/order.ts';
import { findElement, type ValueTest } from '../values/path.ts';
import { BsonType, type RawValue, readInt32 } from '../values/raw.ts';
import type { BitTest, Comparison, LeafNode } from './node.ts';
import { regexTest } from './regex.ts';

const NOTHING: ReadonlySet<number> = new Set([BsonType.null, BsonType.undefined]);
/** From this many values on, `$in` looks them up instead of comparing with each. */
const LOOKUP_FROM = 8;

function isNan(value: RawValue): boolean {
  return isNumber(value.type) && Number.isNaN(toNumber(value));
}

const ORDERED: Readonly<Record<Comparison, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** `$eq`, `$gt` ... compare values of one class only; null equals what is missing; NaN is only equal to itself (`ComparisonMatchExpression`). */
function compareTest(operator: Comparison, wanted: RawValue): ValueTest {
  const { type } = wanted;
  const orEqual = operator === 'eq' || operator === 'gte' || operator === 'lte';
  if (NOTHING.has(type)) return (value) => orEqual && (value === undefined || NOTHING.has(value.type));
  if (type === BsonType.minKey || type === BsonType.maxKey) {
    const others = type === BsonType.minKey ? operator.startsWith('gt') : operator.startsWith('lt');
    return (value) => (value?.type === type ? orEqual : others);
  }
  if (isNan(wanted)) return (value) => orEqual && value !== undefined && isNan(value);
  const passes = ORDERED[operator];
  const nanComesFirst = operator.startsWith('lt') && isNumber(type);
  return (value) =>
    value !== undefined &&
    comparable(value.type, type) &&
    passes(compareValues(value, wanted)) &&
    !(nanComesFirst && isNan(value));
}

/** `$in`: equal to one of the values, or matched by one of the regular expressions. */
function inTest(node: Extract<LeafNode, { kind: 'in' }>): ValueTest {
  const regexes = node.regexes.map(regexTest);
  const missing = node.values.some(({ type }) => NOTHING.has(type));
  const equal = equalToAny(node.values);
  return (value) => {
    if (value === undefined || NOTHING.has(value.type)) return missing;
    return equal(value) || regexes.some((matches) => matches(value));
  };
}

function equalToAny(values: readonly RawValue[]): (value: RawValue) => boolean {
  if (values.length < LOOKUP_FROM)
    return (value) => values.some((wanted) => compareValues(value, wanted) === 0);
  const keys = new Set(values.map(groupKey));
  const tags = new Set(values.map(({ type }) => orderTag(type)));
  return (value) => tags.has(orderTag(value.type)) && keys.has(groupKey(value));
}

function arrayLength(array: RawValue): number {
  let length = 0;
  findElement(array, () => {
    length += 1;
    return false;
  });
  return length;
}

/** `$mod`: numbers are cut to integers; NaN and what does not fit in 64 bits never match. */
function modTest(divisor: bigint, remainder: bigint): ValueTest {
  return (value) => {
    if (value === undefined || !isNumber(value.type)) return false;
    const number = binaryNumber(value) ?? toNumber(value) ?? Number.NaN;
    if (typeof number === 'number' && !Number.isFinite(number)) return false;
    const integer = typeof number === 'bigint' ? number : BigInt(Math.trunc(number));
    return BigInt.asIntN(64, integer) === integer && integer % divisor === remainder;
  };
}

/** The bits of a number, or of a binary's bytes (the first byte holds the lowest), endless above with the sign. */
function bitsOf(value: RawValue): bigint | undefined {
  if (value.type !== BsonType.binary) return toInteger(value);
  const from = value.start + 5;
  const length = readInt32(value.bytes, value.start);
  const digits = Buffer.from(value.bytes.subarray(from, from + length))
    .reverse()
    .toString('hex');
  return BigInt(`0x0${digits}`);
}

const BIT_TESTS: Readonly<Record<BitTest, (found: bigint, mask: bigint) => boolean>> = {
  allSet: (found, mask) => found === mask,
  allClear: (found) => found === 0n,
  anySet: (found) => found !== 0n,
  anyClear: (found, mask) => found !== mask,
};

function bitsTest(test: BitTest, mask: bigint): ValueTest {
  return (value) => {
    const bits = value && bitsOf(value);
    return bits !== undefined && BIT_TESTS[test](bits & mask, mask);
  };
}

/** What a leaf asks of one value at the end of its path; `elemMatch` is answered by the matcher. */
export function leafTest(node: Exclude<LeafNode, { kind: 'elemMatch' }>): ValueTest {
  switch (node.kind) {
    case 'compare':
      return compareTest(node.operator, node.value);
    case 'in':
      return inTest(node);
    case 'regex':
      return regexTest(node);
    case 'exists':
      return (value) => value !== undefined;
    case 'type':
      return (value) => value !== undefined && node.types.has(value.type);
    case 'size':
      return (value) => value?.type === BsonType.array && arrayLength(value) === node.size;
    case 'mod':
      return modTest(node.divisor, node.remainder);
    case 'bits':
      return bitsTest(node.test, node.mask);
  }
}
