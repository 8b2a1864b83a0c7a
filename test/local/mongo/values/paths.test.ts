import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MongoError } from '../../../../src/local/mongo/errors.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compareValues } from '../../../../src/local/mongo/values/compare.ts';
import { indexKeyValues, parseKeyPaths } from '../../../../src/local/mongo/values/paths.ts';
import {
  BsonType,
  documentFromJs,
  fromJs,
  type RawValue,
  toJs,
} from '../../../../src/local/mongo/values/raw.ts';
import { document } from '../query/filter-arbitrary.ts';

const keysOf = (doc: Record<string, unknown>, ...paths: string[]) =>
  indexKeyValues(documentFromJs(doc), parseKeyPaths(paths)).keys.map((key) =>
    key.map((value) => plain(toJs(value))),
  );
const plain = (value: unknown) => JSON.parse(JSON.stringify(value === undefined ? 'empty' : value));

test.each([
  [{ a: 1, b: 2 }, ['a', 'b'], [[1, 2]]],
  [{ a: 1 }, ['a', 'b'], [[1, null]]],
  [{ a: { b: 1 } }, ['a.b'], [[1]]],
  [{ a: 5 }, ['a.b'], [[null]]],
  [{ a: [1, 2] }, ['a'], [[1], [2]]],
  [{ a: [] }, ['a'], [['empty']]],
  [{ a: [] }, ['a.b'], [[null]]],
  [{ a: [[1, 2], 3] }, ['a'], [[[1, 2]], [3]]],
  [{ a: [[1, 2], 3] }, ['a.0'], [[[1, 2]]]],
  [{ a: [{ b: 1 }, { b: [2, 3] }, 4] }, ['a.b'], [[1], [2], [3], [null]]],
  [
    { a: [{ b: 1, c: 2 }, { b: 3 }] },
    ['a.b', 'a.c'],
    [
      [1, 2],
      [3, null],
    ],
  ],
  [
    { a: [1, 2], b: 5 },
    ['a', 'b'],
    [
      [1, 5],
      [2, 5],
    ],
  ],
  [{ a: [{ b: 1 }, { b: 2 }] }, ['a.1.b'], [[2]]],
  [{ a: [{ b: 1 }] }, ['a', 'a.b'], [[{ b: 1 }, 1]]],
])('the keys of %j under %j', (doc, paths, expected) => {
  expect(keysOf(doc, ...paths)).toEqual(expected);
});

test('two arrays beside each other cannot be in one key', () => {
  const error = { code: 171, message: 'cannot index parallel arrays [c] [a]' };
  expect(() => keysOf({ a: [1], b: { c: [2] } }, 'a', 'b.c')).toThrow(expect.objectContaining(error));
  expect(() => keysOf({ a: [{ 0: 1 }] }, 'a.0')).toThrow(expect.objectContaining({ code: 16746 }));
});

const names = fc.constantFrom('a', 'b', '0', '1');
const path = fc.array(names, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'));

/** The values one of which is a key of every document that is equal to `value`: for an array its first element. */
function wantedKeys(value: RawValue): RawValue[] {
  if (value.type === BsonType.null) return [value, { ...value, type: BsonType.undefined }];
  if (value.type !== BsonType.array) return [value];
  const [first] = toJs(value) as unknown[];
  return [value, first === undefined ? { ...fromJs(null), type: BsonType.undefined } : fromJs(first)];
}

test('what a filter finds by equality is among the keys', () => {
  const numRuns = Number(process.env.PROPERTY_RUNS ?? 250);
  let compared = 0;
  fc.assert(
    fc.property(document, path, fc.nat(), (doc, at, choice) => {
      const raw = documentFromJs(doc);
      const values = valuesWithin(doc);
      const value = fromJs(values[choice % values.length]);
      const filter = compileFilter(documentFromJs({ [at]: { $eq: toJs(value) } }));
      // A position that is there hides from the key that other elements lack a field of that name, and so are null.
      const hidden = value.type === BsonType.null && /\d/.test(at);
      fc.pre(value.type !== BsonType.regex && !hidden && filter.matches(raw));
      try {
        const { keys } = indexKeyValues(raw, parseKeyPaths([at]));
        const wanted = wantedKeys(value);
        const isThere = keys.some(([key]) => wanted.some((one) => key && compareValues(key, one) === 0));
        expect(isThere).toBe(true);
        compared += 1;
      } catch (error) {
        if (!(error instanceof MongoError && error.code === 16746)) throw error;
      }
    }),
    { numRuns },
  );
  expect(compared, 'documents whose keys are not ambiguous').toBeGreaterThan(numRuns / 2);
});

function valuesWithin(value: unknown): unknown[] {
  const inner = value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [];
  return [null, value, ...inner.flatMap(valuesWithin)].filter((one) => one !== undefined);
}
