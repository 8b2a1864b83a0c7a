import { BSONRegExp, Double, Long } from 'bson';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { documentFromJs } from '../../../../src/local/mongo/values/raw.ts';

const compiled = (filter: Record<string, unknown>) => compileFilter(documentFromJs(filter));
const matches = (filter: Record<string, unknown>, doc: Record<string, unknown>) =>
  compiled(filter).matches(documentFromJs(doc));

test.each([
  [{ 'a.b': null }, { a: [{}, { b: 5 }] }, true],
  [{ 'a.b': null }, { a: [5, { b: 5 }] }, false],
  [{ 'a.b': null }, { a: [] }, false],
  [{ 'a.b': null }, { a: 4 }, true],
  [{ 'a.0': 1 }, { a: [[1, 2], 3] }, false],
  [{ 'a.0': [1, 2] }, { a: [[1, 2], 3] }, true],
  [{ 'a.0.b': 1 }, { a: [[{ b: 1 }]] }, true],
  [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
  [{ 'a.0': 5 }, { a: [{ 0: 5 }] }, true],
  [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, false],
  [{ a: 5 }, { a: new Double(5) }, true],
  [{ a: { $gt: 5 } }, { a: 'x' }, false],
  [{ a: { $lt: 5 } }, { a: Number.NaN }, false],
  [{ a: { $gte: Number.NaN } }, { a: Number.NaN }, true],
  [{ a: { $gt: Long.fromString('9007199254740992') } }, { a: Long.fromString('9007199254740993') }, true],
  [{ a: new BSONRegExp('^b.*z$', 's') }, { a: 'b\nz' }, true],
  [{ a: { $regex: '(?i)ABC' } }, { a: 'xabcx' }, true],
  [{ a: { $regex: 'a b # comment', $options: 'x' } }, { a: 'ab' }, true],
  [{ a: { $in: [/^x/, 1] } }, { a: ['y', 'xz'] }, true],
  [{ a: new BSONRegExp('x', 'i') }, { a: new BSONRegExp('x', 'i') }, true],
  [{ a: new BSONRegExp('x', 'i') }, { a: new BSONRegExp('x', '') }, false],
  [{ a: { $not: /x/ } }, { a: ['y', 'x'] }, false],
  [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 4] }, false],
  [{ a: { $gt: 1, $lt: 3 } }, { a: [0, 4] }, true],
  [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } }, { a: [{ b: 1 }, { b: 2 }] }, true],
  [{ a: { $bitsAnySet: [1, 40] } }, { a: Long.fromString('1099511627776') }, true],
  [{ a: { $bitsAllClear: 6 } }, { a: -8 }, true],
  [{ a: { $ref: 'x', $id: 1 } }, { a: { $ref: 'x', $id: 1 } }, true],
  [{ 'a.$id': 1 }, { a: { $ref: 'x', $id: 1 } }, true],
  [{ $expr: { $gt: ['$a', '$b'] } }, { a: 2, b: 1 }, true],
  [{ a: {} }, { a: {} }, true],
  [{ a: { $mod: [4, 0] } }, { a: 1e300 }, false],
  [{ a: { $mod: [4, 0] } }, { a: 8.9 }, true],
  [{ 'ü.ß': 1 }, { ü: [{ ß: 1 }] }, true],
  [{ __proto__: null, a: 1 }, { a: 1 }, true],
])('%j on %j: %s', (filter, doc, expected) => {
  expect(matches(filter as Record<string, unknown>, doc as Record<string, unknown>)).toBe(expected);
});

test.each([
  [
    { $foo: 1 },
    2,
    "unknown top level operator: $foo. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.",
  ],
  [{ a: { $foo: 1 } }, 2, 'unknown operator: $foo'],
  [{ a: { $gt: 1, b: 2 } }, 2, 'unknown operator: b'],
  [{ $or: [] }, 2, '$and/$or/$nor must be a nonempty array'],
  [{ $or: {} }, 2, '$or must be an array'],
  [{ $and: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
  [{ a: { $in: 1 } }, 2, '$in needs an array'],
  [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
  [{ a: { $nin: 1 } }, 2, '$nin needs an array'],
  [{ a: { $all: 1 } }, 2, '$all needs an array'],
  [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
  [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
  [{ a: { $not: {} } }, 2, '$not cannot be empty'],
  [{ a: { $ne: /x/ } }, 2, "Can't have regex as arg to $ne."],
  [{ a: { $gt: /x/ } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
  [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
  [{ a: { $regex: 1 } }, 2, '$regex has to be a string'],
  [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
  [{ a: { $mod: [1] } }, 2, 'malformed mod, not enough elements'],
  [{ a: { $size: -1 } }, 2, 'Failed to parse $size. Expected a non-negative number in: $size: -1'],
  [{ a: { $type: 'foo' } }, 2, 'Unknown type name alias: foo'],
  [{ a: { $type: [] } }, 9, 'a must match at least one type'],
  [{ a: { $regex: 'x', $options: 'g' } }, 51108, 'invalid flag in regex options: g'],
  [{ a: { $near: [1, 1] } }, 238, 'not supported by the embedded MongoDB: the query operator $near'],
  [{ $where: 'true' }, 238, 'not supported by the embedded MongoDB: the query operator $where'],
  [{ $text: { $search: 'x' } }, 238, 'not supported by the embedded MongoDB: the query operator $text'],
  [{ a: { $elemMatch: { $expr: true } } }, 2, 'unknown operator: $expr'],
  [{ $expr: { $foo: 1 } }, 168, "Unrecognized expression '$foo'"],
])('%j is refused with %i', (filter, code, message) => {
  expect(() => compiled(filter)).toThrow(expect.objectContaining({ code, message }));
});

test.each([
  [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }, 1],
  [
    { a: { $elemMatch: { b: 2, c: 1 } } },
    {
      a: [
        { b: 2, c: 0 },
        { b: 2, c: 1 },
      ],
    },
    1,
  ],
  [{ $and: [{ 'a.b': 2 }, { z: 1 }] }, { a: [{ b: 1 }, { b: 2 }], z: 1 }, 1],
  [{ 'a.b': 1, 'a.c': 2 }, { a: [{ b: 1 }, { c: 2 }] }, 1],
  [
    { 'a.b': { $gt: 0 }, 'a.c': 5 },
    {
      a: [
        { b: 1, c: 0 },
        { b: 0, c: 5 },
      ],
    },
    0,
  ],
  [{ 'a.b': 3 }, { a: [{ b: [1] }, { b: [2, 3] }] }, 1],
  [{ $or: [{ x: 1 }, { a: 7 }] }, { a: [5, 7] }, 1],
  [{ a: 5 }, { a: 5 }, undefined],
  [{ 'a.1.b': 5 }, { a: [{}, { b: 5 }] }, undefined],
])('%j matches %j at position %s', (filter, doc, position) => {
  expect(compiled(filter as Record<string, unknown>).positionFor(documentFromJs(doc))).toBe(position);
});
