import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectForm } from '../../../src/features/imports/domain/detect.ts';
import { openTable } from '../../../src/features/imports/service/reader.ts';
import { recordReader, tolerant } from '../../../src/features/imports/service/records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-'));
});
afterAll(() => rm(folder, { recursive: true }));

const today = '2026-11-20';
const days = fc
  .integer({ min: 0, max: 320 })
  .map((back) => new Date(Date.UTC(2026, 10, 20 - back)).toISOString().slice(0, 10));

/** A cell as it stands in a file, and what a reader who knows how the file was written makes of it. */
type Cell = { text: string; bad?: string; value?: number | null };

/** How a file is written; the reader has to find it out. */
interface Style {
  encoding: 'utf8' | 'utf8 with mark' | 'utf16le' | 'latin1';
  separator: ',' | ';' | '\t' | '|';
  comma: boolean;
  dates: 'iso' | 'day first' | 'month first' | 'words';
  eol: string;
  quote: 'none' | 'some' | 'all';
  /** Lines before the heading that hold nothing. */
  blank: number;
}

const styles = fc.record<Style>({
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'latin1'),
  separator: fc.constantFrom(',', ';', '\t', '|'),
  comma: fc.boolean(),
  dates: fc.constantFrom('iso', 'day first', 'month first', 'words'),
  eol: fc.constantFrom('\n', '\r\n', '\r'),
  quote: fc.constantFrom('none', 'some', 'all'),
  blank: fc.constantFrom(0, 0, 2),
});

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function written(day: string, style: Style): string {
  const [year = '', month = '', date = ''] = day.split('-');
  if (style.dates === 'iso') return day;
  if (style.dates === 'words') return `${Number(date)} ${months[Number(month) - 1]} ${year}`;
  return style.dates === 'day first' ? `${date}/${month}/${year}` : `${month}/${date}/${year}`;
}

const cells = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .integer({ min: 0, max: 1000 })
      .map((tenths): Cell => ({ text: (tenths / 10).toFixed(1), value: tenths / 10 })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 100 }).map((whole): Cell => ({ text: `${whole} %`, value: whole })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', 'NaN', 'n/a', '-').map((text): Cell => ({ text, value: null })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Cell>(
      { text: '140', bad: 'over 100' },
      { text: '-3', bad: 'negative' },
      { text: 'many', bad: 'no number' },
    ),
  },
);

const rows = fc.array(
  fc.record({
    day: days,
    agent: fc.constantFrom('Bo', 'Müller', "O'Neill", 'Zoë X'),
    csat: cells,
    future: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 12 },
);

test('however a file is written, it is read as one reads it who knows how', async () => {
  const path = join(folder, 'any.csv');
  await fc.assert(
    fc.asyncProperty(styles, rows, async (style, given) => {
      const { separator, eol, encoding } = style;
      const comma = style.comma && separator !== ',';
      const quoted = (text: string, row: number) =>
        style.quote === 'all' || (style.quote === 'some' && row % 3 === 2) || text.includes(separator)
          ? `"${text}"`
          : text;
      // Dates and decimals that tell how they are written stand in the first row.
      const sure = {
        day: '2026-01-31',
        agent: 'Müller',
        csat: { text: '12.5', value: 12.5 } as Cell,
        future: false,
      };
      const all = [sure, ...given];
      const lines = all.map(({ day, agent, csat, future }, row) =>
        [written(future ? '2026-12-24' : day, style), agent, comma ? csat.text.replace('.', ',') : csat.text]
          .map((cell) => quoted(cell, row))
          .join(separator),
      );
      const nothing = [...Array(style.blank).fill(''), separator.repeat(2)];
      const heading = ['day', 'agent', 'csat'].join(separator);
      const text = [...nothing.slice(0, style.blank), heading, ...lines, ...nothing].join(eol);
      const mark = encoding === 'utf8 with mark' || encoding === 'utf16le' ? '\ufeff' : '';
      await writeFile(path, Buffer.from(mark + text, encoding === 'utf8 with mark' ? 'utf8' : encoding));

      const table = await openTable(path, 'day-month');
      const read = [];
      for await (const some of table.rows({ today, day: null, agent: null })) read.push(...some);
      const expected = all.map(({ day, agent, csat, future }, index) => {
        const line = index + 2 + style.blank;
        if (future) return { line, reason: expect.stringContaining('in the future') };
        if (csat.bad) return { line, reason: expect.stringContaining(csat.bad) };
        return { line, day, agent, teamLeader: null, supervisor: null, figures: { csat: csat.value } };
      });
      expect(read).toEqual(expected);
      expect(table.form.separator).toBe(separator);
    }),
    { numRuns: 60 },
  );
});

test('a date that contradicts the first two hundred is a bad row that says how the file is read', async () => {
  const path = join(folder, 'turned.csv');
  const lines = Array.from({ length: 250 }, (_, index) => `${(index % 28) + 1}/10/2026,Agent ${index},70`);
  await writeFile(path, ['day,agent,csat', ...lines, '11/15/2026,bo,80', '31/02/2026,bo,80', ''].join('\n'));
  const read = [];
  for await (const some of (await openTable(path, 'month-day')).rows({ today, day: null, agent: null }))
    read.push(...some);
  expect(read.filter((row) => 'reason' in row)).toEqual([
    { line: 252, reason: 'day “11/15/2026” is no date: this file has the day before the month' },
    { line: 253, reason: 'day “31/02/2026” is no date' },
  ]);
  expect(read[27]).toMatchObject({ day: '2026-10-28' });
});

test('pieces of a text, cut anywhere, come to the records of the whole', async () => {
  const cell = fc.constantFrom(
    'a',
    '',
    'two words',
    '"quoted"',
    '"a, comma"',
    '"two\nlines"',
    '5" wide',
    '"said ""so"""',
  );
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(table, fc.array(fc.nat(40), { maxLength: 10 }), async (lines, cuts) => {
      const text = lines.map((cells) => cells.join(',')).join('\n');
      const read: { cells: string[]; line: number }[] = [];
      const records = recordReader(',', {
        record: (cells, line) => void read.push({ cells, line }),
        bad: (line, reason) => void read.push({ cells: [reason], line }),
      });
      let from = 0;
      for (const length of cuts) {
        await records.take(text.slice(from, from + length));
        from += length;
      }
      await records.take(text.slice(from));
      await records.end();
      const whole = parse(text, { ...tolerant, info: true }) as unknown as {
        record: string[];
        info: { lines: number };
      }[];
      expect(read.map(({ cells }) => cells)).toEqual(whole.map(({ record }) => record));
    }),
    { numRuns: 150 },
  );
});

