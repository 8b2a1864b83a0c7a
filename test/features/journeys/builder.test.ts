import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entries, ViewObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer, card, dmOf } from '../tickets/talk.ts';

const { ana, ben, lead, manager, owner } = people;
const { general } = channels;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

/** Entries by field name, whatever the block ids carry behind it. */
function entries(view: ViewObject, values: Record<string, Entries[string][string]>): Entries {
  return Object.fromEntries(
    view.blocks.flatMap((block) => {
      const { block_id, element } = block as { block_id: string; element?: { action_id: string } };
      const value = values[String(block_id).replace(/#\d+$/, '')];
      return element && value !== undefined ? [[block_id, { [element.action_id]: value }]] : [];
    }),
  );
}

async function fill(as: string, callbackId: string, values: Record<string, Entries[string][string]>) {
  const view = await t.slack.view(as, callbackId);
  return t.slack.act(as, 'submit', { view_id: view.id, entries: entries(view, values) });
}

async function press(as: string, callbackId: string, action_id: string, value?: string) {
  const view = await t.slack.view(as, callbackId);
  const block = view.blocks.find((one) => {
    const shown = JSON.stringify(one);
    return shown.includes(`"${action_id}"`) && (value === undefined || shown.includes(`"${value}"`));
  });
  const block_id = String(block?.block_id);
  return t.slack.act(as, 'action', {
    view_id: view.id,
    block_id,
    action_id,
    ...(value === undefined ? {} : { value }),
  });
}

async function addQuestion(as: string, values: Record<string, Entries[string][string]>) {
  await press(as, 'journeys.editor', 'journeys.addQuestion');
  return fill(as, 'journeys.questionModal', values);
}

const shows = (as: string, words: string) =>
  t.slack.until(`${as} sees ${words}`, async () =>
    JSON.stringify((await t.slack.views(as)).at(-1) ?? '').includes(words),
  );

describe('the builder', () => {
  test('an agent lead may not edit journeys', async () => {
    await t.slack.act(lead, 'command', { channel: general, text: '/desk journeys' });
    await t.slack.message(
      lead,
      general,
      (one) => one.is_ephemeral === true && /edit journeys/.test(one.text),
    );
  });

  test('a manager builds a journey with a branch; a bad rule is refused beside its field', async () => {
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.create');
    await fill(manager, 'journeys.createModal', { title: 'Laptop', key: 'laptop' });
    const refused = await addQuestion(manager, {
      ask: 'New or broken?',
      id: 'what',
      kind: 'single',
      options: 'new | A new one\nbroken | Mine is broken',
      next: '- when: { question: what, is: broken }\n  use: serial',
    });
    expect(Object.keys(refused.errors ?? {})).toEqual(['next']);
    await fill(manager, 'journeys.questionModal', {
      next: '- when: { question: what, equals: broken }\n  use: serial\n- default: why',
    });
    await addQuestion(manager, {
      ask: 'Serial number?',
      id: 'serial',
      kind: 'text',
      more: 'pattern: "[A-Z]{2}[0-9]{4}"',
    });
    await addQuestion(manager, { ask: 'Why?', id: 'why', kind: 'text' });
    await shows(manager, '3 questions');
  });

  test('what can never hold is found before publishing, with the question’s name', async () => {
    await press(manager, 'journeys.editor', 'journeys.outcome');
    await fill(manager, 'journeys.outcomeModal', {
      yaml: 'subject: "Laptop: {{what}} {{nobody}}"\npriority:\n  - when: { question: what, equals: broken }\n    use: high\n  - default: low\n',
    });
    await press(manager, 'journeys.editor', 'journeys.review');
    await shows(manager, 'nobody}} names no question');
    const view = await t.slack.view(manager, 'journeys.reviewModal');
    await t.slack.act(manager, 'close', { view_id: view.id });
    await press(manager, 'journeys.editor', 'journeys.outcome');
    await fill(manager, 'journeys.outcomeModal', {
      yaml: 'subject: "Laptop: {{what}}"\npriority:\n  - when: { question: what, equals: broken }\n    use: high\n  - default: low\n',
    });
  });

  test('a second editor is told what changed and by whom', async () => {
    await t.slack.act(owner, 'command', { channel: general, text: '/desk journeys' });
    await press(owner, 'journeys.list', 'journeys.edit', 'laptop');
    await press(owner, 'journeys.editor', 'journeys.questionMenu', 'edit:why');
    await t.slack.view(owner, 'journeys.questionModal');
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'edit:serial');
    await fill(manager, 'journeys.questionModal', { help: 'On the bottom of the case.' });
    const second = await fill(owner, 'journeys.questionModal', { ask: 'Why do you need it?' });
    expect(JSON.stringify(second.errors)).toContain(`<@${manager}> changed serial`);
    await t.slack.act(owner, 'close', {
      view_id: String((await t.slack.views(owner)).at(-1)?.id),
      all: true,
    });
  });

  test('a dry run opens no ticket', async () => {
    await press(manager, 'journeys.editor', 'journeys.dryRun');
    await answer(t.slack, manager, 'new');
    await answer(t.slack, manager, 'Mine is slow');
    await shows(manager, 'no ticket was opened');
    await shows(manager, 'Laptop: A new one');
    await t.slack.act(manager, 'close', { view_id: String((await t.slack.views(manager)).at(-1)?.id) });
    await t.quiet();
    expect((await t.slack.messages(lead, channels.triage)).length).toBe(0);
  });

  test('published, it is walked with Back; answers survive a closed modal', async () => {
    await press(manager, 'journeys.editor', 'journeys.review');
    await fill(manager, 'journeys.reviewModal', {});
    await shows(manager, 'Version 1 is active');
    await t.slack.act(ana, 'command', { channel: general, text: '/ticket new laptop' });
    await answer(t.slack, ana, 'new');
    await shows(ana, 'Why?');
    await press(ana, 'journeys.step', 'journeys.back');
    await shows(ana, 'New or broken?');
    await answer(t.slack, ana, 'broken');
    const bad = await answer(t.slack, ana, 'x');
    expect(Object.keys(bad.errors ?? {}).length).toBe(1);
    await t.slack.act(ana, 'close', { view_id: String((await t.slack.views(ana)).at(-1)?.id), all: true });
    await t.slack.act(ana, 'command', { channel: general, text: '/ticket new laptop' });
    await shows(ana, 'where you left off');
    await shows(ana, 'Serial number?');
  });

  test('a new version in the middle of a walk leaves the walk on its version', async () => {
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'remove:serial');
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'edit:what');
    await fill(manager, 'journeys.questionModal', { next: 'why' });
    await press(manager, 'journeys.editor', 'journeys.review');
    await shows(manager, 'Removed: serial');
    await fill(manager, 'journeys.reviewModal', {});
    await shows(manager, 'Version 2 is active');
    await answer(t.slack, ana, 'AB1234');
    const done = await answer(t.slack, ana, 'It does not start.');
    expect(JSON.stringify(done.view)).toContain('T-1001');
    const shown = JSON.stringify((await card(t, 'T-1001')).blocks);
    expect(shown).toContain('Laptop: Mine is broken');
    expect(shown).toContain('🔺 High');
    await t.slack.act(ben, 'command', { channel: general, text: '/ticket new laptop' });
    await answer(t.slack, ben, 'broken');
    await shows(ben, 'Why?');
  });

  test('roll back makes an earlier version the active one', async () => {
    await t.slack.act(manager, 'close', {
      view_id: String((await t.slack.views(manager)).at(-1)?.id),
      all: true,
    });
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.listMore', 'rollback:laptop');
    await fill(manager, 'journeys.rollbackModal', { version: '1' });
    await t.slack.act(people.cy, 'command', { channel: general, text: '/ticket new laptop' });
    await answer(t.slack, people.cy, 'broken');
    await shows(people.cy, 'Serial number?');
  });

  test('a whole file dropped in the messages becomes a draft; a bad one is answered with its lines', async () => {
    const dm = await dmOf(t, manager);
    const file = (text: string, name = 'phone.yml') => ({ name, data: Buffer.from(text).toString('base64') });
    const good =
      'key: phone\ntitle: Phone\nquestions:\n  - { id: a, ask: A?, kind: text }\noutcome: { subject: "{{a}}" }\n';
    await t.slack.act(manager, 'message', { channel: dm, text: '', files: [file(good)] });
    const taken = await t.slack.until('the answer', async () =>
      (await allIn(manager, dm)).find(({ text }) => text.includes('phone.yml is a draft now')),
    );
    expect(JSON.stringify(taken.blocks)).toContain('journeys.edit');
    await t.slack.act(manager, 'message', {
      channel: dm,
      text: '',
      files: [file(good.replace('text', 'song'), 'bad.yml')],
    });
    await t.slack.until('the refusal', async () =>
      (await allIn(manager, dm)).find(({ text }) => /bad\.yml was not taken[\s\S]*line 4/.test(text)),
    );
  });

  test('nothing the app did was refused by Slack', async () => {
    await t.quiet();
    expect(await t.slack.failures()).toEqual([]);
  });
});

/** A channel's messages with those of its threads. */
async function allIn(as: string, channel: string) {
  const roots = await t.slack.messages(as, channel);
  const threads = await Promise.all(
    roots.filter(({ reply_count }) => reply_count).map(({ ts }) => t.slack.messages(as, channel, ts)),
  );
  return [...roots, ...threads.flat()];
}
