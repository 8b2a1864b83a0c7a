import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatasetName, ExportRequest } from '../../../src/features/exports/domain/request.ts';
import { allowedExport, askForExport, cancelExport } from '../../../src/features/exports/service/ask.ts';
import { datasetTable } from '../../../src/features/exports/service/datasets.ts';
import { inBatches } from '../../../src/features/exports/service/rows/table.ts';
import { exportSweep } from '../../../src/features/exports/service/run.ts';
import { setRoles } from '../../../src/features/people/index.ts';
import { logSessions } from '../../../src/features/sessions/service/log.ts';
import { audit } from '../../../src/features/settings/index.ts';
import {
  assignByHand,
  hearRequester,
  openTicket,
  replyToTicket,
} from '../../../src/features/tickets/index.ts';
import { addNote } from '../../../src/features/tickets/service/talk.ts';
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
  status: null,
  category: null,
  ...more,
});

/** The rows that an export would have, by column. */
async function rowsOf(asked: ExportRequest): Promise<Record<string, unknown>[]> {
  const { fields, rows } = datasetTable[asked.dataset];
  const all: Record<string, unknown>[] = [];
  for await (const some of rows(it.desk, await allowedExport(it.desk, asked)))
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
    const samoa = { timeZone: 'Pacific/Pago_Pago' };
    expect(await rowsOf(request(people.bo, 'sessions', samoa)), 'it is the day before there').toEqual([]);
    const [there] = await rowsOf(
      request(people.bo, 'sessions', { ...samoa, from: '2026-11-19', to: '2026-11-19' }),
    );
    expect(there?.logged_at).toMatch(/^2026-11-19T22:0.*-11:00$/);
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
    const change = { ...about, before: { capacity: 5 }, after: { capacity: 7 } };
    await audit(desk, workspace, change, async () => {});
    const [entry] = await rowsOf(request(people.owner, 'audit'));
    expect(entry).toMatchObject({ kind: 'person', subject: 'Dee' });
    expect(String(entry?.after)).toContain('"capacity":7');
    await expect(rowsOf(request(people.manager, 'audit'))).rejects.toThrow('You need the role owner');
  });

  test('tickets and messages: each person what they may see, and no more of it', async () => {
    const { desk, workspace } = it;
    const open = (requester: string, subject: string, category: string) =>
      openTicket(desk, { workspace, requester, origin: { kind: 'rest', key: subject }, subject, category });
    const cup = await open(people.ana, 'Cup', 'Refund');
    const parcel = await open(people.ben, 'Parcel', 'Order issue');
    for (const [ticket, to] of [
      [cup, people.bo],
      [parcel, people.contractor],
    ] as const) {
      const words = { workspace, ticketId: ticket._id };
      await assignByHand(desk, { ...words, by: people.lead, to, why: 'They know it best.' });
      await addNote(desk, { ...words, by: to, text: `Note on ${ticket.subject}`, key: `note ${ticket._id}` });
      await replyToTicket(desk, {
        ...words,
        by: to,
        text: `Reply on ${ticket.subject}`,
        key: `r ${ticket._id}`,
      });
    }
    const subjects = async (by: string, more: Partial<ExportRequest> = {}) =>
      (await rowsOf(request(by, 'tickets', more))).map(({ subject }) => subject);
    const texts = async (by: string, more: Partial<ExportRequest> = {}) =>
      (await rowsOf(request(by, 'messages', more))).map(({ text }) => text);

    const everything = await subjects(people.lead);
    expect(everything).toEqual(expect.arrayContaining(['Cup', 'Parcel']));
    expect(await subjects(people.dee)).toEqual(everything);
    expect(await texts(people.dee)).toEqual(
      expect.arrayContaining(['Note on Cup', 'Reply on Cup', 'Note on Parcel', 'Reply on Parcel']),
    );
    const ofBo = await subjects(people.dee, { agent: people.bo });
    expect(ofBo).toContain('Cup');
    expect(ofBo).not.toContain('Parcel');
    expect(await texts(people.dee, { teamLeader: people.lead })).toEqual(['Note on Cup', 'Reply on Cup']);

    const [own] = await rowsOf(request(people.contractor, 'tickets'));
    expect(own).toMatchObject({ subject: 'Parcel', priority: 'medium', category: 'Order issue' });
    expect(await texts(people.contractor)).toEqual(['Note on Parcel', 'Reply on Parcel']);

    const asked = await rowsOf(request(people.ben, 'tickets'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ subject: 'Parcel', status: 'in_progress', requester: 'Ben' });
    const kept = ['text', 'priority', 'category', 'tags', 'watchers', 'fields', 'links'];
    for (const column of kept) expect(asked[0], column).toHaveProperty(column, null);
    expect(await texts(people.ben)).toEqual(['Reply on Parcel']);
    await expect(rowsOf(request(people.ben, 'tickets', { agent: people.ana }))).rejects.toThrow(
      'your own only',
    );
    await expect(rowsOf(request(people.ben, 'kpis'))).rejects.toThrow('You need the role');

    expect(await subjects(people.bo, { category: 'refund' })).toEqual(['Cup']);
    expect(await texts(people.bo, { category: 'Refund' })).toEqual(['Note on Cup', 'Reply on Cup']);
    expect(await subjects(people.bo, { status: 'in_progress' })).toEqual(['Cup', 'Parcel']);
    expect(await subjects(people.bo, { status: 'closed' })).toEqual([]);
    expect(await texts(people.ben, { status: 'closed' })).toEqual([]);
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

describe('/desk export', () => {
  test('stats arrive as a CSV in the asker’s DM, with the number of rows', async () => {
    const { text, name, bytes } = await ask(people.lead, {
      dataset: 'stats',
      from: '2026-11-10',
      to: '2026-11-19',
    });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(name).toBe('stats-2026-11-10-to-2026-11-19.csv');
    expect(text).toMatch(new RegExp(`^Logged stats, Nov 10.*19, 2026: ${rows.length} rows\\.$`));
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => row.agent)).size).toBeGreaterThan(2);
    expect(rows[0]?.logged_at).toMatch(/T\d\d:00:00[+-]\d\d:\d\d$/);
  });

  test('filters are checked beside their fields, saved, and said with the file', async () => {
    const days = { from: '2026-11-20', to: '2026-11-20' };
    const unfit = await ask(people.bo, { dataset: 'kpis', ...days, status: 'new', category: 'Refund' });
    expect(unfit.errors?.status).toContain(
      'KPI rows have no status. Clear it, or choose Tickets or Messages',
    );
    expect(unfit.errors?.category).toContain('KPI rows have no category');
    const others = await ask(people.bo, { dataset: 'stats', ...days, agent: people.dee });
    expect(others.errors?.agent).toContain('Logged stats: you can export your own only');
    const filtered = await ask(people.bo, {
      dataset: 'tickets',
      ...days,
      status: 'in_progress',
      category: ' refund ',
      agent: people.bo,
    });
    expect(filtered.text).toBe(
      'Tickets, Nov 20, 2026, only of Bo, status “In progress”, category “refund”: 1 row.',
    );
    expect(parse(filtered.bytes!, { columns: true })).toMatchObject([{ subject: 'Cup', assignee: 'Bo' }]);
  });

  test('a customer gets their own requests, in their words; the form offers nothing else', async () => {
    await it.slack.act(people.ben, 'open-home', {});
    const home = await it.slack.until('Home', () => it.slack.home(people.ben));
    await it.slack.act(people.ben, 'action', { view_id: home.id, action_id: 'exports.open' });
    const form = JSON.stringify((await it.slack.view(people.ben, 'exports.ask')).blocks);
    for (const word of ['Logged stats', 'Only of', 'Category', 'Audit']) expect(form).not.toContain(word);
    expect(form).toContain('We are on it');
    await it.slack.act(people.ben, 'close', {
      view_id: (await it.slack.views(people.ben)).at(-1)!.id,
      all: true,
    });
    const { text, bytes } = await ask(people.ben, {
      dataset: 'tickets',
      from: '2026-11-20',
      to: '2026-11-20',
      status: 'in_progress',
    });
    expect(text).toBe('Tickets, Nov 20, 2026, your own, status “We are on it”: 1 row.');
    expect(bytes!.toString()).not.toMatch(/medium|Order issue|Cup/);
  });

  test('who loses the rights before the file is made reads so, and gets none', async () => {
    const { desk, workspace } = it;
    await setRoles(desk, { workspace, userId: people.cy, roles: ['lead'] });
    await askForExport(desk, { ...request(people.cy, 'kpis', { from: '2026-11-10' }), key: 'demoted' });
    await setRoles(desk, { workspace, userId: people.cy, roles: ['agent'] });
    await desk.jobs.runNow(exportSweep, workspace);
    const bot = (await it.slack.state(people.cy)).app.bot_user_id;
    const dm = (await it.slack.act(people.cy, 'dm', { user: bot })).channel!;
    const told = await it.slack.message(people.cy, dm.id, ({ text }) => text.includes('may see less'));
    expect(told.files ?? []).toEqual([]);
  });

  test('the same submission asks once, and only who asked can cancel', async () => {
    const { desk, workspace } = it;
    const twice = { ...request(people.lead, 'kpis'), key: 'twice' };
    const exportId = await askForExport(desk, twice);
    expect(await askForExport(desk, twice)).toBe(exportId);
    expect(await cancelExport(desk, { workspace, exportId, by: people.bo })).toBe(false);
    expect(await cancelExport(desk, { workspace, exportId, by: people.lead })).toBe(true);
    expect(await cancelExport(desk, { workspace, exportId, by: people.lead })).toBe(false);
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
    expect(ticket?.created_at).toMatch(/^2026-11-20T10:00:.*\+01:00$/);
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

  test('nothing was refused by Slack', async () => {
    expect(await it.slack.failures()).toEqual([]);
  });
});
