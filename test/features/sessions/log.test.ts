import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logSessions } from '../../../src/features/sessions/service/log.ts';
import { sessionInsights } from '../../../src/features/sessions/service/report.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T10:00:00+01:00' });
});
afterAll(() => it?.stop());

const base = { region: 'EU', sessions: 1, destination: 'BQ', minutes: null, observation: null };
const record = (customer: string, more = '') =>
  `Customer: ${customer}\nRegion: EU\nSessions: 5\nSource: FB Pages\nDestination: BQ\n${more}`;

async function paste(as: string, text: string) {
  await it.slack.act(as, 'command', { channel: channels.general, text: '/session log' });
  const form = await it.slack.view(as, 'sessions.text');
  const result = await it.slack.act(as, 'submit', { view_id: form.id, entries: { text: { value: text } } });
  return result.view;
}

/** Opens `/session log` in another way than pasting. */
async function openForm(as: string, way: string, id: string) {
  await it.slack.act(as, 'command', { channel: channels.general, text: '/session log' });
  const first = await it.slack.view(as, 'sessions.text');
  await it.slack.act(as, 'action', { view_id: first.id, action_id: 'sessions.pickWay', value: way });
  return it.slack.until(`the form for a ${way}`, async () => {
    const top = (await it.slack.views(as)).at(-1);
    return top?.callback_id === id && top.hash !== first.hash ? top : undefined;
  });
}

async function close(as: string): Promise<void> {
  const top = (await it.slack.views(as)).at(-1);
  if (top) await it.slack.act(as, 'close', { view_id: top.id, all: true });
}

/** What `/session report` lists. */
async function report(as: string): Promise<string> {
  await it.slack.act(as, 'command', { channel: channels.general, text: '/session report' });
  const text = JSON.stringify((await it.slack.view(as, 'sessions.report')).blocks);
  await close(as);
  return text;
}

