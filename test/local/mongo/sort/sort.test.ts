import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSort } from '../../../../src/local/mongo/sort/sort.ts';
import { documentFromJs } from '../../../../src/local/mongo/values/raw.ts';
import { document } from '../query/filter-arbitrary.ts';
import { compareSlowly } from '../values/compare-oracle.ts';

const names = fc.constantFrom('a', 'b', 'a.b', 'b.a');
const direction = fc.constantFrom<1 | -1>(1, -1);
const sortSpec = fc.uniqueArray(fc.tuple(names, direction), {
  minLength: 1,
  maxLength: 2,
  selector: ([name]) => name,
});

/** Each value a document has under a path; undefined for an empty array, null for nothing. */
function valuesOf(value: unknown, [step, ...rest]: string[]): unknown[] {
  if (step === undefined) {
    if (!Array.isArray(value)) return [value];
    return value.length === 0 ? [undefined] : value;
  }
  if (Array.isArray(value)) {
    const inner = value.flatMap((element) =>
      element instanceof Map ? valuesOf(element, [step, ...rest]) : [null],
    );
    return inner.length === 0 ? [null] : inner;
  }
  return value instanceof Map && value.has(step) ? valuesOf(value.get(step), rest) : [null];
}

const compare = (a: unknown, b: unknown) =>
  a === undefined || b === undefined
    ? Number(a !== undefined) - Number(b !== undefined)
    : compareSlowly(a, b);

function best(doc: unknown, path: string, turn: 1 | -1): unknown {
  return valuesOf(doc, path.split('.')).reduce((a, b) => (turn * compare(b, a) < 0 ? b : a));
}

test('documents sort by their lowest value in the direction asked for, and their keys as they do', () => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(document, document, sortSpec, (x, y, spec) => {
      const sort = compileSort(documentFromJs(new Map<string, unknown>(spec)));
      const [left, right] = [documentFromJs(x), documentFromJs(y)];
      fc.pre(spec.length === 1 || (!hasArrays(x) && !hasArrays(y)));
      const expected = spec
        .map(([path, turn]) => turn * compare(best(x, path, turn), best(y, path, turn)))
        .find((order) => order !== 0);
      seen.add(expected ?? 0);
      expect(Math.sign(sort.compare(left, right))).toBe(expected ?? 0);
      expect(Buffer.compare(sort.keyOf(left), sort.keyOf(right))).toBe(expected ?? 0);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) },
  );
  expect(seen.size).toBe(3);
});

const hasArrays = (value: unknown): boolean =>
  Array.isArray(value) || (value instanceof Map && [...value.values()].some(hasArrays));

test('fields of one array are taken from the same element', () => {
  const sort = compileSort(documentFromJs({ 'a.x': 1, 'a.y': 1 }));
  const first = documentFromJs({
    a: [
      { x: 1, y: 9 },
      { x: 2, y: 0 },
    ],
  });
  const second = documentFromJs({ a: [{ x: 1, y: 5 }] });
  expect(sort.compare(first, second)).toBeGreaterThan(0);
});

test.each([
  [{ a: 'up' }, 15974],
  [{ a: 2 }, 15975],
  [{ a: 0 }, 15975],
  [{ '': 1 }, 40352],
  [{ 'a.': 1 }, 40353],
  [{ 'a..b': 1 }, 15998],
  [{ $a: 1 }, 16410],
  [{ a: { $meta: 'textScore' } }, 238],
])('%j is refused with %i', (spec, code) => {
  expect(() => compileSort(documentFromJs(spec))).toThrow(expect.objectContaining({ code }));
});

test('two arrays beside each other cannot be sorted by', () => {
  const sort = compileSort(documentFromJs({ a: 1, b: 1 }));
  expect(() => sort.keyOf(documentFromJs({ a: [1], b: [2] }))).toThrow(
    expect.objectContaining({ code: 2, message: 'cannot sort with keys that are parallel arrays' }),
  );
});
