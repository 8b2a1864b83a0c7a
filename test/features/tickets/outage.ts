import { expect } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import {
  changePriority,
  getTicket,
  hearRequester,
  messagesOf,
  openTicket,
  type Priority,
  replyToTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { addNote } from '../../../src/features/tickets/service/talk.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

const { ana, bo, cy, lead } = people;
const TICKETS = 20;
/** Seconds that a loaded machine may take for what an idle one does in five. */
const patience = 90;
const CHANGES = [
  'reply',
  'note',
  'raise',
  'reply',
  'words',
  'lower',
  'reply',
  'raise',
  'words',
  'reply',
] as const;

type Change = (typeof CHANGES)[number];
const PRIORITIES: Partial<Record<Change, Priority>> = { raise: 'urgent', lower: 'low' };

/** What one change says, so that it can be counted afterwards. */
const wordsOf = (change: Change, ticket: number, round: number): string => `${change} ${round} of ${ticket}.`;

/**
 * Cuts Slack off for `seconds` while 200 changes are made and people go on writing there, and looks afterwards at what
 * each of them sees: every card, thread and DM, message by message.
 */
export async function liveThroughOutage(t: TestDesk, seconds: number): Promise<void> {
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
  const tickets = await Promise.all(
    Array.from({ length: TICKETS }, (_, index) => open(t, `outage ${index}`)),
  );
  const [first, second] = tickets as [Ticket, Ticket];
  const known = [
    await write(t, ana, first.talk, 'Known and changed.'),
    await write(t, ana, first.talk, 'Known and gone.'),
  ];
  await until('both are known', async () => (await heard(t, first)).length === 2, patience);
  await until('nothing waits', async () => (await t.desk.outbox.waiting(t.workspace)) === 0, patience);

  await t.slack.fault({ kind: 'outage', seconds });
  const meanwhile = write(t, ana, first.talk, 'Said meanwhile.', 'meanwhile.txt');
  await t.slack.act(ana, 'edit', { channel: dmOfTicket(first), ts: known[0]!, text: 'Changed meanwhile.' });
  await t.slack.act(ana, 'delete', { channel: dmOfTicket(first), ts: known[1]! });
  await t.slack.act(ana, 'message', { channel: dmOfTicket(first), text: 'Outside of any thread.' });
  await write(t, bo, second.card, '!Sent meanwhile.');
  const plain = await write(t, bo, second.card, 'Inside.');
  await t.slack.act(bo, 'edit', { channel: channels.triage, ts: plain, text: '!Inside.' });
  for (const [round, change] of CHANGES.entries())
    await Promise.all(tickets.map((ticket, index) => make(t, change, ticket, index, round)));

  await meanwhile;
  await until(
    'what was said is read again',
    async () => (await heard(t, first)).length === 3,
    seconds + patience,
  );
  await until(
    'the same in the other thread',
    async () => (await texts(t, lead, second.card)).some((text) => text.includes('was not sent')),
    patience,
  );
  await until('nothing waits', async () => (await t.desk.outbox.waiting(t.workspace)) === 0, patience);
  for (const [index, ticket] of tickets.entries()) await expectAllThere(t, ticket, index);
  await expectReread(t, first, second);
  // Events that found no socket in the outage were never delivered; that is what this is about.
  await t.slack.forgetFailures();
}

/** Opens a ticket and waits for its card and its thread with the requester. */
export async function open(t: TestDesk, key: string): Promise<Ticket> {
  const { workspace } = t;
  const origin = { kind: 'rest' as const, key };
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace,
    requester: ana,
    origin,
    subject: `Ticket ${key}`,
  });
  return until(
    'the card',
    async () => {
      const ticket = await getTicket(t.desk, { workspace, ticketId });
      return ticket.card && ticket.talk && ticket.pending.length === 0 ? ticket : null;
    },
    patience,
  );
}

