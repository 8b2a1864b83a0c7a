import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDraft } from '../../../src/features/journeys/service/drafts.ts';
import { publishJourney, rollBack } from '../../../src/features/journeys/service/versions.ts';
import type { Entries, ViewObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer, card, dmOf } from '../tickets/talk.ts';
import { largest, options } from './largest.ts';

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

async function closeAll(as: string) {
  await t.slack.act(as, 'close', { view_id: String((await t.slack.views(as)).at(-1)?.id), all: true });
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
    expect(JSON.stringify(second.errors)).toContain('Mia changed serial');
    await closeAll(owner);
  });

  test('a click in an editor that fell behind changes nothing and shows what is there now', async () => {
    await t.slack.act(owner, 'command', { channel: general, text: '/desk journeys' });
    await press(owner, 'journeys.list', 'journeys.edit', 'laptop');
    await t.slack.view(owner, 'journeys.editor');
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'up:why');
    await shows(manager, 'moved why up');
    await press(owner, 'journeys.editor', 'journeys.questionMenu', 'remove:serial');
    await shows(owner, 'Your click changed nothing');
    await shows(owner, 'Mia moved why up');
    await shows(owner, '`serial`');
    await press(manager, 'journeys.editor', 'journeys.undo');
    await shows(manager, 'took back: moved why up');
    await closeAll(owner);
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
    await closeAll(ana);
    await t.slack.act(ana, 'command', { channel: general, text: '/ticket new laptop' });
    await shows(ana, 'where you left off');
    await shows(ana, 'Serial number?');
  });

  test('a new version in the middle of a walk leaves the walk on its version', async () => {
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'remove:serial');
    await shows(manager, 'removed serial');
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
    await closeAll(manager);
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.listMore', 'rollback:laptop');
    await fill(manager, 'journeys.rollbackModal', { version: '1' });
    await t.slack.act(people.cy, 'command', { channel: general, text: '/ticket new laptop' });
    await answer(t.slack, people.cy, 'broken');
    await shows(people.cy, 'Serial number?');
  });

  test('a draft that was begun before a roll back says so, and is published when that is meant', async () => {
    await shows(manager, 'Version 1 of `laptop` is active now');
    await press(manager, 'journeys.list', 'journeys.edit', 'laptop');
    await press(manager, 'journeys.editor', 'journeys.title');
    await fill(manager, 'journeys.titleModal', { title: 'Laptops', description: 'Old and new ones.' });
    await shows(manager, 'changed the title');
    await rollBack(t.desk, { workspace: t.workspace, key: 'laptop', version: 2, by: owner });
    await press(manager, 'journeys.editor', 'journeys.review');
    await shows(manager, 'Olive made version 2 active after this draft was begun');
    await shows(manager, 'Added: serial');
    await fill(manager, 'journeys.reviewModal', {});
    await shows(manager, 'Version 3 is active');
    await shows(manager, 'as it is active');
  });

  test('who publishes while another does is told who, and nothing is overwritten', async () => {
    await press(manager, 'journeys.editor', 'journeys.title');
    await fill(manager, 'journeys.titleModal', { title: 'Computers' });
    await shows(manager, '*Computers*');
    await press(manager, 'journeys.editor', 'journeys.review');
    await t.slack.view(manager, 'journeys.reviewModal');
    await rollBack(t.desk, { workspace: t.workspace, key: 'laptop', version: 1, by: owner });
    await fill(manager, 'journeys.reviewModal', {});
    await shows(manager, 'Olive made version 1 active in the meantime. Nothing was overwritten.');
    const top = await t.slack.view(manager, 'journeys.reviewModal');
    await t.slack.act(manager, 'close', { view_id: top.id });
  });

  test('a draft is thrown away, and a journey archived, only after a question that names what is lost', async () => {
    await closeAll(manager);
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.listMore', 'discard:laptop');
    await shows(manager, 'Computers');
    await fill(manager, 'journeys.sureModal', {});
    await shows(manager, 'The draft of `laptop` is gone');
    await press(manager, 'journeys.list', 'journeys.listMore', 'archive:laptop');
    await shows(manager, 'Those on their way finish it');
    await fill(manager, 'journeys.sureModal', {});
    await shows(manager, '`laptop` is archived');
  });

  test('who was on the way goes on with an archived journey; nobody new begins it', async () => {
    await t.slack.act(people.cy, 'close', { view_id: (await t.slack.view(people.cy, 'journeys.step')).id });
    await t.slack.act(people.cy, 'command', { channel: general, text: '/ticket new laptop' });
    await answer(t.slack, people.cy, 'AB1234');
    await shows(people.cy, 'Why?');
    await t.slack.act(people.dee, 'command', { channel: general, text: '/ticket new laptop' });
    await t.slack.message(people.dee, general, ({ text }) => text.includes('not in use any more'));
  });

  test('60 questions of 100 options are edited and walked in Slack, and no option is lost', async () => {
    await publishJourney(t.desk, { workspace: t.workspace, journey: largest, by: owner });
    await closeAll(manager);
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.edit', 'largest');
    await press(manager, 'journeys.editor', 'journeys.questionMenu', 'edit:q0');
    await fill(manager, 'journeys.questionModal', { place: '2' });
    await shows(manager, 'changed q0');
    const { definition } = await openDraft(t.desk, t.workspace, 'largest');
    expect(definition.questions[1]).toEqual(largest.questions[0]);
    await closeAll(manager);
    await t.slack.act(people.dee, 'command', { channel: general, text: '/ticket new largest' });
    await answer(t.slack, people.dee, String(options[99]?.value));
    await answer(t.slack, people.dee, [String(options[0]?.value)]);
    await answer(t.slack, people.dee, '😀'.repeat(1_500));
    await shows(people.dee, 'Question 4 of 60');
    await press(people.dee, 'journeys.step', 'journeys.back');
    await shows(people.dee, '😀😀');
  });

  test('what is exported and dropped again is the same journey', async () => {
    await t.slack.act(manager, 'command', { channel: general, text: '/desk journeys' });
    await press(manager, 'journeys.list', 'journeys.listMore', 'export:general-support');
    await shows(manager, 'on its way to your messages');
    await closeAll(manager);
    const dm = await dmOf(t, manager);
    const sent = await t.slack.message(manager, dm, (one) => one.files?.[0]?.name === 'general-support.yml');
    const bytes = await t.slack.file(manager, String(sent.files?.[0]?.id));
    await t.slack.act(manager, 'message', {
      channel: dm,
      text: '',
      files: [{ name: 'again.yml', data: Buffer.from(bytes).toString('base64') }],
    });
    await t.slack.until('the answer', async () =>
      (await allIn(manager, dm)).find(({ text }) => /again\.yml is a draft now\. Nothing differs/.test(text)),
    );
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
