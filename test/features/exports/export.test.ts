import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('/desk export', () => {
  test('stats arrive as a CSV in the asker’s DM, with the number of rows', async () => {
    const { text, name, bytes } = await ask(people.lead, {
      dataset: 'stats',
      from: '2026-11-10',
      to: '2026-11-19',
    });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(name).toBe('stats-2026-11-10-to-2026-11-19.csv');
    expect(text).toContain(`Logged stats, 2026-11-10 to 2026-11-19, ${rows.length} rows`);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => row.agent)).size).toBeGreaterThan(2);
    expect(rows[0]?.logged_at).toMatch(/T\d\d:00:00[+-]\d\d:\d\d$/);
  });

  test('an agent gets the own rows only', async () => {
    const { bytes } = await ask(people.bo, { dataset: 'kpis', from: '2026-11-01', to: '2026-11-19' });
    const rows = parse(bytes!, { columns: true }) as Record<string, string>[];
    expect(new Set(rows.map((row) => row.agent))).toEqual(new Set(['bo']));
    expect(Object.keys(rows[0]!)).toHaveLength(14);
  });

  test('a cell that a spreadsheet would compute is made harmless', async () => {
    const { bytes } = await ask(people.lead, { dataset: 'tickets', from: '2026-11-20', to: '2026-11-20' });
    expect(bytes!.toString()).toContain(`"'=HYPERLINK(""http`);
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
    for (let index = 0; index < 101; index += 1)
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
      Array.from({ length: 101 }, () => `T-${number}`),
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
