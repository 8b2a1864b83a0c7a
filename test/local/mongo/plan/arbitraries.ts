import { Decimal128, Long, MaxKey, MinKey } from 'bson';
import fc from 'fast-check';

/** Few different values of many kinds, so that filters hit and values of different kinds meet. */
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(1.5, -1, Number.NaN, Number.POSITIVE_INFINITY) },
  { weight: 1, arbitrary: fc.constantFrom(Long.fromNumber(2), Decimal128.fromString('3.0')) },
  { weight: 2, arbitrary: fc.constantFrom('', 'a', 'ab', 'abc', 'b', 'B', 'a\u0000b', 'é') },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(new Date(0), new Date(5), new MinKey(), new MaxKey()) },
  { weight: 1, arbitrary: fc.constantFrom(/^a/, /b/i) },
);
const embedded = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });
const element = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 3, arbitrary: embedded });
const array = fc.array(fc.oneof({ weight: 6, arbitrary: element }, fc.array(element, { maxLength: 2 })), {
  maxLength: 3,
});
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: embedded },
  { weight: 3, arbitrary: array },
);

const FIELDS = ['a', 'b', 'c'] as const;
const PATHS = ['a', 'b', 'c', 'a.x', 'a.y', 'b.x', 'a.0', 'a.0.x'] as const;

export const arbitraryDocument = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });

const path = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PATHS) }, fc.constantFrom(...FIELDS));
const indexPath = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 4, arbitrary: fc.constantFrom(...PATHS.slice(0, 6)) },
);
const direction = fc.constantFrom(1, -1);

const partial = fc.oneof(
  fc.record({ c: fc.record({ $exists: fc.constant(true) }) }),
  fc.record({ c: fc.record({ $gt: fc.integer({ min: 0, max: 3 }) }) }),
  fc.record({ b: scalar.filter((each) => !(each instanceof RegExp)) }),
  fc.record({ a: fc.record({ $type: fc.constant('string') }) }),
);

/** The options of an index without its name. */
export const arbitraryIndex = fc
  .tuple(
    fc.uniqueArray(fc.tuple(indexPath, direction), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 3,
    }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant({}) },
      { weight: 2, arbitrary: fc.constant({ sparse: true }) },
      { weight: 2, arbitrary: partial.map((partialFilterExpression) => ({ partialFilterExpression })) },
    ),
  )
  .map(([fields, options]) => ({ key: Object.fromEntries(fields), ...options }));

const notRegex = value.filter((each) => !(each instanceof RegExp));
const test = fc.oneof(
  { weight: 5, arbitrary: value },
  {
    weight: 3,
    arbitrary: fc.record({ $gt: notRegex, $lt: notRegex }, { requiredKeys: [] }).filter(hasFields),
  },
  {
    weight: 2,
    arbitrary: fc.record({ $gte: notRegex, $lte: notRegex }, { requiredKeys: [] }).filter(hasFields),
  },
  { weight: 2, arbitrary: fc.record({ $in: fc.array(value, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ $nin: fc.array(value, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ $ne: notRegex }) },
  { weight: 1, arbitrary: fc.record({ $exists: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ $type: fc.constantFrom('number', 'string', 'null', 'array', 'object', 'bool') }),
  },
  { weight: 1, arbitrary: fc.record({ $size: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ $not: fc.record({ $gt: notRegex }) }) },
  { weight: 1, arbitrary: fc.record({ $regex: fc.constantFrom('^a', '^ab?', 'b', '^', '^a\\.', '^a.*') }) },
  { weight: 1, arbitrary: fc.record({ $all: fc.array(notRegex, { minLength: 1, maxLength: 2 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      $elemMatch: fc.record({ $gte: scalar.filter(isPlain), $lt: scalar.filter(isPlain) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      $elemMatch: fc
        .record({ x: scalar, y: fc.record({ $gt: scalar.filter(isPlain) }) }, { requiredKeys: [] })
        .filter(hasFields),
    }),
  },
);

function hasFields(object: object): boolean {
  return Object.keys(object).length > 0;
}

function isPlain(each: unknown): boolean {
  return !(each instanceof RegExp);
}

const conditions = fc.uniqueArray(fc.tuple(path, test), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 3,
});
const simple = conditions.map((fields) => Object.fromEntries(fields) as Record<string, unknown>);

export const arbitraryFilter = fc.oneof(
  { weight: 6, arbitrary: simple },
  { weight: 2, arbitrary: fc.record({ $or: fc.array(simple, { minLength: 1, maxLength: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(simple, fc.array(simple, { minLength: 1, maxLength: 2 }))
      .map(([all, any]) => ({ ...all, $or: any })),
  },
  { weight: 1, arbitrary: fc.record({ $and: fc.array(simple, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ $nor: fc.array(simple, { minLength: 1, maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

export const arbitrarySort = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...PATHS.slice(0, 6), '_id'), direction), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 3,
  })
  .map((fields) => Object.fromEntries(fields));
