import { BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, Timestamp } from 'bson';
import { classOf, compareSlowly } from '../values/compare-oracle.ts';

/*
 * Filters on JavaScript values (documents are Maps), written for clearness from the manual: a path gives a list of values,
 * and a condition holds when one of them meets it.
 */

const MISSING = Symbol('missing');
type Found = unknown;

const isIndex = (step: string) => /^(0|[1-9]\d*)$/.test(step);

/** Every value at the end of a path, `MISSING` where a document has no such field. */
function along(value: unknown, steps: string[]): Found[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (value instanceof Map) return value.has(step) ? along(value.get(step), rest) : [MISSING];
  if (!Array.isArray(value)) return [MISSING];
  const found = value.filter((element) => element instanceof Map).flatMap((element) => along(element, steps));
  if (isIndex(step) && Number(step) < value.length) {
    const element = value[Number(step)];
    if (rest.length === 0) found.push({ whole: element });
    else if (Array.isArray(element)) found.push(...along(element, rest));
    else if (element instanceof Map) found.push(...along(element, rest));
  }
  return found;
}

const isWhole = (found: Found): found is { whole: unknown } =>
  typeof found === 'object' &&
  found !== null &&
  Object.getPrototypeOf(found) === Object.prototype &&
  'whole' in found;

/** The values a condition is asked about: the elements of arrays too. */
function candidates(doc: Map<string, unknown>, path: string): unknown[] {
  return along(doc, path.split('.')).flatMap((found) => {
    if (isWhole(found)) return [found.whole];
    return Array.isArray(found) ? [...found, found] : [found];
  });
}

function wholes(doc: Map<string, unknown>, path: string): unknown[] {
  return along(doc, path.split('.')).map((found) => (isWhole(found) ? found.whole : found));
}

const isNothing = (value: unknown) => value === MISSING || value === null;
const isNan = (value: unknown) =>
  /^NaN$/.test(String(value instanceof Double ? value.value : value)) && typeof value === 'object';
const isNumber = (value: unknown) =>
  value instanceof Int32 ||
  value instanceof Double ||
  (value instanceof Long && !(value instanceof Timestamp)) ||
  value instanceof Decimal128;

function meets(operator: string, value: unknown, wanted: unknown): boolean {
  const orEqual = ['$eq', '$gte', '$lte'].includes(operator);
  if (wanted === null) return isNothing(value) && orEqual;
  if (wanted instanceof MinKey || wanted instanceof MaxKey) {
    if (value !== MISSING && classOf(value) === classOf(wanted)) return orEqual;
    return operator.startsWith(wanted instanceof MinKey ? '$gt' : '$lt');
  }
  if (value === MISSING || classOf(value) !== classOf(wanted)) return false;
  if (isNan(value) || isNan(wanted)) return isNan(value) && isNan(wanted) && orEqual;
  const order = compareSlowly(value, wanted);
  if (order === 0) return orEqual;
  return order < 0 ? operator.startsWith('$lt') : operator.startsWith('$gt');
}

function meetsOne(operator: string, argument: unknown, value: unknown): boolean {
  switch (operator) {
    case '$in':
      return (argument as unknown[]).some((wanted) =>
        wanted instanceof BSONRegExp ? matchesRegex(value, wanted) : meets('$eq', value, wanted),
      );
    case '$type':
      return value !== MISSING && typeNames(value).includes(argument as string);
    case '$mod':
      return isNumber(value) && !isNan(value) && modMatches(value, argument as [Int32, Int32]);
    case '$regex':
      return matchesRegex(value, argument as BSONRegExp);
    default:
      return meets(operator, value, argument);
  }
}

function modMatches(value: unknown, [divisor, remainder]: [Int32, Int32]): boolean {
  const number = Number(value instanceof Double ? value.value : String(value));
  if (!Number.isFinite(number) || Math.abs(number) >= 2 ** 63) return false;
  const whole = value instanceof Long ? value.toBigInt() : BigInt(Math.trunc(number));
  return whole % BigInt(divisor.value) === BigInt(remainder.value);
}

function matchesRegex(value: unknown, { pattern, options }: BSONRegExp): boolean {
  if (value instanceof BSONRegExp) return value.pattern === pattern && value.options === options;
  return typeof value === 'string' && new RegExp(pattern, options).test(value);
}

function typeNames(value: unknown): string[] {
  if (value instanceof Int32) return ['int', 'number'];
  if (value instanceof Double) return ['double', 'number'];
  if (value instanceof Long && !(value instanceof Timestamp)) return ['long', 'number'];
  if (value instanceof Decimal128) return ['decimal', 'number'];
  if (value instanceof Map) return ['object'];
  if (Array.isArray(value)) return ['array'];
  if (value === null) return ['null'];
  return typeof value === 'string' ? ['string'] : [];
}

type Conditions = Map<string, unknown>;

function meetsConditions(doc: Map<string, unknown>, path: string, conditions: Conditions): boolean {
  return [...conditions].every(([operator, argument]) => {
    if (operator === '$ne') return !meetsConditions(doc, path, new Map([['$eq', argument]]));
    if (operator === '$nin') return !meetsConditions(doc, path, new Map([['$in', argument]]));
    if (operator === '$not') return !meetsConditions(doc, path, argument as Conditions);
    if (operator === '$exists') return wholes(doc, path).some((found) => found !== MISSING) === argument;
    if (operator === '$size') {
      return wholes(doc, path).some(
        (found) => Array.isArray(found) && found.length === (argument as Int32).value,
      );
    }
    if (operator === '$all') {
      return (
        (argument as unknown[]).length > 0 &&
        (argument as unknown[]).every((one) => meetsConditions(doc, path, new Map([['$eq', one]])))
      );
    }
    if (operator === '$elemMatch') {
      return wholes(doc, path).some(
        (found) =>
          Array.isArray(found) && found.some((element) => elementMatches(element, argument as Conditions)),
      );
    }
    return candidates(doc, path).some((value) => meetsOne(operator, argument, value));
  });
}

function elementMatches(element: unknown, conditions: Conditions): boolean {
  const first = [...conditions.keys()][0];
  if (!first?.startsWith('$')) {
    if (Array.isArray(element))
      return matchesSlowly(new Map(element.map((v, i) => [String(i), v])), conditions);
    return element instanceof Map && matchesSlowly(element, conditions);
  }
  return [...conditions].every(([operator, argument]) => {
    if (operator === '$ne') return !meetsOne('$eq', argument, element);
    if (operator === '$nin') return !meetsOne('$in', argument, element);
    return meetsOne(operator, argument, element);
  });
}

const isConditions = (value: unknown): value is Conditions =>
  value instanceof Map && [...value.keys()][0]?.startsWith('$') === true;

/** Whether a document matches a filter. */
export function matchesSlowly(doc: Map<string, unknown>, filter: Conditions): boolean {
  return [...filter].every(([name, argument]) => {
    const clauses = argument as Conditions[];
    if (name === '$and') return clauses.every((clause) => matchesSlowly(doc, clause));
    if (name === '$or') return clauses.some((clause) => matchesSlowly(doc, clause));
    if (name === '$nor') return !clauses.some((clause) => matchesSlowly(doc, clause));
    if (isConditions(argument)) return meetsConditions(doc, name, argument);
    return meetsConditions(doc, name, new Map([['$eq', argument]]));
  });
}
