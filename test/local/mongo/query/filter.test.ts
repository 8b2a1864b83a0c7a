import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { documentFromJs } from '../../../../src/local/mongo/values/raw.ts';
import { document, filter } from './filter-arbitrary.ts';
import { matchesSlowly } from './filter-oracle.ts';

test('filters match what the slow reading of the manual matches', () => {
  let matched = 0;
  fc.assert(
    fc.property(filter, fc.array(document, { minLength: 1, maxLength: 4 }), (wanted, docs) => {
      const compiled = compileFilter(documentFromJs(wanted));
      for (const doc of docs) {
        const expected = matchesSlowly(doc, wanted);
        if (expected) matched += 1;
        expect(compiled.matches(documentFromJs(doc))).toBe(expected);
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 1500) },
  );
  expect(matched).toBeGreaterThan(500);
});