describe('/session', () => {
  test('good records are saved at once, and the report lists them', async () => {
    const done = await paste(people.bo, `${record('acme.com [15 mins]')}\n${record('b.com')}`);
    expect(JSON.stringify(done)).toContain('2 records saved');
    await close(people.bo);
    const text = await report(people.bo);
    expect(text).toContain('*acme.com*  EU · 5 sessions · FB Pages → BQ · 15 min');
  });

  test('bad records are shown with their lines, and the good ones wait for a yes', async () => {
    const question = await paste(
      people.bo,
      `${record('good.com')}\n${record('bad.com', 'Time Consumed: 500')}`,
    );
    expect(JSON.stringify(question)).toMatch(/Line 12: .*1 to 120/);
    expect(await report(people.cy)).not.toContain('good.com');
    await it.slack.act(people.bo, 'submit', { view_id: question!.id });
    await close(people.bo);
    const text = await report(people.bo);
    expect(text).toContain('good.com');
    expect(text).not.toContain('bad.com');
  });

  test('Back leads to the text, to be corrected; Done closes all', async () => {
    const question = await paste(people.bo, record('back.com').replace('Sessions: 5', 'Sessions: 0'));
    expect(JSON.stringify(question)).toContain('Nothing can be saved. Go back');
    await it.slack.act(people.bo, 'close', { view_id: question!.id });
    const form = await it.slack.view(people.bo, 'sessions.text');
    const entries = { text: { value: `${record('back.com')}\n${record('acme.com')}` } };
    const again = await it.slack.act(people.bo, 'submit', { view_id: form.id, entries });
    const done = await it.slack.act(people.bo, 'submit', {
      view_id: again.view!.id,
      entries: { duplicates: { value: 'skip' } },
    });
    expect(JSON.stringify(done.view)).toContain('1 record saved, 1 skipped');
    await it.slack.act(people.bo, 'close', { view_id: done.view!.id });
    expect(await it.slack.views(people.bo)).toEqual([]);
    expect(await report(people.bo)).toContain('back.com');
  });

  test('a text file is read like a paste, whatever its encoding', async () => {
    const give = async (name: string, content: Buffer) => {
      const first = await openForm(people.bo, 'file', 'sessions.text');
      const { files } = await it.slack.act(people.bo, 'upload', {
        files: [{ name, data: content.toString('base64') }],
      });
      const entries = { files: { value: [files![0]!.id] } };
      const result = await it.slack.act(people.bo, 'submit', { view_id: first.id, entries });
      await close(people.bo);
      return result;
    };
    const done = await give('good.txt', Buffer.from(`\ufeff${record('file.com').replaceAll('\n', '\r\n')}`));
    expect(JSON.stringify(done.view)).toContain('1 record saved');
    await give('latin.txt', Buffer.from(record('Müller.com'), 'latin1'));
    expect(await report(people.bo)).toMatch(/Müller\.com[\s\S]*file\.com/);
    const empty = await give('empty.txt', Buffer.from(' \n'));
    expect(empty.errors?.files).toContain('There is nothing in it');
    const large = await give('large.txt', Buffer.alloc(1_100_000, 'x'));
    expect(Object.values(large.errors ?? {}).join()).toContain('1 MB');
  });

  test.each([
    ['skip', 1, 'FB Pages'],
    ['replace', 1, 'Ads'],
    ['keep', 2, 'Ads'],
    ['nothing chosen', 2, 'Ads'],
  ])('a customer on file: %s', async (choice, expected, source) => {
    const customer = `dup-${choice.replace(' ', '-')}.com`;
    await paste(people.bo, record(customer));
    await close(people.bo);
    const question = await paste(people.bo, record(`WWW.${customer}.`).replace('FB Pages', 'Ads'));
    expect(JSON.stringify(question)).toMatch(
      new RegExp(`1 customer on file already.*${customer}: 5 sessions, EU, FB Pages → BQ, by Bo`),
    );
    await it.slack.act(people.bo, 'submit', {
      view_id: question!.id,
      ...(choice === 'nothing chosen' ? {} : { entries: { duplicates: { value: choice } } }),
    });
    await close(people.bo);
    const lines = (await report(people.bo)).match(new RegExp(`\\*(WWW\\.)?${customer}\\.?\\*[^"]*`, 'gi'));
    expect(lines).toHaveLength(expected);
    expect(lines?.[0]).toContain(source);
  });

  test('someone else’s record is not replaced by an agent, and stays', async () => {
    const question = await paste(people.cy, record('dup-skip.com').replace('FB Pages', 'Mine'));
    const refused = await it.slack.act(people.cy, 'submit', {
      view_id: question!.id,
      entries: { duplicates: { value: 'replace' } },
    });
    expect(Object.values(refused.errors ?? {}).join()).toContain('logged by someone else');
    await close(people.cy);
    expect(await report(people.bo)).toContain('*dup-skip.com*  EU · 5 sessions · FB Pages');
  });

  test('the report goes on over pages, and a lead reads whose records they are', async () => {
    await it.slack.act(people.lead, 'command', { channel: channels.general, text: '/session report' });
    const first = await it.slack.view(people.lead, 'sessions.report');
    expect(JSON.stringify(first.blocks)).toContain('Logged by Bo');
    await it.slack.act(people.lead, 'action', { view_id: first.id, action_id: 'sessions.older', value: '1' });
    const second = await it.slack.until('the second page', async () => {
      const text = JSON.stringify((await it.slack.views(people.lead)).at(-1)?.blocks);
      return text.includes('Newer') ? text : undefined;
    });
    expect(second).toContain('*acme.com*');
    await close(people.lead);
  });

  test('a form logs one record, with errors beside its fields', async () => {
    const form = await openForm(people.dee, 'form', 'sessions.form');
    const fill = (sessions: string) => ({
      customer: { value: 'form.com' },
      region: { value: 'US' },
      sessions: { value: sessions },
      source: { value: 'Mail' },
      destination: { value: 'BQ' },
    });
    const wrong = await it.slack.act(people.dee, 'submit', { view_id: form.id, entries: fill('many') });
    expect(wrong.errors?.sessions).toContain('whole number');
    await it.slack.act(people.dee, 'submit', { view_id: form.id, entries: fill('3') });
    await close(people.dee);
    expect(await report(people.dee)).toContain('*form.com*  US · 3 sessions');
  });

  test('a record is edited and deleted from the report', async () => {
    await it.slack.act(people.dee, 'command', { channel: channels.general, text: '/session report' });
    const list = await it.slack.view(people.dee, 'sessions.report');
    const [, value = ''] =
      /"action_id":"sessions.edit"[^}]*}[^}]*"value":"([^"]+)"/.exec(JSON.stringify(list.blocks)) ?? [];
    await it.slack.act(people.dee, 'action', { view_id: list.id, action_id: 'sessions.edit', value });
    const form = await it.slack.view(people.dee, 'sessions.editing');
    await it.slack.act(people.dee, 'submit', { view_id: form.id, entries: { region: { value: 'APAC' } } });
    await it.slack.until('the list shows it', async () =>
      JSON.stringify((await it.slack.views(people.dee)).at(-1)?.blocks).includes('APAC'),
    );
    await it.slack.act(people.dee, 'action', { view_id: list.id, action_id: 'sessions.remove', value });
    await it.slack.until('the list is empty', async () =>
      JSON.stringify((await it.slack.views(people.dee)).at(-1)?.blocks).includes('No records yet'),
    );
    await it.slack.act(people.dee, 'action', { view_id: list.id, action_id: 'sessions.restore', value });
    const back = await it.slack.until('the record is back', async () => {
      const text = JSON.stringify((await it.slack.views(people.dee)).at(-1)?.blocks);
      return text.includes('sessions.edit') ? text : undefined;
    });
    expect(back).toContain('*form.com*  APAC');
    expect(back).not.toContain('Undo');
    await close(people.dee);
  });

  test('two records of one customer in a paste that replaces: the first replaces, the second is one more', async () => {
    const request = { workspace: it.workspace, by: people.dee, duplicates: 'replace' as const };
    const one = { ...base, customer: 'form.com', source: 'First' };
    const records = [one, { ...one, source: 'Second' }];
    expect(await logSessions(it.desk, { ...request, key: 'twice', records })).toEqual({
      saved: 1,
      replaced: 1,
      skipped: 0,
    });
    await logSessions(it.desk, { ...request, key: 'twice', records });
    const lines = (await report(people.dee)).match(/\*form\.com\*[^"]*/g);
    expect(lines).toHaveLength(2);
    expect(lines?.join()).toMatch(/First.*Second|Second.*First/);
  });

  test('insights and report are about the same records: the own ones, for leads everyone’s', async () => {
    const span = { workspace: it.workspace, from: new Date('2026-11-20'), to: new Date('2026-11-21') };
    const cy = await sessionInsights(it.desk, { ...span, by: people.cy });
    expect(cy).toMatchObject({ whose: 'own', insights: { records: 0 } });
    const dee = await sessionInsights(it.desk, { ...span, by: people.dee });
    expect(dee.insights.records).toBe(2);
    const lead = await sessionInsights(it.desk, { ...span, by: people.lead });
    expect(lead.whose).toBe('everyone');
    expect(lead.insights.records).toBeGreaterThan(dee.insights.records);
  });

  test('insights arrive as a picture with alt text and a table', async () => {
    const dm = (
      await it.slack.act(people.bo, 'dm', { user: (await it.slack.state(people.bo)).app.bot_user_id })
    ).channel!;
    await it.slack.act(people.bo, 'command', { channel: channels.general, text: '/session insights 7' });
    const message = await it.slack.until(
      'the insights',
      async () =>
        (await it.slack.messages(people.bo, dm.id)).findLast((one) => one.text.startsWith('Session log')),
      15_000,
    );
    const image = message.blocks?.find((block) => block.type === 'image') as {
      slack_file: { id: string };
      alt_text: string;
    };
    expect(image.alt_text).toMatch(/\d+ records, \d+ sessions/);
    expect((await it.slack.file(people.bo, image.slack_file.id)).byteLength).toBeGreaterThan(5_000);
    expect(JSON.stringify(message.blocks)).toMatch(/By destination.*BQ +\d+ +\d+/);
  });

  test('nothing was refused by Slack', async () => {
    expect(await it.slack.failures()).toEqual([]);
  });
});