function make(t: TestDesk, change: Change, ticket: Ticket, index: number, round: number): Promise<unknown> {
  const { workspace, _id: ticketId } = ticket;
  const text = wordsOf(change, index, round);
  const words = { workspace, ticketId, by: bo, text, key: `outage ${ticketId} ${round}` };
  const to = PRIORITIES[change];
  if (to) return changePriority(t.desk, { workspace, ticketId, by: lead, to });
  if (change === 'note') return addNote(t.desk, words);
  return change === 'reply' ? replyToTicket(t.desk, words) : hearRequester(t.desk, { ...words, by: ana });
}

/** What the requester and the team see of one ticket: each change in its order, once. */
async function expectAllThere(t: TestDesk, ticket: Ticket, index: number): Promise<void> {
  const said = (list: string[]) =>
    list.flatMap((text) => /(reply|note|words) \d of \d+\./.exec(text)?.[0] ?? []);
  const wanted = (kinds: Change[]) =>
    CHANGES.flatMap((change, round) => (kinds.includes(change) ? [wordsOf(change, index, round)] : []));
  expect(said(await texts(t, ana, ticket.talk)), `the DM of ${index}`).toEqual(wanted(['reply']));
  expect(said(await texts(t, lead, ticket.card)), `the thread of ${index}`).toEqual(
    wanted(['reply', 'note', 'words']),
  );
  const cards = (await t.slack.messages(lead, channels.triage)).filter(
    (one) =>
      JSON.stringify(one.blocks ?? '').includes(`T-${ticket.number}:`) ||
      one.text.startsWith(`T-${ticket.number} `),
  );
  expect(
    cards.map(({ ts }) => ts),
    `the card of ${index}`,
  ).toEqual([ticket.card?.ts]);
  expect(JSON.stringify(cards[0]?.blocks), `the card of ${index}`).toContain('Urgent');
}

/** What people said, changed and deleted in Slack while the desk heard nothing. */
async function expectReread(t: TestDesk, first: Ticket, second: Ticket): Promise<void> {
  const team = await thread(t, lead, first.card);
  const count = (part: string) => team.filter((one) => JSON.stringify(one).includes(part)).length;
  expect(count('Said meanwhile.')).toBe(1);
  expect(count('Changed meanwhile.')).toBe(1);
  expect(count('Known and')).toBe(0);
  expect(count('message deleted')).toBe(1);
  expect(team.flatMap(({ files = [] }) => files.map(({ name }) => name))).toEqual(['meanwhile.txt']);
  const dm = await t.slack.messages(ana, dmOfTicket(first));
  const outside = dm.find(({ text }) => text === 'Outside of any thread.');
  expect(await texts(t, ana, { channel: dmOfTicket(first), ts: String(outside?.ts) })).toHaveLength(2);
  const told = await texts(t, ana, second.talk);
  expect(told.filter((text) => text.includes('Sent meanwhile.'))).toHaveLength(1);
  expect(told.filter((text) => text.includes('Inside.'))).toHaveLength(0);
}

const heard = (t: TestDesk, { workspace, _id: ticketId }: Ticket) =>
  messagesOf(t.desk, { workspace, ticketId }).then((all) => all.filter(({ source }) => source !== null));

const dmOfTicket = ({ talk }: Ticket): string => String(talk?.channel);

async function write(
  t: TestDesk,
  as: string,
  place: Ticket['card'],
  text: string,
  name?: string,
): Promise<string> {
  const files = name ? { files: [{ name, data: Buffer.from(text).toString('base64') }] } : {};
  const { message } = await t.slack.act(as, 'message', {
    channel: String(place?.channel),
    thread_ts: String(place?.ts),
    text,
    ...files,
  });
  return String(message?.ts);
}

const thread = (t: TestDesk, as: string, place: Ticket['card']): Promise<MessageObject[]> =>
  t.slack.messages(as, String(place?.channel), String(place?.ts));

const texts = async (t: TestDesk, as: string, place: Ticket['card']): Promise<string[]> =>
  (await thread(t, as, place)).map((one) => `${one.text} ${JSON.stringify(one.blocks ?? '')}`);
