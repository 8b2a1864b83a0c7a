import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { asMongoError } from '../../../../src/local/mongo/errors.ts';
import { Transactions } from '../../../../src/local/mongo/storage/transactions.ts';

let database: DatabaseSync;
let transactions: Transactions;
let lost: number;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)');
  lost = 0;
  transactions = new Transactions(database, () => {
    lost += 1;
  });
});

const put = (a: number) => database.prepare('INSERT INTO t (a) VALUES (?)').run(a);
const stored = () =>
  database
    .prepare('SELECT a FROM t ORDER BY a')
    .all()
    .map((row) => row.a);

test('all writes of one turn are one transaction', async () => {
  transactions.run(() => put(1));
  transactions.run(() => put(2));
  expect(database.isTransaction).toBe(true);
  await transactions.committed();
  expect(database.isTransaction).toBe(false);
  expect(stored()).toEqual([1, 2]);
});

test('a write that fails is undone, in memory too, and the others stay', async () => {
  const undone: string[] = [];
  transactions.run(() => put(1));
  expect(() =>
    transactions.run(() => {
      put(2);
      transactions.onUndo(() => undone.push('first'));
      transactions.onUndo(() => undone.push('second'));
      put(1);
    }),
  ).toThrow(/UNIQUE/);
  transactions.run(() => put(3));
  await transactions.committed();
  expect(stored()).toEqual([1, 3]);
  expect(undone).toEqual(['second', 'first']);
  expect(lost).toBe(0);
});

test('a run inside a run is part of it', async () => {
  expect(() =>
    transactions.run(() => {
      transactions.run(() => put(1));
      throw new Error('outer');
    }),
  ).toThrow('outer');
  await transactions.committed();
  expect(stored()).toEqual([]);
});

test('a disk that is full loses no earlier write, and whoever waits is told', async () => {
  transactions.run(() => put(1));
  await transactions.committed();
  database.exec('PRAGMA max_page_count = 3');
  const big = new Uint8Array(100_000);
  let failed = 0;
  for (let a = 2; a < 5; a += 1) {
    try {
      transactions.run(() => database.prepare('INSERT INTO t (a, b) VALUES (?, ?)').run(a, big));
    } catch (error) {
      expect(asMongoError(error)).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' });
      failed += 1;
    }
  }
  await transactions.committed()?.catch(() => undefined);
  expect(failed).toBe(3);
  database.exec('PRAGMA max_page_count = 1000');
  transactions.run(() => put(9));
  await transactions.committed();
  expect(stored()).toEqual([1, 9]);
});

test('a commit that fails is told to all who wait for it', async () => {
  database.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
  database.exec('CREATE TABLE child (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)');
  transactions.run(() => put(1));
  transactions.run(() => database.exec('INSERT INTO child VALUES (7)'));
  await expect(transactions.committed()).rejects.toThrow(/FOREIGN KEY/);
  expect(lost).toBe(1);
  expect(stored()).toEqual([]);
});

test('long work commits now and then although nobody waits', async () => {
  transactions.run(() => put(1));
  expect(database.isTransaction).toBe(true);
  await expect.poll(() => database.isTransaction, { interval: 1 }).toBe(false);
  expect(stored()).toEqual([1]);
});
