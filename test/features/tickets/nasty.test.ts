import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assignByHand,
  getTicketByNumber,
  moveTicket,
  openTicket,
} from '../../../src/features/tickets/index.ts';
import { commentTicket, rateTicket } from '../../../src/features/tickets/service/work.ts';
import { clean } from '../../../src/platform/slack/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { card, dmOf } from './talk.ts';

const { ana, bo, lead, manager, owner } = people;
const { general, triage } = channels;

/** What nobody types and everybody sends. */
const NASTY: [string, string][] = [
  ['10,000 characters', 'x'.repeat(10_000)],
  ['emoji', '😀👩‍👩‍👧‍👦🏳️‍🌈'.repeat(40)],
  ['right to left', 'مرحبا بالعالم \u202Eabc'],
  ['a mention of everybody', '<!channel> <!here> <@U0BO>'],
  ['markup', '*bold* _it_ ~no~ `code` ```block``` > quote'],
  ['HTML', '<script>alert(1)</script> & <b>x</b>'],
  ['NUL', 'a\u0000b'],
  ['half a surrogate', 'a\ud800b'],
  ['a formula', '=1+1'],
  ['an operator', '{"$gt":""}'],
  ['many lines', 'line\n'.repeat(500)],
];

let t: TestDesk;
let number = 0;
let cardTs = '';
beforeAll(async () => {
  t = await startTestDesk();
  await t.slack.act(owner, 'invite', { channel: general, user: 'U0SHIFTDESK' });
  const ticket = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'nasty' },
    subject: 'Nasty',
  });
  number = ticket.number;
  cardTs = (await card(t, `T-${number}`)).ts;
  await until('the thread', async () => (await current()).talk);
});
afterAll(() => t.stop());

const current = () => getTicketByNumber(t.desk, { workspace: t.workspace, number: `T-${number}` });

describe.each(NASTY)('%s', (_, words) => {
  test('as a reply and a note from a form', async () => {
    for (const [action, modal] of [
      ['tickets.reply', 'tickets.replyModal'],
      ['tickets.note', 'tickets.noteModal'],
    ] as const) {
      await t.slack.act(bo, 'action', { channel: triage, ts: cardTs, action_id: action });
      const view = await t.slack.view(bo, modal);
      const sent = await t.slack.act(bo, 'submit', {
        view_id: view.id,
        entries: { text: { value: words.slice(0, 3_000) } },
      });
      expect(sent.errors).toBeUndefined();
    }
  });

  test('as a message in either thread', async () => {
    const dm = await dmOf(t, ana);
    const { talk } = await current();
    await t.slack.act(ana, 'message', { channel: dm, thread_ts: talk!.ts, text: words });
    await t.slack.act(lead, 'message', { channel: triage, thread_ts: cardTs, text: words });
    await t.slack.act(lead, 'message', { channel: triage, thread_ts: cardTs, text: `!${words}` });
    await t.quiet();
  });

  test('as subject and text of a ticket', async () => {
    const ticket = await openTicket(t.desk, {
      workspace: t.workspace,
      requester: ana,
      origin: { kind: 'rest', key: words },
      subject: words,
      text: words,
      tags: [words],
      category: words,
    });
    await card(t, `T-${ticket.number}`);
  });

  test('as the argument of find and take', async () => {
    await t.slack.act(bo, 'command', { channel: general, text: `/ticket find ${words}` });
    const view = await t.slack.view(bo, 'tickets.listModal');
    await t.slack.act(bo, 'close', { view_id: view.id, all: true });
    await t.slack.act(bo, 'command', { channel: general, text: `/ticket take ${words.slice(0, 500)}` });
  });
});

