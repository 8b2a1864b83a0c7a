import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { getTicketByNumber } from '../../../src/features/tickets/index.ts';
import { presetsOf, savePreset, undoPreset } from '../../../src/features/tickets/service/presets.ts';
import { read } from '../../../src/features/tickets/service/shipped.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { card, dmOf } from './talk.ts';

const { ana, ben, bo, manager } = people;
const { general, triage } = channels;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

const run = (as: string, text: string) => t.slack.act(as, 'command', { channel: general, text });
const refused = (as: string, words: RegExp) =>
  t.slack.message(as, general, (one) => one.is_ephemeral === true && words.test(one.text));
const entries = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value }]));
const shows = (as: string, words: string) =>
  t.slack.until(words, async () => JSON.stringify((await t.slack.views(as)).at(-1)?.blocks).includes(words));

/** The block of the open list that shows a name. */
async function rowOf(as: string, name: string): Promise<string> {
  const { blocks } = (await t.slack.views(as)).at(-1)!;
  return String(blocks.find((block) => JSON.stringify(block).includes(`*${name}*`))?.block_id);
}

describe('canned replies of the workspace', () => {
  test('managers write them, with a preview; an unknown placeholder is refused beside the field', async () => {
    await run(manager, '/desk replies');
    const list = await t.slack.view(manager, 'tickets.presets');
    expect(JSON.stringify(list.blocks)).toContain('Looking into it');
    await t.slack.act(manager, 'action', { view_id: list.id, action_id: 'tickets.newPreset' });
    const form = await t.slack.view(manager, 'tickets.replyPreset');
    const wrong = await t.slack.act(manager, 'submit', {
      view_id: form.id,
      entries: entries({ title: 'Late parcel', text: 'Dear {{custommer}}' }),
    });
    expect(wrong.errors?.text).toContain('There is no placeholder {{custommer}}. There are: {{customer}}');
    const typed = entries({ title: 'Late parcel', text: 'Dear {{customer}}, {{ticket}} is late. {{agent}}' });
    await t.slack.act(manager, 'action', {
      view_id: form.id,
      action_id: 'tickets.previewReply',
      entries: typed,
    });
    await shows(manager, 'Dear Ana, T-1042 is late. Mia');
    await t.slack.act(manager, 'close', { view_id: (await t.slack.views(manager)).at(-1)!.id });
    await t.slack.act(manager, 'submit', { view_id: form.id, entries: typed });
    await shows(manager, '“Late parcel” is saved.');
    await t.slack.act(manager, 'close', { view_id: list.id, all: true });
  });

  test('everybody finds them in the Reply form, filled in', async () => {
    await t.slack.act(ana, 'message', { channel: await dmOf(t, ana), text: 'Where is it?' });
    const asked = await t.slack.until('the offer', async () => {
      const dm = await dmOf(t, ana);
      for (const { ts, reply_count } of await t.slack.messages(ana, dm)) {
        const found = (reply_count ? await t.slack.messages(ana, dm, ts) : []).find((one) =>
          JSON.stringify(one.blocks ?? []).includes('tickets.choose'),
        );
        if (found) return found;
      }
      return undefined;
    });
    await t.slack.act(ana, 'action', {
      channel: await dmOf(t, ana),
      ts: asked.ts,
      action_id: 'tickets.choose',
    });
    const { ts } = await card(t, 'T-1001');
    await t.slack.act(bo, 'action', { channel: triage, ts, action_id: 'tickets.reply' });
    const reply = await t.slack.view(bo, 'tickets.replyModal');
    const { value: key } = (await presetsOf(t.desk, t.workspace, 'reply')).find(
      ({ value }) => value.title === 'Late parcel',
    )!;
    await t.slack.act(bo, 'action', {
      view_id: reply.id,
      action_id: 'tickets.cannedReply',
      value: key.key,
    });
    await shows(bo, 'Dear Ana, T-1001 is late. Bo');
    await t.slack.act(bo, 'close', { view_id: reply.id, all: true });
  });

  test('one that came with the desk is changed and removed for this workspace, and brought back', async () => {
    const key = 'refund-done';
    const shipped = (await presetsOf(t.desk, t.workspace, 'reply')).find(({ value }) => value.key === key);
    const save = { workspace: t.workspace, by: manager, kind: 'reply' as const, key };
    await savePreset(t.desk, { ...save, rev: 0, value: { ...shipped!.value, text: 'Short.' } });
    await expect(savePreset(t.desk, { ...save, rev: 0, value: null })).rejects.toThrow(/Someone else/);
    await savePreset(t.desk, { ...save, rev: 1, value: null });
    const left = async () => (await presetsOf(t.desk, t.workspace, 'reply')).map(({ value }) => value.key);
    expect(await left()).not.toContain(key);
    const before = { kind: 'reply', key, value: shipped!.value };
    await undoPreset(t.desk, t.workspace, { before, after: { value: null } });
    expect(await left()).toContain(key);
    await expect(undoPreset(t.desk, t.workspace, { before, after: { value: null } })).rejects.toThrow(
      /again/,
    );
  });

  test('agents may use them, not edit them', async () => {
    await run(bo, '/desk replies');
    await refused(bo, /need the role manager or owner to edit canned replies/);
  });
});

