import type { Desk } from '../../../platform/desk.ts';
import { NotYet, type Outgoing, type Sent, slackErrorCode } from '../../../platform/outbox/index.ts';
import { findPeople } from '../../people/index.ts';
import type { Place, Ticket } from '../domain/types.ts';
import { ticketModel } from '../model.ts';
import { redrawCard } from '../service/relay.ts';
import type { Message } from '../views/card.ts';

/** Slack's ways of saying that the app cannot write in a channel. Source: the errors of chat.postMessage. */
const NOWHERE = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'thread_not_found',
];

/** Slack's ways of saying that the app cannot write to somebody. Source: the errors of conversations.open, chat.postMessage. */
const UNREACHABLE = [
  'cannot_dm_bot',
  'channel_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
];

/** Whether Slack's answer means that nobody reads there. */
export function isNowhere(error: unknown): boolean {
  return [...NOWHERE, ...UNREACHABLE].includes(slackErrorCode(error) ?? '');
}

/** What was sent to a requester, and the thread in which they read on. */
type Reached = { sent: Sent; thread: Place };

/**
 * Writes to the requester: in their thread, which the first message begins; where the app cannot, or cannot any more, in
 * the thread where the request arose, and the card says so (docs/rules/tickets.md). Null when they are reached nowhere.
 */
export async function reach(
  desk: Desk,
  ticket: Ticket,
  told: Message,
  out: Outgoing,
): Promise<Reached | null> {
  const { workspace, requester, talk, unreachable } = ticket;
  if (unreachable) return talk && postIn(talk, told, out);
  try {
    if (talk && (await isHere(desk, workspace, requester))) {
      const sent = await out.post({ channel: talk.channel, thread_ts: talk.ts, ...told });
      return { sent, thread: talk };
    }
    if (!talk) return await beginTalk(desk, ticket, told, out);
  } catch (error) {
    if (!isNowhere(error)) throw error;
  }
  const { thread } = ticket.origin;
  const reached = thread ? await postIn(thread, told, out) : null;
  await ticketModel(desk.database).updateOne(
    { workspace, _id: ticket._id },
    { $set: { unreachable: true, talk: reached?.thread ?? null } },
  );
  await redrawCard(desk, { workspace, ticketId: ticket._id });
  return reached;
}

async function beginTalk(
  desk: Desk,
  { workspace, _id, requester }: Ticket,
  told: Message,
  out: Outgoing,
): Promise<Reached> {
  const sent = await out.post({ user: requester, ...told });
  const thread: Place = { channel: sent.channel, ts: sent.ts };
  const { matchedCount } = await ticketModel(desk.database).updateOne(
    { workspace, _id, talk: null },
    { $set: { talk: thread } },
  );
  if (matchedCount === 0) throw new NotYet('another process has begun the thread');
  return { sent, thread };
}

/** Writes in a public thread, as long as the app may. */
async function postIn(thread: Place, told: Message, out: Outgoing): Promise<Reached | null> {
  try {
    const place = { channel: thread.channel, thread_ts: thread.ts };
    return { sent: await out.post({ ...place, ...told }, 'where it arose'), thread };
  } catch (error) {
    if (!isNowhere(error)) throw error;
    return null;
  }
}

/** False for who was deactivated; Slack still takes messages to them. */
async function isHere(desk: Desk, workspace: string, userId: string): Promise<boolean> {
  const [person] = await findPeople(desk, { workspace, userIds: [userId] });
  return person?.active !== false;
}
