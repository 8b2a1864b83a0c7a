import { EJSON, serialize } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DistinctScan } from '../../../../src/local/mongo/execute/distinct-scan.ts';
import { distinctAccess } from '../../../../src/local/mongo/plan/distinct.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { parseIndexSpec } from '../../../../src/local/mongo/storage/index-spec.ts';
import { Store } from '../../../../src/local/mongo/storage/store.ts';
import { groupKey } from '../../../../src/local/mongo/values/key.ts';
import { indexKeyValues, parseKeyPaths } from '../../../../src/local/mongo/values/paths.ts';
import { BsonType, NULL_VALUE, type RawDocument } from '../../../../src/local/mongo/values/raw.ts';
import { arbitraryDocument, arbitraryFilter, arbitraryIndex } from './arbitraries.ts';

test('the different values by an index are those of a scan', () => {
  const store = new Store(':memory:');
  let number = 0;
  let indexed = 0;
  fc.assert(
    fc.property(
      fc.array(arbitraryDocument, { minLength: 1, maxLength: 25 }),
      arbitraryIndex,
      fc.array(arbitraryFilter, { minLength: 3, maxLength: 5 }),
      (documents, index, filters) => {
        number += 1;
        const path = Object.keys(index.key)[0] as string;
        const collection = store.transactions.run(() => {
          const made = store.catalog.create('test', `c${number}`);
          store.catalog.addIndex(made, parseIndexSpec(serialize({ ...index, name: 'index' })), true);
          return made;
        });
        const stored: RawDocument[] = [];
        documents.forEach((document, id) => {
          const doc = serialize({ _id: id, ...document });
          try {
            store.transactions.run(() => collection.insert(doc));
            stored.push(doc);
          } catch (error) {
            expect(error).toMatchObject({ code: 171 });
          }
        });
        for (const source of [{}, ...filters]) {
          const filter = compileFilter(serialize(source));
          const access = distinctAccess(collection, filter, path);
          if (!access) continue;
          indexed += 1;
          const scan = new DistinctScan(collection, access);
          const found: string[] = [];
          for (let values = scan.next(); values; values = scan.next()) found.push(...values.map(groupKey));
          const expected = stored
            .filter((doc) => filter.matches(doc))
            .flatMap((doc) => indexKeyValues(doc, parseKeyPaths([path])).keys)
            .flatMap(([value]) =>
              !value || value === NULL_VALUE || value.type === BsonType.undefined ? [] : [groupKey(value)],
            );
          expect(found.sort(), EJSON.stringify({ source, index })).toEqual([...new Set(expected)].sort());
        }
      },
    ),
    {
      numRuns: 200,
      // The first of the array's two keys stands for a missing field, the second for a null; the scan meets one of them.
      examples: [[[{ a: [{ x: null }, /^a/] }, {}], { key: { 'a.x': 1, a: -1 } }, []]],
    },
  );
  store.close();
  expect(indexed).toBeGreaterThan(100);
});
