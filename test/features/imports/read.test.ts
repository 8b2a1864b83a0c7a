import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../../../src/features/imports/service/reader.ts';

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
  quote: boolean;
}

const styles = fc.record<Style>({
  encoding: fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'latin1'),
  separator: fc.constantFrom(',', ';', '\t', '|'),
  comma: fc.boolean(),
  dates: fc.constantFrom('iso', 'day first', 'month first', 'words'),
  eol: fc.constantFrom('\n', '\r\n'),
  quote: fc.boolean(),
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
      const quoted = (text: string) => (style.quote || text.includes(separator) ? `"${text}"` : text);
      // Dates and decimals that tell how they are written stand in the first row.
      const sure = {
        day: '2026-01-31',
        agent: 'Müller',
        csat: { text: '12.5', value: 12.5 } as Cell,
        future: false,
      };
      const all = [sure, ...given];
      const lines = all.map(({ day, agent, csat, future }) =>
        [written(future ? '2026-12-24' : day, style), agent, comma ? csat.text.replace('.', ',') : csat.text]
          .map(quoted)
          .join(separator),
      );
      const text = [['day', 'agent', 'csat'].join(separator), ...lines].join(eol);
      const mark = encoding === 'utf8 with mark' || encoding === 'utf16le' ? '\ufeff' : '';
      await writeFile(path, Buffer.from(mark + text, encoding === 'utf8 with mark' ? 'utf8' : encoding));

      const table = await openTable(path, 'day-month');
      const read = [];
      for await (const some of table.rows({ today, day: null, agent: null })) read.push(...some);
      const expected = all.map(({ day, agent, csat, future }, index) => {
        const line = index + 2;
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
