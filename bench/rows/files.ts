import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { datasetTable } from '../../src/features/exports/service/datasets.ts';
import { writeRows } from '../../src/features/exports/service/write.ts';
import { applyRows } from '../../src/features/imports/service/apply.ts';
import { previewRows } from '../../src/features/imports/service/preview.ts';
import { openTable } from '../../src/features/imports/service/reader.ts';
import { addDays, columns } from '../../src/features/kpis/index.ts';
import { factModel } from '../../src/features/kpis/model.ts';
import { inTemporaryFolder } from '../../src/platform/files/index.ts';
import { startBareDesk, startDeskApart, workspace } from '../support/bare-desk.ts';
import { type Row, timed } from '../support/row.ts';

const IMPORTED = 100_000;
const EXPORTED = 1_000_000;
const AGENTS = 500;
/** The best round of each counts: what else the machine does only ever makes one slower. */
const ROUNDS = 3;
const lastDay = '2026-11-19';
const request = {
  workspace,
  by: 'U0LEAD',
  dataset: 'kpis',
  format: 'csv',
  from: '2000-01-01',
  to: lastDay,
  timeZone: 'UTC',
  agent: null,
  teamLeader: null,
  status: null,
  category: null,
  ownOf: null,
} as const;

async function parseAlone(path: string): Promise<void> {
  const rows = createReadStream(path).pipe(parse({ bom: true, from_line: 2 }));
  for await (const _ of rows);
}

/** Reading, checking and previewing a file against csv-parse alone; applying against the bare upserts. */
export const importing: Row = {
  name: 'import',
  budget:
    'parse, check, preview ≥ 50 % of csv-parse alone; applying ≥ 50 % of the bare bulkWrite of the same upserts',
  measure: () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'import.csv');
      await writeFile(path, csv(IMPORTED));
      const { desk, stop } = await startBareDesk();
      const table = await openTable(path, 'day-month');
      const fixed = { today: lastDay, day: null, agent: null };
      const what = { workspace, _id: 'bench' } as Parameters<typeof previewRows>[1];
      const progress = async () => {};
      const parsing: number[] = [];
      const previewing: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        parsing.push(await timed(() => parseAlone(path)));
        previewing.push(await timed(() => previewRows(desk, what, table, fixed, progress)));
      }
      const apply = await timed(() => applyRows(desk, what, table, fixed, progress));
      await stop();
      const bare = await bareUpserts();
      const read = Math.min(...parsing) / Math.min(...previewing);
      const written = bare / apply;
      return {
        measured: `preview ${(read * 100).toFixed(0)} %, applying ${(written * 100).toFixed(0)} % (${IMPORTED.toLocaleString('en')} rows)`,
        held: read >= 0.5 && written >= 0.5,
      };
    }),
};

/** A million rows written as CSV against the cursor alone, and what that adds to the process. */
export const exporting: Row = {
  name: 'export',
  budget: '≥ 70 % of the cursor alone; 1,000,000 rows add ≤ 100 MB to the process at rest',
  measure: () =>
    inTemporaryFolder(async (folder) => {
      const { desk, stop } = await startDeskApart([String(EXPORTED), String(AGENTS), lastDay]);
      const rest = process.memoryUsage.rss();
      let most = rest;
      const watch = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss());
      }, 100);
      const { fields, rows } = datasetTable.kpis;
      const ours = await timed(() =>
        writeRows('csv', { path: join(folder, 'export.csv'), fields, rows: rows(desk, request) }),
      );
      clearInterval(watch);
      const alone = await timed(async () => {
        const cursor = factModel(desk.database)
          .collection.find({ workspace, day: { $gte: request.from, $lte: request.to } })
          .sort({ day: 1, agent: 1 })
          .batchSize(1_000);
        for await (const _ of cursor);
      });
      await stop();
      const share = alone / ours;
      const added = (most - rest) / 1_048_576;
      return {
        measured: `${(share * 100).toFixed(0)} % of the cursor alone; ${added.toFixed(0)} MB added`,
        held: share >= 0.7 && added <= 100,
      };
    }),
};

/** What an import writes, without reading, checking or keeping what it replaces. */
async function bareUpserts(): Promise<number> {
  const { desk, stop } = await startBareDesk();
  const facts = factModel(desk.database).collection;
  const milliseconds = await timed(async () => {
    for (let start = 0; start < IMPORTED; start += 1_000) {
      const operations = Array.from({ length: 1_000 }, (_, offset) => {
        const index = start + offset;
        const figures = columns.map(
          ({ key }, column) => [`cells.${key}.imported`, (index * 7 + column) % 90] as const,
        );
        return {
          updateOne: {
            filter: { workspace, day: dayOf(index), agent: `name:agent ${index % AGENTS}` },
            update: {
              $set: Object.fromEntries(figures),
              $setOnInsert: {
                agentName: `Agent ${index % AGENTS}`,
                log: null,
                earlier: [],
                performance: null,
              },
              $inc: { rev: 1 },
            },
            upsert: true,
          },
        };
      });
      await facts.bulkWrite(operations as never, { ordered: false });
    }
  });
  await stop();
  return milliseconds;
}

function csv(rows: number): string {
  const lines = [`day,agent,team_leader,supervisor,${columns.map((column) => column.csv).join(',')}`];
  for (let index = 0; index < rows; index += 1) {
    const figures = columns.map((_, column) => (index * 7 + column) % 90);
    lines.push(`${dayOf(index)},Agent ${index % AGENTS},,,${figures.join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}

function dayOf(index: number): string {
  return addDays(lastDay, -Math.floor(index / AGENTS));
}