/** Forms of the card's menu: what is typed in each, and which of it may be refused beside its field. */
const FORMS: [entry: string, values: (words: string) => Record<string, string>, refusable: string[]][] = [
  ['priority', (words) => ({ priority: 'urgent', why: words }), ['priority']],
  ['priority', (words) => ({ priority: 'low', why: words }), ['priority']],
  ['merge', (words) => ({ ticket: words.slice(0, 20), how: 'link' }), ['ticket']],
  ['assign', (words) => ({ assignee: lead, why: words }), ['assignee', 'why']],
  ['status', (words) => ({ move: 'return', text: words }), ['move']],
];
const EMPTY: [string, string][] = [
  ['nothing', ''],
  ['spaces', '   \n\t '],
];

const HARDEST = ['10,000 characters', 'right to left', 'a mention of everybody', 'NUL'];
const HARD = NASTY.filter(([name]) => HARDEST.includes(name));

describe.each([...EMPTY, ...HARD])('%s in every other form and command', (name, words) => {
  test('is kept or refused beside its field, never a fault', async () => {
    const { _id } = await current();
    for (const [entry, values, refusable] of FORMS) {
      const more = { channel: triage, ts: cardTs, action_id: 'tickets.more', value: `${entry}:${_id}` };
      await t.slack.act(lead, 'action', more);
      const view = (await t.slack.views(lead)).at(-1)!;
      const typed = Object.entries(values(words.slice(0, 3_000))).filter(([, value]) => value !== '');
      const { errors } = await t.slack.act(lead, 'submit', {
        view_id: view.id,
        entries: Object.fromEntries(typed.map(([field, value]) => [field, { value }])),
      });
      for (const [field, message] of Object.entries(errors ?? {})) {
        expect(refusable, entry).toContain(field);
        expect(message).not.toMatch(/Reference/);
      }
      const [left] = await t.slack.views(lead);
      if (left) await t.slack.act(lead, 'close', { view_id: left.id, all: true });
    }
  });

  test('on the labels and the search form, and behind each command', async () => {
    const { _id } = await current();
    await t.slack.act(lead, 'action', {
      channel: triage,
      ts: cardTs,
      action_id: 'tickets.more',
      value: `details:${_id}`,
    });
    const details = await t.slack.view(lead, 'tickets.detailsModal');
    await t.slack.act(lead, 'action', { view_id: details.id, action_id: 'tickets.labels' });
    const labels = await t.slack.view(lead, 'tickets.labelsModal');
    const { errors } = await t.slack.act(lead, 'submit', {
      view_id: labels.id,
      entries: {
        category: { value: words.slice(0, 75) },
        tags: { value: words.slice(0, 1_000) },
        fields: { value: `note: ${name} ${words.replaceAll('\n', ' ').slice(0, 400)}` },
      },
    });
    for (const message of Object.values(errors ?? {})) expect(message).toMatch(/at the most/);
    if (!errors)
      await t.slack.until('the view shows it', async () =>
        JSON.stringify((await t.slack.views(lead)).at(-1)?.blocks).includes('are saved'),
      );
    await t.slack.act(lead, 'close', { view_id: details.id, all: true });
    for (const command of ['mine', 'queue', 'take', 'template', 'find status:', 'find from:', 'nonsense']) {
      await t.slack.act(bo, 'command', {
        channel: general,
        text: `/ticket ${command} ${words.slice(0, 500)}`.replace(': ', ':'),
      });
      const [view] = await t.slack.views(bo);
      if (view) await t.slack.act(bo, 'close', { view_id: view.id, all: true });
    }
    const notices = (await t.slack.messages(bo, general)).filter((one) => one.is_ephemeral);
    for (const { text } of notices) expect(text).not.toMatch(/Reference|<!channel>/);
  });
});

