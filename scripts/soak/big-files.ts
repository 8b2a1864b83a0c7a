import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startDeskApart, workspace } from '../../bench/support/bare-desk.ts';
import { mostSheetRows } from '../../src/features/exports/domain/request.ts';
import { datasetTable } from '../../src/features/exports/service/datasets.ts';
import { writeRows } from '../../src/features/exports/service/write.ts';
import { applyRows, undoRows } from '../../src/features/imports/service/apply.ts';
import { previewRows } from '../../src/features/imports/service/preview.ts';
import { openTable } from '../../src/features/imports/service/reader.ts';
import type { Import } from '../../src/features/imports/service/work.ts';
import { addDays, columns } from '../../src/features/kpis/index.ts';
import { inTemporaryFolder } from '../../src/platform/files/index.ts';

const ROWS = 1_100_000;
const AGENTS = 1_000;
const today = '2026-11-20';
/** A remark that the desk does not use makes the file larger than 200 MB. */
const remark = 'x'.repeat(150);

/** Imports and exports more rows than a sheet holds, from a file of more than 200 MB, with a fault in the middle. */
export function soakBigFiles(say: (line: string) => void): Promise<void> {
  return inTemporaryFolder((folder) => useBigFiles(folder, say));
}

async function useBigFiles(folder: string, say: (line: string) => void): Promise<void> {
  const { desk, stop } = await startDeskApart();
  say(`the process at rest holds ${inMegabytes(process.memoryUsage.rss())} MB`);
  try {
    const path = join(folder, 'big.csv');
    await pipeline(Readable.from(lines()), createWriteStream(path));
    const table = await openTable(path, 'day-month');
    const fixed = { today, day: null, agent: null };
    const what = { workspace, _id: 'soak' } as Import;
    const megabytes = Math.round((await stat(path)).size / 1_048_576);
    say(`a file of ${megabytes} MB with ${ROWS} rows`);
    const spent = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
      const { result, seconds, most } = await watched(work);
      say(`${what}: ${seconds} s, at most ${inMegabytes(most)} MB held`);
      return result;
    };
    const preview = await spent('previewed', () => previewRows(desk, what, table, fixed, noProgress));
    if (preview.fresh !== ROWS) throw new Error(`${preview.fresh} new rows instead of ${ROWS}`);

    const fault = async (rows: number) => {
      if (rows > ROWS / 2) throw new Error('stopped in the middle');
    };
    await spent('stopped in the middle of applying', () =>
      applyRows(desk, what, table, fixed, fault).catch(() => {}),
    );
    await spent('gone on with', () => applyRows(desk, what, table, fixed, noProgress));
    const again = await spent('previewed again', () => previewRows(desk, what, table, fixed, noProgress));
    if (again.same !== ROWS) throw new Error(`${again.same} rows are there instead of ${ROWS}`);

    for (const format of ['csv', 'json', 'xlsx'] as const) {
      const { fields, rows } = datasetTable.kpis;
      const source = rows(desk, { ...asked, format });
      const written = await spent(`exported as ${format}`, () =>
        writeRows(format, { path: join(folder, `out.${format}`), fields, rows: source }),
      );
      const expected = format === 'xlsx' ? mostSheetRows : ROWS;
      if (written.rows !== expected || written.cut !== (format === 'xlsx'))
        throw new Error(`${format}: ${JSON.stringify(written)}`);
    }

    await spent('taken back', () => undoRows(desk, what, noProgress));
    const after = await previewRows(desk, what, table, fixed, noProgress);
    if (after.fresh !== ROWS) throw new Error(`${ROWS - after.fresh} rows were not taken back`);
  } finally {
    await stop();
  }
}

const noProgress = async () => {};
const inMegabytes = (bytes: number) => Math.round(bytes / 1_048_576);

/** Does some work, and tells how long it took and the most memory the process held meanwhile. */
async function watched<Result>(work: () => Promise<Result>) {
  const began = performance.now();
  let most = process.memoryUsage.rss();
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  try {
    const result = await work();
    return { result, most, seconds: Math.round((performance.now() - began) / 1_000) };
  } finally {
    clearInterval(watch);
  }
}

const asked = {
  workspace,
  by: 'U0LEAD',
  dataset: 'kpis',
  from: '2000-01-01',
  to: today,
  timeZone: 'UTC',
  agent: null,
  teamLeader: null,
  status: null,
  category: null,
  ownOf: null,
} as const;

function* lines(): Generator<string> {
  yield `day,agent,remark,${columns.map(({ csv }) => csv).join(',')}\n`;
  for (let row = 0; row < ROWS; row += 1) {
    const day = addDays(today, -Math.floor(row / AGENTS));
    const figures = columns.map((_, column) => (row * 7 + column) % 90);
    yield `${day},Agent ${row % AGENTS},${remark},${figures.join(',')}\n`;
  }
}
