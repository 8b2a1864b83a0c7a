import { serialize } from 'bson';
import { expect, test } from 'vitest';
import { Sorter } from '../../../../src/local/mongo/execute/sorter.ts';
import { compileSort } from '../../../../src/local/mongo/sort/sort.ts';

const TEXT = 'x'.repeat(5_000_000);
const wide = Array.from({ length: 5 }, (_, n) => serialize({ n, text: TEXT }));

/** 22 documents of 5 MB are more than a sort may hold, and here no more than five in memory. */
function fill(sorter: Sorter): Sorter {
  for (let rid = 0; rid < 22; rid += 1) sorter.add({ rid, doc: wide[rid % wide.length] as Uint8Array });
  return sorter;
}

test('a sort stops at 100 MB', () => {
  const sorter = new Sorter(compileSort(serialize({ n: 1 })), Number.POSITIVE_INFINITY);
  expect(() => fill(sorter)).toThrow(expect.objectContaining({ code: 292 }));
});

test('a sort with a limit lets go of what cannot be among the first', () => {
  const sorter = fill(new Sorter(compileSort(serialize({ n: -1 })), 2));
  expect(sorter.take(5)?.map(({ rid }) => rid)).toEqual([4, 9]);
  expect(sorter.bytes).toBeLessThan(100_000_000);
});
