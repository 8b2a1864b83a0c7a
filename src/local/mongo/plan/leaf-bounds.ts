import type { Comparison, FilterNode, RegexSource } from '../query/node.ts';
import { OrderTag, orderTag } from '../values/order.ts';
import { BsonType, elementsOf, fromJs, NULL_VALUE, type RawValue } from '../values/raw.ts';
import { show } from '../values/show.ts';
import {
  complement,
  type Edge,
  edgesAround,
  FULL,
  type Interval,
  intersect,
  pointAt,
  unite,
} from './interval.ts';
import { stringsWithPrefix } from './regex-prefix.ts';

/** Which index keys a document can have that passes a test on one path. */
export interface Bounds {
  readonly intervals: readonly Interval[];
  /** Every document that has such a key passes. */
  readonly exact: boolean;
  /** As `exact`, provided no array is on the path. */
  readonly exactWithoutArrays: boolean;
  /** With an array on the path the intervals may leave out documents that pass. */
  readonly onlyWithoutArrays?: boolean;
}

const UNDEFINED_VALUE: RawValue = { ...NULL_VALUE, type: BsonType.undefined };
/** Missing fields and null have the key null; undefined is as good as null to a query. */
const NULLS = unite([pointAt(UNDEFINED_VALUE), pointAt(NULL_VALUE)]);
const NAN = fromJs(Number.NaN);

/** The bounds of a test, or undefined when no key can be left out. */
export function boundsOf(node: FilterNode): Bounds | undefined {
  switch (node.kind) {
    case 'compare':
      return node.operator === 'eq' ? equalTo(node.value) : compared(node.operator, node.value);
    case 'in':
      return oneOf(node);
    case 'regex':
      return bounds(stringsWithPrefix(node), false);
    case 'exists':
      return node.exists ? bounds(FULL, false) : bounds(NULLS, false);
    case 'type':
      return ofTypes(node.types);
    case 'not':
      return negated(node.node);
    case 'elemMatch':
      return node.ofValues ? elementOf(node.node) : undefined;
    default:
      return undefined;
  }
}

function bounds(intervals: readonly Interval[], exact: boolean, exactWithoutArrays = exact): Bounds {
  return { intervals, exact, exactWithoutArrays };
}

function equalTo(value: RawValue): Bounds | undefined {
  switch (value.type) {
    case BsonType.null:
      return bounds(NULLS, false, true);
    case BsonType.array: {
      // The keys are the elements: look under the first, and under the array as an element of another.
      const first = elementsOf(value)[0]?.value ?? UNDEFINED_VALUE;
      return bounds(unite([pointAt(first), pointAt(value)]), false);
    }
    case BsonType.undefined:
      return undefined;
    default:
      return bounds([pointAt(value)], true);
  }
}

function oneOf({ values, regexes }: { values: RawValue[]; regexes: RegexSource[] }): Bounds | undefined {
  const parts: Bounds[] = regexes.map((regex) => bounds(stringsWithPrefix(regex), false));
  for (const value of values) {
    const part = equalTo(value);
    if (!part) return undefined;
    parts.push(part);
  }
  return {
    intervals: unite(parts.flatMap(({ intervals }) => intervals)),
    exact: parts.every(({ exact }) => exact),
    exactWithoutArrays: parts.every(({ exactWithoutArrays }) => exactWithoutArrays),
  };
}

const INCOMPARABLE = new Set<number>([
  BsonType.array,
  BsonType.undefined,
  BsonType.minKey,
  BsonType.maxKey,
  BsonType.regex,
]);

/** A comparison looks only at values of the operand's own kind. */
function compared(operator: Exclude<Comparison, 'eq'>, value: RawValue): Bounds | undefined {
  if (INCOMPARABLE.has(value.type)) return undefined;
  const includesEqual = operator === 'gte' || operator === 'lte';
  if (value.type === BsonType.null || isNan(value)) {
    return includesEqual ? equalTo(value) : bounds([], true);
  }
  const tag = orderTag(value.type);
  const { before, after } = edgesAround(value);
  const at = operator === 'gte' || operator === 'lt' ? before : after;
  const edge: Edge = { at, shown: show(value), inclusive: includesEqual };
  const isAbove = operator === 'gt' || operator === 'gte';
  const interval = isAbove
    ? { low: edge, high: endOfClass(tag), isPoint: false }
    : { low: startOfClass(tag), high: edge, isPoint: false };
  return bounds(unite([interval]), true);
}

function isNan(value: RawValue): boolean {
  return Buffer.compare(edgesAround(value).before, edgesAround(NAN).before) === 0;
}

const CLASS_LIMITS: Record<number, [string, string]> = {
  [OrderTag.number]: ['-inf.0', 'inf.0'],
  [OrderTag.string]: ['""', '{}'],
  [OrderTag.object]: ['{}', '[]'],
  [OrderTag.date]: ['new Date(-9223372036854775808)', 'new Date(9223372036854775807)'],
  [OrderTag.boolean]: ['false', 'true'],
  [OrderTag.objectId]: ["ObjectId('000000000000000000000000')", "ObjectId('ffffffffffffffffffffffff')"],
};
const INCLUSIVE_END = new Set<number>([OrderTag.number, OrderTag.date, OrderTag.boolean, OrderTag.objectId]);

function startOfClass(tag: number): Edge {
  return { at: Uint8Array.of(tag), shown: CLASS_LIMITS[tag]?.[0] ?? 'MinKey', inclusive: true };
}

function endOfClass(tag: number): Edge {
  return {
    at: Uint8Array.of(tag + 1),
    shown: CLASS_LIMITS[tag]?.[1] ?? 'MaxKey',
    inclusive: INCLUSIVE_END.has(tag),
  };
}

function ofTypes(types: ReadonlySet<number>): Bounds | undefined {
  if (types.has(BsonType.array) || types.has(BsonType.undefined)) return undefined;
  const intervals = [...types].flatMap((type) => {
    const tag = orderTag(type);
    const classes = tag === OrderTag.number ? [OrderTag.nan, OrderTag.number] : [tag];
    return classes.map((each) => ({ low: startOfClass(each), high: endOfClass(each), isPoint: false }));
  });
  return bounds(unite(intervals), false);
}

/** A document without a matching value has a key outside, if every key inside means a match. */
function negated(node: FilterNode): Bounds | undefined {
  const inner = boundsOf(node);
  if (!inner?.exact && !inner?.exactWithoutArrays) return undefined;
  return {
    intervals: complement(inner.intervals),
    exact: false,
    exactWithoutArrays: true,
    onlyWithoutArrays: !inner.exact,
  };
}

/** All conditions of an `$elemMatch` on values hold for one element, which is one key. */
function elementOf(node: FilterNode): Bounds | undefined {
  const leaves = node.kind === 'and' ? node.nodes : [node];
  let intervals: readonly Interval[] = FULL;
  for (const leaf of leaves) {
    const part = leaf.kind === 'not' ? undefined : boundsOf(leaf);
    if (part) intervals = intersect(intervals, part.intervals);
  }
  return bounds(intervals, false);
}
