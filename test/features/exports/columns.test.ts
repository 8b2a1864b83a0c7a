import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { datasetTable } from '../../../src/features/exports/service/datasets.ts';

test('every dataset has the columns that the documentation lists, in that order', async () => {
  const page = await readFile('docs/rules/exports.md', 'utf8');
  const documented = [...page.matchAll(/^\| (\w+) \| ((?:`\w+` ?)+)\|$/gm)].map(([, name, columns = '']) => [
    name,
    [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => column),
  ]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(Object.entries(datasetTable).map(([name, { fields }]) => [name, fields])),
  );
});