describe('ticket templates', () => {
  test('an agent opens a ticket for a customer from one; what was typed for whom stays', async () => {
    await run(bo, '/ticket template');
    const form = await t.slack.view(bo, 'tickets.fromTemplateModal');
    await t.slack.act(bo, 'action', {
      view_id: form.id,
      action_id: 'tickets.chosenTemplate',
      value: 'damaged-in-transit',
      entries: entries({ requester: ben }),
    });
    await shows(bo, 'Parcel arrived damaged');
    const filled = (await t.slack.views(bo)).at(-1)!;
    const done = await t.slack.act(bo, 'submit', { view_id: filled.id });
    expect(done.errors).toBeUndefined();
    const number = /T-\d+/.exec(JSON.stringify(done.view?.blocks))?.[0] ?? '';
    const ticket = await getTicketByNumber(t.desk, { workspace: t.workspace, number });
    expect(ticket).toMatchObject({
      requester: ben,
      priority: 'high',
      category: 'Order Issue',
      tags: ['damage'],
      fields: { order: '', carrier: '' },
      origin: { kind: 'template' },
    });
    await t.slack.message(ben, await dmOf(t, ben), ({ text }) => text.includes(number));
    await t.slack.act(bo, 'close', { view_id: filled.id, all: true });
  });

  test('by name in the command; an unknown name lists those there are; customers may not', async () => {
    await run(bo, '/ticket template call');
    const form = await t.slack.view(bo, 'tickets.fromTemplateModal');
    expect(JSON.stringify(form.blocks)).toContain('Call about an order');
    await t.slack.act(bo, 'close', { view_id: form.id, all: true });
    await run(bo, '/ticket template nothing');
    await refused(bo, /no template “nothing”\. There are: /);
    await run(ana, '/ticket template');
    await refused(ana, /need the role/);
  });

  test('managers write them in Slack', async () => {
    await run(manager, '/desk templates');
    const list = await t.slack.view(manager, 'tickets.presets');
    await t.slack.act(manager, 'action', { view_id: list.id, action_id: 'tickets.newPreset' });
    const form = await t.slack.view(manager, 'tickets.templatePreset');
    const empty = await t.slack.act(manager, 'submit', {
      view_id: form.id,
      entries: entries({ title: ' ', subject: ' ' }),
    });
    expect(Object.keys(empty.errors ?? {}).toSorted()).toEqual(['subject', 'title']);
    await t.slack.act(manager, 'submit', {
      view_id: form.id,
      entries: entries({ title: 'Press', subject: 'A question of the press', tags: 'Press, press' }),
    });
    await shows(manager, '“Press” is saved.');
    const press = (await presetsOf(t.desk, t.workspace, 'template')).find(
      ({ value }) => value.title === 'Press',
    );
    expect(press?.value).toMatchObject({ category: 'Other', priority: 'medium', tags: ['press'] });
    await t.slack.act(manager, 'action', {
      view_id: list.id,
      action_id: 'tickets.editTemplate',
      block_id: await rowOf(manager, 'Press'),
    });
    const again = await t.slack.view(manager, 'tickets.templatePreset');
    await t.slack.act(manager, 'action', { view_id: again.id, action_id: 'tickets.removePreset' });
    await shows(manager, 'It is removed.');
    await t.slack.act(manager, 'close', { view_id: list.id, all: true });
  });
});

test('a fault in a manifest is named with file and place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presets-'));
  mkdirSync(join(folder, 'replies'));
  writeFileSync(join(folder, 'replies', 'own.yml'), '- key: a\n  title: 5\n');
  expect(() => read('replies', z.strictObject({ key: z.string(), title: z.string() }), folder)).toThrow(
    /manifests\/replies\/own\.yml, 0\.title/,
  );
  const keyed = z.object({ key: z.string() });
  expect(read('templates', keyed, folder)).toEqual([]);
  writeFileSync(join(folder, 'replies', 'own.yml'), '- key: a\n- key: a\n');
  expect(() => read('replies', keyed, folder)).toThrow(/manifests\/replies: the key "a" is there twice/);
  writeFileSync(join(folder, 'replies', 'own.yml'), '- key: [');
  expect(() => read('replies', keyed, folder)).toThrow(/manifests\/replies\/own\.yml: /);
});

test('there is room for 45, however many are added at the same moment', async () => {
  const { desk, workspace } = t;
  const all = () => presetsOf(desk, workspace, 'reply');
  const add = (key: string) =>
    savePreset(desk, {
      workspace,
      by: manager,
      kind: 'reply',
      key,
      value: { key, title: key, text: 'Hello' },
      rev: 0,
    });
  for (let count = (await all()).length; count < 44; count += 1) await add(`filled ${count}`);
  const tries = await Promise.allSettled(['a', 'b', 'c', 'd'].map((key) => add(key)));
  expect((await all()).length).toBeLessThanOrEqual(45);
  expect(tries.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  if ((await all()).length < 45) await add('e');
  await expect(add('one too many')).rejects.toThrow(/room for 45/);
});