/** The rows of a file, and how it was understood. */
async function opened(content: string | Uint8Array) {
  const path = join(folder, 'one.csv');
  await writeFile(path, content);
  const table = await openTable(path, 'day-month');
  const rows = [];
  for await (const some of table.rows({ today, day: null, agent: null })) rows.push(...some);
  return { ...table, rows };
}

test.each([
  ['a;b\n1;94,5\n', true],
  ['a;b\n13.11.2026;1.234,5\n', true],
  ['a,b\n"94,5",5\n', true],
  ['a,b\n"1.234,5",5\n', true],
  ['a\tb\n94,5 %\t3\n', true],
  ['a;b\n1;1,234.5\n', false],
  ['a,b\n"1,234",5\n', false],
  ['a,b\n"1,234.5",94.5\n', false],
  ['a,b\n13.11.2026,94.5\n', false],
  ['a,b\n1,2\n', false],
])('%j has decimal commas: %s', (text, decimalComma) => {
  expect(detectForm(Buffer.from(text)).decimalComma).toBe(decimalComma);
});

test('a file made to be slow to look at is looked at quickly', () => {
  const began = performance.now();
  for (const part of ['1,', '1.', '"1,', ' ', '1'])
    detectForm(Buffer.from(`a;b\n${part.repeat(60_000 / part.length)}\n1,5\n`));
  expect(performance.now() - began).toBeLessThan(1_000);
});

test.each([
  ['1,234', 1234],
  ['1 234.5', 1234.5],
  ["1'234", 1234],
  ['+5', 5],
  ['.5', 0.5],
  ['94.5 %', 94.5],
  ['94,5', 'is no number'],
  ['1.234,5', 'is no number'],
  ['1 2', 'is no number'],
  ['1e3', 'is no number'],
  ['0x10', 'is no number'],
  ['%', 'is no number'],
  ['Infinity', 'is no number'],
  [`1${' '.repeat(60_000)}2`, 'is no number'],
])('in a file with decimal points %.20s is %s', async (text, meant) => {
  const { rows } = await opened(`day,agent,avg_queue_time\n2026-11-19,cy,12.5\n2026-11-19,bo,"${text}"\n`);
  const [, row] = rows;
  expect(row && 'reason' in row ? row.reason : row?.figures.avgQueueTime).toEqual(
    typeof meant === 'string' ? expect.stringContaining(meant) : meant,
  );
});

test('a heading that goes over two lines, cells beyond it that are empty, and rows of nothing do no harm', async () => {
  const { rows, heading } = await opened(
    'day,agent,"csat\n(%)"\n2026-11-19,bo,90,,\n,,\n   \n2026-11-18,NaN,80\n2026-11-18,bo,80,,7\n',
  );
  expect(heading.missing).not.toContain('csat');
  expect(rows).toEqual([
    { line: 3, day: '2026-11-19', agent: 'bo', teamLeader: null, supervisor: null, figures: { csat: 90 } },
    { line: 6, reason: 'has no agent' },
    { line: 7, reason: 'has 5 cells, but the heading has 3' },
  ]);
});

test('a line end that is cut in two by a piece of the file counts once', async () => {
  const heading = `day,agent,csat,${'x'.repeat(48)}`;
  const rows = Array.from({ length: 5_000 }, (_, row) => `2026-11-19,${`Agent ${row}`.padEnd(48, '.')},90`);
  expect([heading.length + 2, `${rows[0]}`.length + 2], 'a multiple of 64, and 1, ends a line').toEqual([
    65, 64,
  ]);
  const read = (await opened([heading, ...rows, ''].join('\r\n'))).rows;
  expect(read).toHaveLength(rows.length);
  expect(read.at(-1)?.line).toBe(rows.length + 1);
});

test.each([
  [
    'a cell of 1 MB without quotes',
    `day,agent,csat\n2026-11-19,bo,1\n2026-11-19,${'x'.repeat(1_000_000)},1\n`,
    /Line 3 is longer than 64 kB/,
  ],
  ['a heading of 1 MB', `day,agent,${'x'.repeat(1_000_000)}\n`, /Line 1 has none of the columns/],
  ['a zip', Buffer.from('504b0304140000000800', 'hex'), /zip or Excel/],
  ['an old Excel file', Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(200)}`, 'hex'), /no text file/],
  [
    'a picture',
    Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex'),
    /no text file|none of the columns/,
  ],
])('%s is refused in words', async (_, content, words) => {
  await expect(opened(content)).rejects.toThrow(words);
});
