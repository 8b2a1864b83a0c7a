import { EJSON, serialize } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Query } from '../../../../src/local/mongo/execute/query.ts';
import { planQuery } from '../../../../src/local/mongo/plan/planner.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compileSort } from '../../../../src/local/mongo/sort/sort.ts';
import { parseIndexSpec } from '../../../../src/local/mongo/storage/index-spec.ts';
import { Store } from '../../../../src/local/mongo/storage/store.ts';
import { documentToJs, fromJs, type RawDocument } from '../../../../src/local/mongo/values/raw.ts';
import { arbitraryDocument, arbitraryFilter, arbitraryIndex, arbitrarySort } from './arbitraries.ts';

/** All documents a query gives, in its order. */
function run(query: Query): RawDocument[] {
  const found: RawDocument[] = [];
  for (let rows = query.next(20); rows; rows = query.next(20)) found.push(...rows.map(({ doc }) => doc));
  return found;
}

const idOf = (doc: RawDocument) => String((documentToJs(doc)._id as { value: number }).value);

test('any filter and sort through any set of indexes gives what a scan gives', () => {
  const store = new Store(':memory:');
  let name = 0;
  let indexed = 0;
  fc.assert(
    fc.property(
      fc.array(arbitraryDocument, { minLength: 1, maxLength: 25 }),
      fc.array(arbitraryIndex, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(arbitraryFilter, fc.option(arbitrarySort, { nil: undefined })), {
        minLength: 5,
        maxLength: 8,
      }),
      (documents, indexes, questions) => {
        name += 1;
        const collection = store.transactions.run(() => {
          const made = store.catalog.create('test', `c${name}`);
          for (const [number, index] of indexes.entries()) {
            const spec = parseIndexSpec(serialize({ ...index, name: `index${number}` }));
            store.catalog.addIndex(made, spec, true);
          }
          return made;
        });
        documents.forEach((document, number) => {
          try {
            store.transactions.run(() => collection.insert(serialize({ _id: number, ...document })));
          } catch (error) {
            // Parallel arrays cannot be indexed; such a document is not stored at all.
            expect(error).toMatchObject({ code: 171 });
          }
        });
        for (const [filterSource, sortSource] of questions) {
          const filter = compileFilter(serialize(filterSource));
          const sort = sortSource && compileSort(serialize(sortSource));
          const natural = fromJs({ $natural: 1 });
          let scanned: RawDocument[];
          try {
            scanned = run(new Query(planQuery({ collection, filter, sort, hint: natural })));
          } catch (error) {
            expect(error).toMatchObject({ code: 2 });
            continue;
          }
          const plan = planQuery({ collection, filter, sort, hint: undefined });
          if (plan.access.kind !== 'collection') indexed += 1;
          const found = run(new Query(plan));
          const shown = () =>
            EJSON.stringify({ filterSource, sortSource, indexes, access: plan.access.kind });
          expect(found.map(idOf).sort(), shown()).toEqual(scanned.map(idOf).sort());
          if (sort) {
            const keys = (docs: RawDocument[]) =>
              docs.map((doc) => Buffer.from(sort.keyOf(doc)).toString('hex'));
            expect(keys(found), shown()).toEqual(keys(scanned));
          }
        }
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 150) },
  );
  store.close();
  expect(indexed).toBeGreaterThan(120);
});
