import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/** A fraction of two integers, the second above zero. */
type Fraction = [bigint, bigint];

function fractionOfDouble(n: number): Fraction {
  let denominator = 1n;
  let scaled = n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

function fractionOfDecimal(text: string): Fraction {
  const [mantissa = '0', power = '0'] = text.split('E');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(`${whole}${fraction}`);
  return exponent < 0 ? [digits, 10n ** BigInt(-exponent)] : [digits * 10n ** BigInt(exponent), 1n];
}

function fractionOf(value: unknown): Fraction | 'NaN' | 'Infinity' | '-Infinity' {
  const text = String(value instanceof Double ? value.value : value);
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity') return text;
  if (value instanceof Double) return fractionOfDouble(value.value);
  return fractionOfDecimal(text);
}

const signOf = (n: bigint | number) => (n < 0 ? -1 : n > 0 ? 1 : 0);

function compareNumbers(a: unknown, b: unknown): number {
  const places = ['NaN', '-Infinity', 'finite', 'Infinity'];
  const [x, y] = [fractionOf(a), fractionOf(b)];
  if (typeof x !== 'string' && typeof y !== 'string') return signOf(x[0] * y[1] - y[0] * x[1]);
  const place = (f: Fraction | string) => places.indexOf(typeof f === 'string' ? f : 'finite');
  return signOf(place(x) - place(y));
}

const isNumber = (v: unknown) =>
  v instanceof Int32 || v instanceof Double || v instanceof Long || v instanceof Decimal128;

const classes: Array<(v: unknown) => boolean> = [
  (v) => v instanceof MinKey,
  (v) => v === null,
  (v) => v instanceof Timestamp === false && isNumber(v),
  (v) => typeof v === 'string' || v instanceof BSONSymbol,
  (v) => v instanceof Map,
  (v) => Array.isArray(v),
  (v) => v instanceof Binary,
  (v) => v instanceof ObjectId,
  (v) => typeof v === 'boolean',
  (v) => v instanceof Date,
  (v) => v instanceof Timestamp,
  (v) => v instanceof BSONRegExp,
  (v) => v instanceof Code && !v.scope,
  (v) => v instanceof Code,
  (v) => v instanceof MaxKey,
];
/** The place of a value's class in the order. */
export const classOf = (v: unknown) => classes.findIndex((is) => is(v));

const compareText = (a: unknown, b: unknown) =>
  Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));

function entriesOf(v: unknown): Array<[string, unknown]> {
  if (v instanceof Map) return [...v];
  return Object.entries(v as object);
}

function compareEntries(a: unknown, b: unknown): number {
  const [xs, ys] = [entriesOf(a), entriesOf(b)];
  for (const [i, [name, value]] of xs.entries()) {
    const other = ys[i];
    if (!other) return 1;
    const order =
      signOf(classOf(value) - classOf(other[1])) ||
      (Array.isArray(a) ? 0 : compareText(name, other[0])) ||
      compareSlowly(value, other[1]);
    if (order !== 0) return order;
  }
  return xs.length < ys.length ? -1 : 0;
}

function compareBinaries(a: Binary, b: Binary): number {
  return (
    signOf(a.length() - b.length()) || signOf(a.sub_type - b.sub_type) || Buffer.compare(a.value(), b.value())
  );
}

/** MongoDB's order on JavaScript objects, written for clearness: -1, 0 or 1. */
export function compareSlowly(a: unknown, b: unknown): number {
  const order = signOf(classOf(a) - classOf(b));
  if (order !== 0) return order;
  if (a === null || a instanceof MinKey || a instanceof MaxKey) return 0;
  if (a instanceof Timestamp)
    return (
      signOf(a.toBigInt() - (b as Timestamp).toBigInt()) &&
      (BigInt.asUintN(64, a.toBigInt()) < BigInt.asUintN(64, (b as Timestamp).toBigInt()) ? -1 : 1)
    );
  if (isNumber(a)) return compareNumbers(a, b);
  if (a instanceof Binary) return compareBinaries(a, b as Binary);
  if (a instanceof ObjectId) return Buffer.compare(a.id, (b as ObjectId).id);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date) return signOf(a.getTime() - (b as Date).getTime());
  if (a instanceof BSONRegExp)
    return (
      compareText(a.pattern, (b as BSONRegExp).pattern) || compareText(a.options, (b as BSONRegExp).options)
    );
  if (a instanceof Code) {
    const other = b as Code;
    return (
      compareText(a.code, other.code) ||
      (a.scope
        ? compareSlowly(new Map([['n', new Int32(a.scope.n)]]), new Map([['n', new Int32(other.scope?.n)]]))
        : 0)
    );
  }
  if (Array.isArray(a) || a instanceof Map) return compareEntries(a, b);
  return compareText(a, b);
}
