import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serialize } from 'bson';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseIndexSpec } from '../../../../src/local/mongo/storage/index-spec.ts';
import { FORMAT_VERSION } from '../../../../src/local/mongo/storage/open.ts';
import { Store } from '../../../../src/local/mongo/storage/store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ageIndex = (name = 'age') => parseIndexSpec(serialize({ key: { age: 1 }, name }));

test('a folder that is opened again has everything that was committed', async () => {
  const first = new Store(folder);
  first.transactions.run(() => {
    const people = first.catalog.create('desk', 'people');
    first.catalog.addIndex(people, ageIndex(), true);
    people.insert(serialize({ _id: 1, age: [3, 4] }));
  });
  await first.transactions.committed();
  first.close();
  const second = new Store(folder);
  const people = second.catalog.find('desk', 'people');
  expect(people?.count).toBe(1);
  expect(people?.indexes.map(({ spec, isMultikey }) => [spec.name, isMultikey])).toEqual([['age', true]]);
  second.close();
});

test('an index whose build was cut off is gone, with its table', async () => {
  const first = new Store(folder);
  first.transactions.run(() => {
    const people = first.catalog.create('desk', 'people');
    people.insert(serialize({ _id: 1, age: 3 }));
    first.catalog.addIndex(people, ageIndex(), false);
  });
  await first.transactions.committed();
  first.close();
  const second = new Store(folder);
  expect(second.catalog.find('desk', 'people')?.indexes).toEqual([]);
  await expect
    .poll(
      () =>
        second.sqlite.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name GLOB 'i[0-9]*'").get()?.n,
    )
    .toBe(0);
  second.close();
});

test('a folder of a newer format is refused and left alone', () => {
  new Store(folder).close();
  const file = new DatabaseSync(join(folder, 'mongo.sqlite'));
  file.exec(`PRAGMA user_version = ${FORMAT_VERSION + 1}`);
  file.close();
  expect(() => new Store(folder)).toThrow(/format 2/);
});

test('a folder that is open in a store cannot be opened in another', () => {
  const first = new Store(folder);
  expect(() => new Store(folder)).toThrow(/locked/);
  first.close();
});

test('a dropped collection gives its tables back bit by bit', async () => {
  const store = new Store(':memory:');
  const people = store.transactions.run(() => store.catalog.create('desk', 'people'));
  store.transactions.run(() => {
    store.catalog.addIndex(people, ageIndex(), true);
    for (let id = 0; id < 1200; id += 1) people.insert(serialize({ _id: id, age: id }));
  });
  store.transactions.run(() => store.catalog.drop(people));
  store.collectGarbage();
  expect(store.catalog.find('desk', 'people')).toBeUndefined();
  await expect.poll(() => store.sqlite.prepare('SELECT count(*) AS n FROM garbage').get()?.n).toBe(0);
  const tables = store.sqlite.prepare("SELECT name FROM sqlite_schema WHERE name GLOB '[ci][0-9]*'").all();
  expect(tables).toEqual([]);
  store.close();
});

test('what a failed change did to the catalog is undone', async () => {
  const store = new Store(':memory:');
  const people = store.transactions.run(() => store.catalog.create('desk', 'people'));
  const fail = (change: () => void) =>
    expect(() =>
      store.transactions.run(() => {
        change();
        throw new Error('no');
      }),
    ).toThrow('no');
  fail(() => store.catalog.create('desk', 'other'));
  fail(() => store.catalog.addIndex(people, ageIndex(), true));
  fail(() => store.catalog.rename(people, 'desk', 'folk'));
  fail(() => store.catalog.drop(people));
  await store.transactions.committed();
  expect(store.catalog.collections('desk').map(({ name }) => name)).toEqual(['people']);
  expect(store.catalog.find('desk', 'people')).toBe(people);
  expect(people.dropped).toBe(false);
  expect(people.indexes).toEqual([]);
  store.close();
});
