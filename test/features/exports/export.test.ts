import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatasetName, ExportRequest } from '../../../src/features/exports/domain/request.ts';
import { allowedRequest, askForExport, cancelExport } from '../../../src/features/exports/service/ask.ts';
import { datasetTable } from '../../../src/features/exports/service/datasets.ts';
import { inBatches } from '../../../src/features/exports/service/rows/shared.ts';
import { exportSweep } from '../../../src/features/exports/service/run.ts';
import { progressMessage } from '../../../src/features/exports/views/message.ts';
import { logSessions } from '../../../src/features/sessions/service/log.ts';
import { recordAudit } from '../../../src/features/settings/index.ts';
import { hearRequester, openTicket } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
  await openTicket(it.desk, {
    workspace: it.workspace,
    requester: people.ana,
    origin: { kind: 'rest', key: 'formula' },
    subject: '=HYPERLINK("http://example.test";"click")',
  });
});
afterAll(() => it?.stop());

/** Asks for an export and returns the answer in the DM. */
async function ask(as: string, entries: Record<string, string>) {
  const dm = (await it.slack.act(as, 'dm', { user: (await it.slack.state(as)).app.bot_user_id })).channel!;
  const before = (await it.slack.messages(as, dm.id)).length;
  await it.slack.act(as, 'command', { channel: channels.general, text: '/desk export' });
  const form = await it.slack.view(as, 'exports.ask');
  const result = await it.slack.act(as, 'submit', {
    view_id: form.id,
    entries: Object.fromEntries(Object.entries(entries).map(([field, value]) => [field, { value }])),
  });
  if (result.ok) await it.slack.view(as, 'exports.preparing');
  const top = (await it.slack.views(as)).at(-1);
  if (top) await it.slack.act(as, 'close', { view_id: top.id, all: true });
  if (!result.ok) return { errors: result.errors };
  const message = await it.slack.until('the export', async () => {
    const all = await it.slack.messages(as, dm.id);
    return all.length > before ? all.at(-1) : undefined;
  });
  const [file] = message.files ?? [];
  const bytes = file ? Buffer.from(await it.slack.file(as, file.id)) : undefined;
  return { text: message.text, name: file?.name, bytes };
}

const request = (by: string, dataset: DatasetName, more: Partial<ExportRequest> = {}): ExportRequest => ({
  workspace: it.workspace,
  by,
  dataset,
  format: 'csv',
  from: '2026-11-20',
  to: '2026-11-20',
  timeZone: 'Asia/Kolkata',
  agent: null,
  teamLeader: null,
  ...more,
});

/** The rows that an export would have, by column. */
async function rowsOf(asked: ExportRequest): Promise<Record<string, unknown>[]> {
  const { fields, rows } = datasetTable[asked.dataset];
  const all: Record<string, unknown>[] = [];
  for await (const some of rows(it.desk, await allowedRequest(it.desk, asked)))
    all.push(...some.map((row) => Object.fromEntries(fields.map((field, index) => [field, row[index]]))));
  return all;
}

describe('what is in a dataset', () => {
  test('sessions: a lead gets everyone’s or one team’s, an agent the own, times in the zone chosen', async () => {
    const { desk, workspace } = it;
    const record = {
      region: 'EU',
      sessions: 5,
      source: 'Ads',
      destination: 'BQ',
      minutes: 15,
      observation: null,
    };
    for (const [by, customer] of [
      [people.bo, 'bo.com'],
      [people.dee, '=dee'],
    ] as const)
      await logSessions(desk, {
        workspace,
        by,
        key: customer,
        records: [{ ...record, customer }],
        duplicates: 'keep',
      });
    const all = await rowsOf(request(people.lead, 'sessions'));
    expect(all.map(({ customer }) => customer)).toEqual(['bo.com', '=dee']);
    expect(all[0]).toMatchObject({ logged_by: 'Bo', minutes: 15 });
    expect(all[0]?.logged_at).toMatch(/^2026-11-20T14:3.*\+05:30$/);
    expect(await rowsOf(request(people.bo, 'sessions'))).toEqual([all[0]]);
    await expect(rowsOf(request(people.bo, 'sessions', { agent: people.dee }))).rejects.toThrow('A lead can');
    await expect(rowsOf(request(people.bo, 'sessions', { teamLeader: people.lead }))).rejects.toThrow(
      'A lead can',
    );
    const teams = await rowsOf(request(people.lead, 'kpis', { teamLeader: people.lead, from: '2026-11-10' }));
    expect(new Set(teams.map(({ team_leader: leader }) => leader))).toEqual(new Set(['Lee']));
    expect(await rowsOf(request(people.lead, 'sessions', { teamLeader: people.bo }))).toEqual([]);
  });

  test('the audit log: for owners alone', async () => {
    const { desk, workspace } = it;
    const about = { by: people.owner, kind: 'person', subject: people.dee, summary: 'Changed Dee' } as const;
    await recordAudit(desk, workspace, { ...about, before: { capacity: 5 }, after: { capacity: 7 } });
    const [entry] = await rowsOf(request(people.owner, 'audit'));
    expect(entry).toMatchObject({ kind: 'person', subject: 'Dee' });
    expect(String(entry?.after)).toContain('"capacity":7');
    await expect(rowsOf(request(people.manager, 'audit'))).rejects.toThrow('You need the role owner');
  });

  test('rows come in batches, all of them', async () => {
    const numbers = (async function* () {
      for (let number = 0; number < 1_001; number += 1) yield number;
    })();
    const sizes = [];
    for await (const batch of inBatches(numbers)) sizes.push(batch.length);
    expect(sizes).toEqual([500, 500, 1]);
  });
});

