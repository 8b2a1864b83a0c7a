import { type Document, Long, MaxKey, serialize } from 'bson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Query } from '../../../../src/local/mongo/execute/query.ts';
import { planQuery } from '../../../../src/local/mongo/plan/planner.ts';
import { compileFilter } from '../../../../src/local/mongo/query/filter.ts';
import { compileSort } from '../../../../src/local/mongo/sort/sort.ts';
import { parseIndexSpec } from '../../../../src/local/mongo/storage/index-spec.ts';
import { Store } from '../../../../src/local/mongo/storage/store.ts';
import { documentToJs } from '../../../../src/local/mongo/values/raw.ts';

let store: Store;
let number = 0;

beforeAll(() => {
  store = new Store(':memory:');
});
afterAll(() => store.close());

/** What a filter finds through one index: the `_id`s in the order of the answer, and how. */
function find(
  documents: Document[],
  index: Document,
  filter: Document,
  sort?: Document,
): { ids: number[]; access: string; exact: boolean } {
  number += 1;
  const collection = store.transactions.run(() => {
    const made = store.catalog.create('test', `c${number}`);
    store.catalog.addIndex(made, parseIndexSpec(serialize({ name: 'index', ...index })), true);
    for (const [_id, document] of documents.entries()) made.insert(serialize({ _id, ...document }));
    return made;
  });
  const plan = planQuery({
    collection,
    filter: compileFilter(serialize(filter)),
    sort: sort && compileSort(serialize(sort)),
    hint: undefined,
  });
  const query = new Query(plan);
  const ids: number[] = [];
  for (let rows = query.next(50); rows; rows = query.next(50)) {
    ids.push(...rows.map(({ doc }) => Number(documentToJs(doc)._id)));
  }
  return { ids, access: plan.access.kind, exact: plan.filter === undefined };
}

