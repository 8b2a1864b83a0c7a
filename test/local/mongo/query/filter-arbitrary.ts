import { BSONRegExp, Int32 } from 'bson';
import fc from 'fast-check';
import { bsonNumber, bsonValue } from '../values/arbitrary.ts';

const names = fc.constantFrom('a', 'b', '0', '1');

/** Small values that are often equal. */
const small = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 2 }).map((n) => new Int32(n)) },
  { weight: 2, arbitrary: fc.constantFrom('', 'x', 'xy', null, true) },
  { weight: 1, arbitrary: bsonNumber },
  { weight: 1, arbitrary: bsonValue.filter((value) => !(value instanceof BSONRegExp)) },
);

const nested = fc.letrec<{ value: unknown; doc: Map<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    small,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
  ),
  doc: fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map((fields) => new Map(fields)),
}));

/** A document of few names, deep in arrays. */
export const document = fc
  .array(fc.tuple(names, nested.value), { maxLength: 4 })
  .map((fields) => new Map<string, unknown>(fields));

const path = fc.array(names, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'));
const wanted = fc.oneof(small, fc.array(small, { maxLength: 2 }), nested.doc);
const int = (min: number, max: number) => fc.integer({ min, max }).map((n) => new Int32(n));
const regex = fc.constantFrom(new BSONRegExp('^x', ''), new BSONRegExp('Y$', 'i'));
const comparison = fc.tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), wanted);
const members = fc.array(wanted, { maxLength: 10 });

const valueCondition: fc.Arbitrary<[string, unknown]> = fc.oneof(
  comparison as fc.Arbitrary<[string, unknown]>,
  fc.tuple(fc.constantFrom('$in', '$nin'), fc.oneof(members, fc.tuple(regex, small))),
  fc.tuple(fc.constant('$mod'), fc.tuple(int(1, 3), int(0, 2))),
  fc.tuple(
    fc.constant('$type'),
    fc.constantFrom('int', 'number', 'string', 'array', 'object', 'null', 'decimal'),
  ),
  fc.tuple(fc.constant('$regex'), regex),
);

const pathCondition: fc.Arbitrary<[string, unknown]> = fc.oneof(
  valueCondition,
  fc.tuple(fc.constant('$exists'), fc.boolean()),
  fc.tuple(fc.constant('$size'), int(0, 3)),
  fc.tuple(fc.constant('$all'), fc.array(small, { maxLength: 2 })),
  fc.tuple(
    fc.constant('$elemMatch'),
    fc.array(valueCondition, { minLength: 1, maxLength: 2 }).map((c) => new Map(c)),
  ),
);

const conditions = fc.array(pathCondition, { minLength: 1, maxLength: 2 }).map((list) => new Map(list));
const negated = conditions.map((inner) => new Map<string, unknown>([['$not', inner]]));

/** Any filter. */
export const filter = fc.letrec<{ filter: Map<string, unknown> }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(path, fc.oneof(wanted, conditions, negated)).map((entry) => new Map<string, unknown>([entry])),
    fc
      .tuple(path, fc.array(fc.tuple(path, fc.oneof(conditions, wanted)), { maxLength: 2 }))
      .map(([name, inner]) => new Map([[name, new Map([['$elemMatch', new Map(inner)]])]])),
    fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map((entry) => new Map<string, unknown>([entry])),
  ),
})).filter;
