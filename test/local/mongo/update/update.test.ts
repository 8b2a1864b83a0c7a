import { Int32 } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compileUpdate } from '../../../../src/local/mongo/update/update.ts';
import { documentFromJs } from '../../../../src/local/mongo/values/raw.ts';
import { updateSlowly } from './update-oracle.ts';

const int = fc.integer({ min: 0, max: 3 }).map((n) => new Int32(n));
const names = fc.constantFrom('a', 'b', 'c', '0', '2', '10');
const value = fc.letrec<{ value: unknown; doc: Map<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    int,
    fc.constantFrom('x', null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
  ),
  doc: fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map((fields) => new Map(fields)),
})).value;

const document = fc
  .array(fc.tuple(names, value), { maxLength: 4 })
  .map((fields) => new Map<string, unknown>([['_id', new Int32(1)], ...fields]));
const path = fc.array(names, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'));
const change: fc.Arbitrary<[string, string, unknown]> = fc.oneof(
  fc.tuple(path, fc.constantFrom('$set', '$push', '$addToSet', '$min', '$max'), value),
  fc.tuple(path, fc.constantFrom('$inc', '$mul'), int),
  fc.tuple(path, fc.constant('$unset'), fc.constant('')),
  fc.tuple(path, fc.constant('$pop'), fc.constantFrom(new Int32(1), new Int32(-1))),
  fc.tuple(path, fc.constant('$pullAll'), fc.array(value, { maxLength: 2 })),
);

const related = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
const changes = fc
  .array(change, { minLength: 1, maxLength: 4 })
  .filter((list) => list.every(([a], i) => list.slice(i + 1).every(([b]) => !related(a, b))));

function asUpdate(list: Array<[string, string, unknown]>): Map<string, Map<string, unknown>> {
  const update = new Map<string, Map<string, unknown>>();
  for (const [at, operator, argument] of list) {
    const fields = update.get(operator) ?? new Map<string, unknown>();
    // `$push` of a document with `$each` has a meaning of its own; none of the names here begins with a dollar.
    update.set(operator, fields.set(at, argument));
  }
  return update;
}

function outcome<T>(run: () => T): T | 'refused' {
  try {
    return run();
  } catch {
    return 'refused';
  }
}

test('updates give what the slow reading of the manual gives, and say whether something changed', () => {
  const seen = { refused: 0, changed: 0, same: 0 };
  fc.assert(
    fc.property(document, changes, (doc, list) => {
      const before = documentFromJs(doc);
      const expected = outcome(() => documentFromJs(updateSlowly(doc, list)));
      const filter = compileFilter(documentFromJs({}));
      const actual = outcome(() => compileUpdate(documentFromJs(asUpdate(list)), { filter }).apply(before));
      if (expected === 'refused' || actual === 'refused') {
        seen.refused += 1;
        expect(actual).toBe(expected);
        return;
      }
      expect(Buffer.from(actual.document)).toEqual(Buffer.from(expected));
      const changed = Buffer.compare(before, actual.document) !== 0;
      expect(actual.changed).toBe(changed);
      seen[changed ? 'changed' : 'same'] += 1;
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 1000) },
  );
  expect(Math.min(seen.refused, seen.changed, seen.same)).toBeGreaterThan(100);
});
