import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getTicketByNumber, openTicket } from '../../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { card, dmOf } from './talk.ts';

const { ana, bo, lead } = people;
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
    await t.quiet();
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

test('none of it mentioned anybody, and nothing the app did was refused', async () => {
  await t.quiet();
  const texts = await t.slack.messages(lead, triage, cardTs);
  const own = texts.filter(({ bot_id }) => bot_id);
  expect(own.length).toBeGreaterThan(10);
  for (const message of own) {
    expect(JSON.stringify(message.blocks)).not.toMatch(/<!channel>|<!here>/);
    expect(message.text).not.toMatch(/<!channel>|<!here>/);
  }
  expect(await t.slack.failures()).toEqual([]);
});
