import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mostSheetRows } from '../../../src/features/exports/domain/request.ts';
import { writeSheet } from '../../../src/features/exports/service/sheet.ts';
import { doneText } from '../../../src/features/exports/views/message.ts';

async function* batches(sizes: readonly number[]) {
  for (const size of sizes) yield Array.from({ length: size }, (_, row) => [row, 'text']);
}

test('a sheet ends when it is full, and says so only when rows are left out', async () => {
  expect(mostSheetRows).toBe(1_048_575);
  const folder = await mkdtemp(join(tmpdir(), 'sheet-'));
  const path = join(folder, 'some.xlsx');
  const written = (...sizes: number[]) =>
    writeSheet({ path, fields: ['row', 'text'], rows: batches(sizes) }, 5);
  try {
    expect(await written(2, 2)).toEqual({ rows: 4, cut: false });
    expect(await written(2, 3, 0)).toEqual({ rows: 5, cut: false });
    expect(await written(2, 3, 1)).toEqual({ rows: 5, cut: true });
    expect(await written(4, 4, 4)).toEqual({ rows: 5, cut: true });
    expect((await stat(path)).size).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
  const about = { dataset: 'kpis', from: '2026-11-20', to: '2026-11-20', rows: mostSheetRows } as const;
  expect(doneText({ ...about, cut: true }, 'en-GB')).toContain(
    '1,048,575 rows. An Excel sheet holds no more',
  );
});
