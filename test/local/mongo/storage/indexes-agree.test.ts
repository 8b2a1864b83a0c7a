import { EJSON, serialize } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Collection } from '../../../../src/local/mongo/storage/collection.ts';
import { parseIndexSpec } from '../../../../src/local/mongo/storage/index-spec.ts';
import type { IndexTable } from '../../../../src/local/mongo/storage/index-table.ts';
import { Store } from '../../../../src/local/mongo/storage/store.ts';
import { arbitraryDocument, arbitraryIndex } from '../plan/arbitraries.ts';

/** Every entry of an index, in its order. */
function entriesOf(collection: Collection, index: IndexTable): string[] {
  const rows = collection.statement(`SELECT key, rid FROM ${index.table} ORDER BY key, rid`).all();
  return (rows as unknown as Array<[Uint8Array, number]>).map(
    ([key, rid]) => `${Buffer.from(key).toString('hex')} ${rid}`,
  );
}

/** What the entries would be if the index were built from the documents. */
function rebuilt(collection: Collection, index: IndexTable): string[] {
  const rows = collection.statement(`SELECT rid, doc FROM ${collection.table}`).all();
  return (rows as unknown as Array<[number, Uint8Array]>)
    .flatMap(([rid, doc]) => index.keysOf(doc).map((key) => ({ key: Buffer.from(key), rid })))
    .sort((a, b) => Buffer.compare(a.key, b.key) || a.rid - b.rid)
    .map(({ key, rid }) => `${key.toString('hex')} ${rid}`);
}

const write = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      id: fc.nat(9),
      document: arbitraryDocument,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      id: fc.nat(9),
      document: arbitraryDocument,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: fc.nat(9) }) },
);

test('any series of writes leaves indexes that a full rebuild equals', () => {
  const store = new Store(':memory:');
  let number = 0;
  let failures = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(arbitraryIndex, fc.boolean()), { minLength: 1, maxLength: 4 }),
      fc.array(write, { minLength: 5, maxLength: 40 }),
      (indexes, writes) => {
        number += 1;
        const collection = store.transactions.run(() => store.catalog.create('test', `c${number}`));
        store.transactions.run(() =>
          indexes.forEach(([index, unique], at) => {
            store.catalog.addIndex(
              collection,
              parseIndexSpec(serialize({ ...index, unique, name: `i${at}` })),
              true,
            );
          }),
        );
        const places = new Map<number, { rid: number; doc: Uint8Array }>();
        for (const each of writes) {
          const place = places.get(each.id);
          try {
            store.transactions.run(() => {
              if (each.kind === 'remove') {
                if (place) collection.remove(place.rid, place.doc);
                places.delete(each.id);
                return;
              }
              const doc = serialize({ _id: each.id, ...each.document });
              if (each.kind === 'insert') places.set(each.id, { rid: collection.insert(doc), doc });
              else if (place) {
                collection.replace(place.rid, place.doc, doc);
                places.set(each.id, { rid: place.rid, doc });
              }
            });
          } catch (error) {
            expect([171, 11000]).toContain((error as { code: number }).code);
            failures += 1;
          }
        }
        const shown = EJSON.stringify({ indexes, writes });
        for (const index of collection.indexes) {
          expect(entriesOf(collection, index), shown).toEqual(rebuilt(collection, index));
        }
        expect(collection.count).toBe(places.size);
      },
    ),
    { numRuns: 200 },
  );
  store.close();
  expect(failures).toBeGreaterThan(50);
});
