import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileProjection } from '../../../../src/local/mongo/projection/projection.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { documentFromJs, documentToJs } from '../../../../src/local/mongo/values/raw.ts';
import { bsonValue } from '../values/arbitrary.ts';

type Fields = Record<string, unknown>;

const doc = {
  _id: 1,
  a: 1,
  b: { c: 1, d: 2 },
  l: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5, [{ x: 3 }]],
  n: [1, 2, 3, 4],
  r: { $ref: 'other', $id: 7 },
};

function project(projection: Fields, filter: Fields = {}): unknown {
  const compiled = compileProjection(documentFromJs(projection), {
    filter: compileFilter(documentFromJs(filter)),
  });
  return JSON.parse(JSON.stringify(compiled ? documentToJs(compiled(documentFromJs(doc))) : 'all'));
}

const { _id, a, b, l, n, r } = doc;

test.each<[Fields, unknown]>([
  [{}, 'all'],
  [{ a: 1 }, { _id, a }],
  [
    { n: true, a: 2.5 },
    { _id, a, n },
  ],
  [{ _id: 1 }, { _id }],
  [{ _id: 0 }, { a, b, l, n, r }],
  [{ _id: 0, a: 1 }, { a }],
  [
    { a: 0, 'b.c': 0, l: 0 },
    { _id, b: { d: 2 }, n, r },
  ],
  [
    { a: 0, _id: 1, b: 0, l: 0 },
    { _id, n, r },
  ],
  [{ 'b.c': 1 }, { _id, b: { c: 1 } }],
  [{ b: { d: 1 } }, { _id, b: { d: 2 } }],
  [{ 'a.z': 1 }, { _id }],
  [{ 'l.x': 1 }, { _id, l: [{ x: 1 }, { x: 2 }, [{ x: 3 }]] }],
  [
    { 'l.x': 0, a: 0, b: 0, n: 0, r: 0 },
    { _id, l: [{ y: 1 }, { y: 2 }, 5, [{}]] },
  ],
  [{ 'r.$id': 1 }, { _id, r: { $id: 7 } }],
  [
    { n: { $slice: 2 }, a: 1 },
    { _id, a, n: [1, 2] },
  ],
  [
    { n: { $slice: -1 }, a: 1 },
    { _id, a, n: [4] },
  ],
  [
    { n: { $slice: [-3, 2] }, a: 1 },
    { _id, a, n: [2, 3] },
  ],
  [
    { n: { $slice: 1 }, b: 0, l: 0, r: 0 },
    { _id, a, n: [1] },
  ],
  [
    { n: { $slice: 1 }, _id: 1 },
    { _id, n: [1] },
  ],
  [
    { n: { $slice: 1 }, l: { $elemMatch: { x: 2 } } },
    { _id, a, b, l: [{ x: 2, y: 2 }], n: [1], r },
  ],
  [{ l: { $elemMatch: { x: 2 } } }, { _id, l: [{ x: 2, y: 2 }] }],
  [
    { n: { $elemMatch: { $gt: 2 } }, b: 1 },
    { _id, b, n: [3] },
  ],
  [{ n: { $elemMatch: { $gt: 9 } } }, { _id }],
  [
    { s: { $add: ['$a', 1] }, c: '$b.c', t: 'text' },
    { _id, s: 2, c: 1, t: 'text' },
  ],
  [
    { 'b.sum': { $sum: '$n' }, 'b.c': 1 },
    { _id, b: { c: 1, sum: 10 } },
  ],
])('%j', (projection, expected) => {
  const result = project(projection);
  expect(result).toEqual(expected);
  if (expected !== 'all') expect(Object.keys(result as Fields)).toEqual(Object.keys(expected as Fields));
});

test('the positional $ keeps the element that the filter matched', () => {
  expect(project({ 'l.$': 1 }, { 'l.x': 2 })).toEqual({ _id, l: [{ x: 2, y: 2 }] });
  expect(project({ 'n.$': 1, a: 1 }, { n: { $gt: 2 } })).toEqual({ _id, a, n: [3] });
  expect(project({ 'l.$': 1 }, { l: { $elemMatch: { x: 2, y: 2 } } })).toEqual({ _id, l: [{ x: 2, y: 2 }] });
});

test.each<[Fields, number, Fields?]>([
  [{ a: 1, b: 0 }, 31254],
  [{ a: 0, b: 1 }, 31253],
  [{ a: 1, 'a.b': 1 }, 31249],
  [{ 'a.b': 1, a: 1 }, 31250],
  [{ a: 0, s: { $add: [1, 2] } }, 31252],
  [{ a: 0, s: 'text' }, 31310],
  [{ a: {} }, 51270],
  [{ 'n.$': 1 }, 31277],
  [{ 'n.$': 1, 'l.$': 1 }, 31276, { n: 1, l: 1 }],
  [{ 'n.$': 1, l: { $elemMatch: { x: 1 } } }, 31255, { n: 1 }],
  [{ l: { $elemMatch: { x: 1 } }, 'n.$': 1 }, 31256, { n: 1 }],
  [{ 'n.$.$': 1 }, 31394, { n: 1 }],
  [{ 'l.$.x': 1 }, 31394, { 'l.x': 1 }],
  [{ 'n.$': { $slice: 1 } }, 31271, { n: 1 }],
  [{ n: { $elemMatch: 1 } }, 31274],
  [{ 'b.c': { $elemMatch: { x: 1 } } }, 31275],
  [{ n: { $slice: [1] } }, 31272],
  [{ n: { $slice: [1, 0] } }, 31259],
  [{ s: { $nope: 1 } }, 168],
  [{ s: { $meta: 'textScore' } }, 238],
  [{ 'a.': 1 }, 40353],
  [{ 'a..b': 1 }, 15998],
  [{ '': 1 }, 40352],
])('%j is refused with %i', (projection, code, filter) => {
  expect(() => project(projection, filter)).toThrow(expect.objectContaining({ code }));
});

test('fields at the top are kept or dropped like by a reader of whole documents', () => {
  // A name that is longer in bytes, one that begins like another, one that is a number, and one that no document has.
  const names = ['a', 'ab', 'grüße', '10', 'none'];
  const entries = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'ab', 'b', 'grüße', '10', '😀'), bsonValue), {
    selector: ([name]) => name,
  });
  fc.assert(
    fc.property(entries, fc.subarray(names, { minLength: 1 }), fc.boolean(), (fields, chosen, keeps) => {
      const stored = documentFromJs([['_id', 7], ...fields] as [string, unknown][]);
      const compiled = compileProjection(
        documentFromJs(Object.fromEntries([['_id', 0], ...chosen.map((name) => [name, keeps ? 1 : 0])])),
      );
      const expected = fields.filter(([name]) => chosen.includes(name) === keeps);
      expect(Buffer.from(compiled?.(stored) ?? [])).toEqual(Buffer.from(documentFromJs(expected)));
    }),
  );
});
