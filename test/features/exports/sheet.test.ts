import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportRow } from '../../../src/features/exports/domain/cells.ts';
import { mostFileBytes, mostSheetRows } from '../../../src/features/exports/domain/request.ts';
import { TooLarge, writeRows } from '../../../src/features/exports/service/write.ts';
import { unzip } from '../../support/unzip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheet-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function* batches(sizes: readonly number[]) {
  for (const size of sizes) yield Array.from({ length: size }, (_, row): ExportRow => [row, 'text']);
}

async function* once(rows: ExportRow[]) {
  yield rows;
}

const limits = { mostBytes: mostFileBytes, mostRows: mostSheetRows };
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** What a spreadsheet shows: texts and numbers in their places, null where nothing stands. */
function cellsOf(sheet: string): (string | number | null)[][] {
  const characters = (xml: string) =>
    xml
      .replace(/&(lt|gt|amp);/g, (entity) => entities[entity] ?? '')
      .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, number, row = ''], index) => {
    expect(Number(number)).toBe(index + 1);
    const cells: (string | number | null)[] = [null, null];
    for (const [, column = '', , value = '', text = ''] of row.matchAll(
      /<c r="([AB])\d+"( t="inlineStr")?>(?:<v>(.*?)<\/v>|<is><t xml:space="preserve">(.*?)<\/t><\/is>)<\/c>/gs,
    ))
      cells[column === 'A' ? 0 : 1] = value === '' ? characters(text) : Number(value);
    return cells;
  });
}

describe('an Excel sheet', () => {
  test('ends when it is full, and says so only when rows are left out', async () => {
    expect(mostSheetRows).toBe(1_048_575);
    const path = join(folder, 'full.xlsx');
    const written = (...sizes: number[]) =>
      writeRows('xlsx', { path, fields: ['row', 'text'], rows: batches(sizes) }, { ...limits, mostRows: 5 });
    expect(await written(2, 2)).toEqual({ rows: 4, cut: false });
    expect(await written(2, 3, 0)).toEqual({ rows: 5, cut: false });
    expect(await written(2, 3, 1)).toEqual({ rows: 5, cut: true });
    expect(await written(4, 4, 4)).toEqual({ rows: 5, cut: true });
    const sheet = unzip(await readFile(path)).get('xl/worksheets/sheet1.xml') ?? '';
    expect(cellsOf(sheet)).toHaveLength(6);
  });

  test('shows what was in the rows, whatever it was, and never computes it', async () => {
    const path = join(folder, 'any.xlsx');
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('=1+1', '+A1', '-2', '@SUM(A1)', '\t=1', '\r=1', '_x0041_', '<b>&amp;</b>', ' a \n b '),
    );
    const cell = fc.option(fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        async (rows) => {
          await writeRows('xlsx', { path, fields: ['one', 'other'], rows: once(rows) });
          const sheet = unzip(await readFile(path)).get('xl/worksheets/sheet1.xml') ?? '';
          expect(sheet).not.toContain('<f');
          expect(cellsOf(sheet)).toEqual([
            ['one', 'other'],
            ...rows.map((row) => row.map((one) => shown(one))),
          ]);
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** What a sheet cannot hold is left out (control characters, the sign of nothing); a line end is one character. */
function shown(cell: string | number | null): string | number | null {
  if (typeof cell === 'number') return cell + 0;
  if (cell === null) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const printable = cell.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return printable.replace(/\r\n?/g, '\n');
}

describe.each(['csv', 'json', 'xlsx'] as const)('as %s', (format) => {
  test('a file larger than Slack takes is given up at once, and its rows are not read on', async () => {
    let read = 0;
    async function* endless() {
      try {
        for (;;) yield Array.from({ length: 500 }, (): ExportRow => [read++, `${Math.random()}`]);
      } finally {
        read = -1;
      }
    }
    const path = join(folder, `large.${format}`);
    const writing = writeRows(
      format,
      { path, fields: ['row', 'text'], rows: endless() },
      { ...limits, mostBytes: 50_000 },
    );
    await expect(writing).rejects.toThrow(TooLarge);
    expect(read).toBe(-1);
  });

  test('a fault of the rows is the fault of the file', async () => {
    async function* broken() {
      yield [['one', 1]];
      throw new Error('the cursor is gone');
    }
    const path = join(folder, `broken.${format}`);
    await expect(writeRows(format, { path, fields: ['a', 'b'], rows: broken() })).rejects.toThrow(
      'cursor is gone',
    );
  });
});

test('JSON without rows is an empty array, and with them one that every reader takes', async () => {
  const path = join(folder, 'rows.json');
  const read = async (rows: ExportRow[]) => {
    await writeRows('json', { path, fields: ['text', 'number'], rows: once(rows) });
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  };
  expect(await read([])).toEqual([]);
  expect(
    await read([
      ['“a”\n', 1],
      [null, null],
    ]),
  ).toEqual([
    { text: '“a”\n', number: 1 },
    { text: null, number: null },
  ]);
});