describe('a long export', () => {
  test('tells how far it is and can be cancelled, by its own person only', async () => {
    const { desk, workspace } = it;
    const exportId = await askForExport(desk, { ...request(people.lead, 'kpis'), key: 'long' });
    expect(await askForExport(desk, { ...request(people.lead, 'kpis'), key: 'long' })).toBe(exportId);
    expect(await cancelExport(desk, { workspace, exportId, by: people.bo })).toBe(false);
    expect(await cancelExport(desk, { workspace, exportId, by: people.lead })).toBe(true);
    await desk.jobs.runNow(exportSweep, workspace);
    const running = {
      _id: exportId,
      ...request(people.lead, 'kpis'),
      state: 'running',
      rows: 120_000,
    } as const;
    const message = progressMessage(running, 'en-GB');
    expect(message.text).toContain('KPI rows, 2026-11-20: 120,000 rows so far');
    expect(JSON.stringify(message.blocks)).toContain(exportId);
    expect(progressMessage({ ...running, state: 'cancelled' }, 'en-GB').text).toContain('Nothing is sent');
  });
});

describe('/desk export', () => {
  test('stats arrive as a CSV in the asker’s DM, with the number of rows', async () => {
    const { text, name, bytes } = await ask(people.lead, {
      dataset: 'stats',
      from: '2026-11-10',
      to: '2026-11-19',
    });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(name).toBe('stats-2026-11-10-to-2026-11-19.csv');
    expect(text).toContain(`Your export: Logged stats, 2026-11-10 to 2026-11-19, ${rows.length} rows.`);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => row.agent)).size).toBeGreaterThan(2);
    expect(rows[0]?.logged_at).toMatch(/T\d\d:00:00[+-]\d\d:\d\d$/);
  });

  test('an agent gets the own rows only', async () => {
    const { bytes } = await ask(people.bo, { dataset: 'kpis', from: '2026-11-01', to: '2026-11-19' });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(new Set(rows.map((row) => row.agent))).toEqual(new Set(['Bo']));
    expect(Object.keys(rows[0]!)).toHaveLength(14);
  });

  test('a cell that a spreadsheet would compute is made harmless', async () => {
    const { bytes } = await ask(people.lead, { dataset: 'tickets', from: '2026-11-20', to: '2026-11-20' });
    expect(bytes!.toString()).toContain(`"'=HYPERLINK(""http`);
    const [ticket] = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(ticket).toMatchObject({ opened_from: 'rest', links: '', merged_into: '' });
  });

  test('JSON and Excel hold the same rows', async () => {
    const days = { dataset: 'kpis', from: '2026-11-10', to: '2026-11-12' };
    const csv = parse((await ask(people.lead, days)).bytes!, { columns: true }) as object[];
    const json = JSON.parse((await ask(people.lead, { ...days, format: 'json' })).bytes!.toString());
    const xlsx = (await ask(people.lead, { ...days, format: 'xlsx' })).bytes!;
    expect(json).toHaveLength(csv.length);
    expect(xlsx.subarray(0, 2).toString()).toBe('PK');
  });

  test('messages name their ticket by its number', async () => {
    const { desk, workspace } = it;
    const { _id: ticketId, number } = await openTicket(desk, {
      workspace,
      requester: people.ana,
      origin: { kind: 'rest', key: 'messages' },
      subject: 'My cup',
    });
    for (let index = 0; index < 3; index += 1)
      await hearRequester(desk, {
        workspace,
        ticketId,
        by: people.ana,
        text: `Word ${index}`,
        files: [],
        key: `word ${index}`,
        source: { channel: channels.general, ts: `1.${String(index).padStart(6, '0')}` },
      });
    const { bytes } = await ask(people.lead, { dataset: 'messages', from: '2026-11-20', to: '2026-11-20' });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(rows.filter(({ text }) => text?.startsWith('Word')).map(({ ticket }) => ticket)).toEqual(
      Array.from({ length: 3 }, () => `T-${number}`),
    );
  });

  test('an empty range says so and sends nothing', async () => {
    const answer = await ask(people.lead, { dataset: 'messages', from: '2026-10-01', to: '2026-10-02' });
    expect(answer.text).toContain('There is nothing to export');
    expect(answer.bytes).toBeUndefined();
  });

  test('days in the wrong order are an error beside the field', async () => {
    const answer = await ask(people.lead, { dataset: 'stats', from: '2026-11-10', to: '2026-11-01' });
    expect(answer.errors?.to).toContain('before the first');
  });

  test('a customer is refused, and nothing was refused by Slack', async () => {
    await it.slack.act(people.ana, 'command', { channel: channels.general, text: '/desk export' });
    await it.slack.message(people.ana, channels.general, (one) => one.text.includes('You need the role'));
    expect(await it.slack.failures()).toEqual([]);
  });
});
