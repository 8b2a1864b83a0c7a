import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasetTable } from '../../../src/features/exports/service/datasets.ts';
import { writeRows } from '../../../src/features/exports/service/write.ts';
import { openTable } from '../../../src/features/imports/service/reader.ts';
import { setRoles } from '../../../src/features/people/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let folder: string;
const desks: TestDesk[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'round-trip-'));
});
afterAll(async () => {
  for (const desk of desks) await desk.stop();
  await rm(folder, { recursive: true });
});

async function exported({ desk, workspace }: TestDesk): Promise<Buffer> {
  const path = join(folder, 'export.csv');
  const { fields, rows } = datasetTable.kpis;
  const request = {
    workspace,
    by: people.lead,
    dataset: 'kpis',
    format: 'csv',
    from: '2026-10-01',
    to: '2026-11-20',
    timeZone: 'UTC',
    agent: null,
    teamLeader: null,
    status: null,
    category: null,
    ownOf: null,
  } as const;
  await writeRows('csv', { path, fields, rows: rows(desk, request) });
  return readFile(path);
}

describe('round trip', () => {
  test('export, import into an empty desk, export again: the same bytes', async () => {
    const full = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
    const empty = await startTestDesk({ start: '2026-11-20T10:00:00+01:00', seed: false });
    desks.push(full, empty);
    const first = await exported(full);
    expect(first.byteLength).toBeGreaterThan(5_000);
    const { slack, desk, workspace } = empty;
    await setRoles(desk, { workspace, userId: people.lead, roles: ['lead'] });
    const bot = (await slack.state(people.lead)).app.bot_user_id;
    const dm = (await slack.act(people.lead, 'dm', { user: bot })).channel!.id;
    const files = [{ name: 'all.csv', data: first.toString('base64') }];
    await slack.act(people.lead, 'message', { channel: dm, text: '', files });
    const shows = (looks: RegExp) =>
      slack.until(
        String(looks),
        async () =>
          (await slack.messages(people.lead, dm)).findLast((one) => looks.test(JSON.stringify(one.blocks))),
        15_000,
      );
    const preview = await shows(/Apply it/);
    await slack.act(people.lead, 'action', { channel: dm, ts: preview.ts, action_id: 'imports.apply' });
    await shows(/is imported/);
    expect((await exported(empty)).equals(first)).toBe(true);
  });

  test('what any rows are written as is what a reader of CSV gives back', async () => {
    const text = fc
      .string({ maxLength: 20, unit: 'grapheme' })
      .map((name) => name.replace(/[\r\n\ufffd]/g, ' ').trim());
    const anyRow = fc.record({
      day: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-03'),
      agent: text.filter((name) => name !== '' && !name.startsWith('"')),
      csat: fc.option(
        fc.double({ min: 0, max: 100, noNaN: true }).map((value) => Math.round(value * 100) / 100),
      ),
      resolved: fc.option(fc.integer({ min: 0, max: 100_000 })),
    });
    const path = join(folder, 'any.csv');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 20 }), async (rows) => {
        const source = (async function* () {
          yield rows.map(({ day, agent, csat, resolved }) => [day, agent, csat, resolved]);
        })();
        await writeRows('csv', { path, fields: ['day', 'agent', 'csat', 'resolved'], rows: source });
        const read = [];
        const table = await openTable(path, 'day-month');
        for await (const some of table.rows({ today: '2026-11-20', day: null, agent: null }))
          read.push(...some);
        expect(read).toEqual(
          rows.map(({ day, agent, csat, resolved }) => ({
            line: expect.any(Number),
            day,
            agent,
            teamLeader: null,
            supervisor: null,
            figures: { csat, resolved },
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('a file cut off in the middle of a row is read up to there', async () => {
    const path = join(folder, 'cut.csv');
    await writeFile(path, 'day,agent,csat\n2026-11-01,bo,90\n2026-11-02,b');
    const table = await openTable(path, 'day-month');
    const days = [];
    for await (const some of table.rows({ today: '2026-11-20', day: null, agent: null }))
      days.push(...some.map((row) => ('day' in row ? row.day : row.reason)));
    expect(days).toEqual(['2026-11-01', '2026-11-02']);
  });
});
