import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import {
  assignByHand,
  getTicket,
  messagesOf,
  moveTicket,
  openTicket,
  type Ticket,
  ticketsOfRequester,
} from '../../../src/features/tickets/index.ts';
import { addNote } from '../../../src/features/tickets/service/talk.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { card, dmOf } from './talk.ts';

const { ana, ben, bo, lead } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  for (const userId of [bo, people.cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
});
afterAll(() => t.stop());

async function open(requester: string, subject: string): Promise<Ticket> {
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester,
    origin: { kind: 'rest', key: subject },
    subject,
  });
  return until('its thread', async () => {
    const ticket = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    return ticket.talk ? ticket : null;
  });
}

/** The app's answer below a message. */
function answerTo(as: string, channel: string, ts: string, words: string): Promise<MessageObject> {
  return t.slack.message(
    as,
    channel,
    (one) => one.bot_id !== undefined && JSON.stringify(one).includes(words),
    ts,
  );
}

async function say(as: string, text: string, thread_ts?: string): Promise<{ dm: string; ts: string }> {
  const dm = await dmOf(t, as);
  const { message } = await t.slack.act(as, 'message', {
    channel: dm,
    text,
    ...(thread_ts ? { thread_ts } : {}),
  });
  return { dm, ts: String(message?.ts) };
}

const textsOf = async ({ _id: ticketId }: Ticket) =>
  (await messagesOf(t.desk, { workspace: t.workspace, ticketId })).map(({ text }) => text);

describe('a message outside any thread', () => {
  test('with no open request offers a new one, opened once however often it is pressed', async () => {
    const { dm, ts } = await say(ben, 'The lamp does not light up.\nIt is new.');
    const asked = await answerTo(ben, dm, ts, 'Shall we open one');
    const press = () =>
      t.slack.act(ben, 'action', { channel: dm, ts: asked.ts, action_id: 'tickets.choose' });
    await press();
    await answerTo(ben, dm, ts, 'Your request is T-');
    const tickets = await ticketsOfRequester(t.desk, { workspace: t.workspace, userId: ben });
    expect(tickets.map(({ subject, text }) => [subject, text])).toEqual([
      ['The lamp does not light up.', 'The lamp does not light up.\nIt is new.'],
    ]);
  });

  test('that its writer deletes before saying where it goes opens nothing', async () => {
    const { dm, ts } = await say(people.contractor, 'My password is 1234.');
    const asked = await answerTo(people.contractor, dm, ts, 'Shall we open one');
    await t.slack.act(people.contractor, 'delete', { channel: dm, ts });
    await t.quiet();
    const place = { channel: dm, ts: asked.ts, action_id: 'tickets.choose' };
    await t.slack.act(people.contractor, 'action', place);
    await answerTo(people.contractor, dm, ts, 'not waiting any more');
    const opened = { workspace: t.workspace, userId: people.contractor };
    expect(await ticketsOfRequester(t.desk, opened)).toEqual([]);
  });

  test('with several open requests asks which, and goes where it is told', async () => {
    const [one, other] = [await open(ana, 'The first thing'), await open(ana, 'The second thing')];
    const { dm, ts } = await say(ana, 'About the second: it is urgent.');
    const asked = await answerTo(ana, dm, ts, 'Which request is this about');
    const value = new RegExp(`[\\w-]+:${other._id}`).exec(JSON.stringify(asked.blocks))?.[0];
    await t.slack.act(ana, 'action', { channel: dm, ts: asked.ts, action_id: 'tickets.choose', value });
    await answerTo(ana, dm, ts, `Added to T-${other.number}`);
    expect(await textsOf(other)).toEqual(['About the second: it is urgent.']);
    expect(await textsOf(one)).toEqual([]);
  });

  test('on a closed ticket offers one that is linked to it', async () => {
    const closed = await open(people.dee, 'Closed by now');
    const act = { workspace: t.workspace, ticketId: closed._id, by: lead };
    await assignByHand(t.desk, { ...act, to: bo });
    await moveTicket(t.desk, { ...act, move: 'resolve' });
    await moveTicket(t.desk, { ...act, move: 'close' });
    const { dm } = await say(people.dee, 'It happened again.', closed.talk!.ts);
    const asked = await answerTo(people.dee, dm, closed.talk!.ts, 'Open a linked request');
    await t.slack.act(people.dee, 'action', { channel: dm, ts: asked.ts, action_id: 'tickets.choose' });
    await answerTo(people.dee, dm, closed.talk!.ts, 'Your request is T-');
    const [linked] = await ticketsOfRequester(t.desk, { workspace: t.workspace, userId: people.dee });
    expect(linked?.links).toEqual([closed._id]);
    await until('the closed one shows it', async () => {
      const { links } = await getTicket(t.desk, { workspace: t.workspace, ticketId: closed._id });
      return links.includes(String(linked?._id));
    });
    expect(linked?.text).toBe('It happened again.');
  });
});

test('whom the app cannot write to is named on the card, and the team is not held up', async () => {
  const { _id: ticketId, number } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: 'U0NOBODY',
    origin: { kind: 'rest', key: 'nobody' },
    subject: 'From nobody',
  });
  await card(t, `T-${number}`, (text) => text.includes('cannot write to'));
  await addNote(t.desk, {
    workspace: t.workspace,
    ticketId,
    by: bo,
    text: 'We call them.',
    key: 'nobody note',
  });
  const { ts } = await card(t, `T-${number}`);
  await t.slack.message(lead, channels.triage, (one) => JSON.stringify(one).includes('We call them.'), ts);
  await t.quiet();
  // Slack does not know this person; that is what the test is about.
  await t.slack.forgetFailures();
});

test('a request that its requester cancels says so where the button was', async () => {
  const { _id: ticketId, ...ticket } = await open(ana, 'Cancelled soon');
  const { channel, ts } = ticket.talk!;
  await t.slack.act(ana, 'action', { channel, ts, action_id: 'tickets.cancelOwn' });
  await t.slack.message(
    ana,
    channel,
    (one) => one.ts === ts && one.text.includes('You cancelled this request'),
  );
  expect((await getTicket(t.desk, { workspace: t.workspace, ticketId })).status).toBe('cancelled');
});