test.each<[string, Document[], Document, Document, number[]]>([
  [
    'numbers of all kinds are one value',
    [{ a: 2 }, { a: Long.fromNumber(2) }, { a: 2.0 }, { a: '2' }],
    { a: 1 },
    { a: 2 },
    [0, 1, 2],
  ],
  [
    'a comparison keeps to its kind',
    [{ a: 1 }, { a: '9' }, { a: null }, {}, { a: new MaxKey() }],
    { a: 1 },
    { a: { $gt: 0 } },
    [0],
  ],
  [
    'null means missing, too',
    [{ a: null }, {}, { a: 1 }, { a: [] }, { a: [null] }],
    { a: 1 },
    { a: null },
    [0, 1, 4],
  ],
  ['no number is no range', [{ a: Number.NaN }, { a: 1 }], { a: 1 }, { a: { $lt: 5 } }, [1]],
  [
    'an array is found by an element and as a whole',
    [{ a: [1, 2] }, { a: [[1, 2]] }, { a: 1 }],
    { a: 1 },
    { a: [1, 2] },
    [0, 1],
  ],
  ['an empty array is found', [{ a: [] }, { a: [[]] }, { a: 1 }, {}], { a: 1 }, { a: [] }, [0, 1]],
  [
    'two elements may pass two tests',
    [{ a: [1, 9] }, { a: [4] }, { a: [9] }],
    { a: 1 },
    { a: { $gt: 3, $lt: 5 } },
    [0, 1],
  ],
  [
    'one element passes both',
    [{ a: [1, 9] }, { a: [4] }],
    { a: 1 },
    { a: { $elemMatch: { $gt: 3, $lt: 5 } } },
    [1],
  ],
  [
    'parts of different elements do not meet in one key',
    [
      {
        a: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    ],
    { 'a.x': 1, 'a.y': 1 },
    { 'a.x': 1, 'a.y': 4 },
    [0],
  ],
  [
    'parts of one element do',
    [
      {
        a: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    ],
    { 'a.x': 1, 'a.y': 1 },
    { a: { $elemMatch: { x: 1, y: 4 } } },
    [],
  ],
  [
    'a number in a path is also a name that elements lack',
    [{ a: [{}] }, {}],
    { 'a.0': 1, b: 1 },
    { 'a.0': null },
    [0, 1],
  ],
  ['a prefix is one of characters', [{ a: 'a.b' }, { a: 'axb' }, { a: 'é' }], { a: 1 }, { a: /^a\.b/ }, [0]],
  [
    'what may be missing is no prefix',
    [{ a: 'a' }, { a: 'ab' }, { a: 'b' }],
    { a: 1 },
    { a: /^ab?/ },
    [0, 1],
  ],
  ['an alternative is no prefix', [{ a: 'ab' }, { a: 'cd' }], { a: 1 }, { a: /^ab|cd/ }, [0, 1]],
])('%s', (_, documents, key, filter, ids) => {
  const found = find(documents, { key }, filter);
  expect(found.ids.sort()).toEqual(ids);
  expect(find(documents, { key: { zzz: 1 } }, filter).ids.sort()).toEqual(ids);
});

test('equal values on the first fields and one range are all that is looked at', () => {
  const documents = [
    { a: 1, b: 5 },
    { a: 1, b: 7 },
    { a: 2, b: 5 },
  ];
  expect(find(documents, { key: { a: 1, b: -1 } }, { a: 1, b: { $gte: 6 } })).toEqual({
    ids: [1],
    access: 'index',
    exact: true,
  });
});

test('a descending field is scanned by its turned bounds', () => {
  const documents = Array.from({ length: 10 }, (_, n) => ({ a: n }));
  expect(find(documents, { key: { a: -1 } }, { a: { $gt: 3, $lte: 6 } }).ids).toEqual([6, 5, 4]);
  expect(find(documents, { key: { a: -1 } }, { a: { $ne: 5 } }, { a: 1 }).ids).toEqual([
    0, 1, 2, 3, 4, 6, 7, 8, 9,
  ]);
});

test('an array is sorted by its least element upwards and by its greatest downwards', () => {
  const documents = [{ a: [1, 9] }, { a: 5 }, { a: [] }, {}];
  expect(find(documents, { key: { a: 1 } }, {}, { a: 1 })).toMatchObject({
    ids: [2, 3, 0, 1],
    access: 'index',
  });
  expect(find(documents, { key: { a: 1 } }, {}, { a: -1 })).toMatchObject({
    ids: [0, 1, 3, 2],
    access: 'index',
  });
  expect(find(documents, { key: { a: 1 } }, { a: { $gt: 4 } }, { a: 1 }).ids).toEqual([0, 1]);
});

test('several values come in the order of a later field', () => {
  const documents = [
    { a: 2, b: 1 },
    { a: 1, b: 2 },
    { a: 2, b: 3 },
    { a: 3, b: 0 },
    { a: 1, b: 4 },
  ];
  expect(find(documents, { key: { a: 1, b: 1 } }, { a: { $in: [1, 2] } }, { b: -1 })).toEqual({
    ids: [4, 2, 1, 0],
    access: 'merge',
    exact: true,
  });
});

test('a sparse index is left alone by who might want what it lacks', () => {
  const documents = [{ a: { x: 1 } }, { a: [] }, {}];
  const index = { key: { 'a.x': 1 }, sparse: true };
  expect(find(documents, index, { 'a.x': { $ne: null } }).ids.sort()).toEqual([0, 1]);
  expect(find(documents, index, { 'a.x': { $gte: 0 } })).toMatchObject({ ids: [0], access: 'index' });
  expect(find(documents, index, {}, { 'a.x': 1 })).toMatchObject({ access: 'collection' });
});

test('a partial index serves what its filter surely covers', () => {
  const documents = [{ a: 1, n: 9 }, { a: 1, n: 3 }, { a: 1 }];
  const index = { key: { a: 1 }, partialFilterExpression: { n: { $gt: 5 } } };
  expect(find(documents, index, { a: 1, n: { $gt: 6, $lt: 10 } })).toMatchObject({
    ids: [0],
    access: 'index',
  });
  expect(find(documents, index, { a: 1, n: 9 })).toMatchObject({ ids: [0], access: 'index' });
  expect(find(documents, index, { a: 1, n: { $gt: 2 } })).toMatchObject({
    ids: [0, 1],
    access: 'collection',
  });
  expect(find(documents, index, { a: 1, n: { $in: [9, 3] } })).toMatchObject({
    ids: [0, 1],
    access: 'collection',
  });
});

test('of several indexes the one that looks at fewest keys is taken', () => {
  number += 1;
  const collection = store.transactions.run(() => {
    const made = store.catalog.create('test', `c${number}`);
    for (const field of ['common', 'rare']) {
      store.catalog.addIndex(made, parseIndexSpec(serialize({ key: { [field]: 1 }, name: field })), true);
    }
    for (let n = 0; n < 300; n += 1) made.insert(serialize({ _id: n, common: n % 2, rare: n % 100 }));
    return made;
  });
  const filter = compileFilter(serialize({ common: 1, rare: 7 }));
  const plan = planQuery({ collection, filter, sort: undefined, hint: undefined });
  expect(plan.access.kind === 'index' && plan.access.index?.spec.name).toBe('rare');
  expect(plan.rejected).toHaveLength(1);
});