/** Forms that others than the team's agents fill in: who opens each, how, and what it may refuse. */
const OTHER_FORMS: [
  modal: string,
  as: string,
  open: () => Promise<unknown>,
  values: (words: string) => Record<string, string>,
  refusal: RegExp,
][] = [
  [
    'tickets.fromTemplateModal',
    bo,
    () => t.slack.act(bo, 'command', { channel: general, text: '/ticket template' }),
    (words) => ({
      requester: ana,
      subject: words.slice(0, 200),
      text: words,
      priority: 'low',
      category: words.slice(0, 75),
      tags: words.slice(0, 1_000),
      fields: `note: ${words.replaceAll('\n', ' ').slice(0, 400)}`,
    }),
    /Write a subject|complete this required field/,
  ],
  [
    'tickets.replyPreset',
    manager,
    async () => {
      await t.slack.act(manager, 'command', { channel: general, text: '/desk replies' });
      const { id } = await t.slack.view(manager, 'tickets.presets');
      await t.slack.act(manager, 'action', { view_id: id, action_id: 'tickets.newPreset' });
    },
    (words) => ({ title: words.slice(0, 75), text: words }),
    /Give it a name|Write what the requester will read|complete this required field/,
  ],
  [
    'tickets.listModal',
    bo,
    () => t.slack.act(bo, 'command', { channel: general, text: '/ticket find' }),
    (words) => ({ 'query#0': words.slice(0, 200) }),
    /./,
  ],
];

describe.each([...EMPTY, ...HARD])('%s of requesters and managers', (name, words) => {
  test('in forms is kept or refused beside its field, never a fault', async () => {
    for (const [modal, as, open, values, refusal] of OTHER_FORMS) {
      await open();
      const view = await t.slack.view(as, modal);
      const typed = Object.entries(values(words.slice(0, 3_000))).filter(([, value]) => value !== '');
      const { errors = {} } = await t.slack.act(as, 'submit', {
        view_id: view.id,
        entries: Object.fromEntries(typed.map(([field, value]) => [field, { value }])),
      });
      for (const message of Object.values(errors)) {
        expect(message, modal).toMatch(refusal);
        expect(message).not.toMatch(/Reference/);
      }
      const [left] = await t.slack.views(as);
      if (left) await t.slack.act(as, 'close', { view_id: left.id, all: true });
    }
  });

  test('as a rating’s comment, a file’s name, and a message that becomes a ticket', async () => {
    const { desk, workspace } = t;
    const rated = await openTicket(desk, {
      workspace,
      requester: ana,
      origin: { kind: 'rest', key: `rated ${name}` },
      subject: 'Rated',
    });
    const act = { workspace, ticketId: rated._id };
    await assignByHand(desk, { ...act, by: lead, to: people.cy });
    await moveTicket(desk, { ...act, by: lead, move: 'resolve' });
    await rateTicket(desk, { ...act, by: ana, score: 3 });
    const comment = words.slice(0, 2_000);
    const after = await commentTicket(desk, { ...act, by: ana, comment });
    expect(after.rating?.comment).toBe(clean(comment).trim());

    const { talk } = await current();
    const files = [{ name: words.trim().slice(0, 3_000) || 'nameless', data: 'YQ==' }];
    await t.slack.act(ana, 'message', { channel: talk!.channel, thread_ts: talk!.ts, text: '', files });
    if (words.trim() !== '') {
      const { message } = await t.slack.act(ana, 'message', { channel: general, text: words });
      const ts = String(message?.ts);
      await t.slack.act(bo, 'reaction', { channel: general, ts, name: 'ticket' });
      await t.slack.message(bo, general, ({ text }) => text.includes('🎫 This is T-'), ts);
    }
    await t.quiet();
  });
});

test('none of it mentioned anybody, and nothing the app did was refused', async () => {
  await t.quiet();
  const texts = await t.slack.messages(lead, triage, cardTs);
  const own = texts.filter(({ bot_id }) => bot_id);
  expect(own.length).toBeGreaterThan(10);
  for (const message of own) {
    expect(JSON.stringify(message.blocks ?? [])).not.toMatch(/<!channel>|<!here>/);
    expect(message.text ?? '').not.toMatch(/<!channel>|<!here>/);
  }
  expect(await t.slack.failures()).toEqual([]);
});
