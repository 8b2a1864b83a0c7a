import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import type { EventContext } from '../../../platform/slack/index.ts';
import { can, getPerson } from '../../people/index.ts';
import { mentionedIn, plainOf } from '../domain/markup.ts';
import { nextStatus } from '../domain/states.ts';
import type { Ticket, TicketFile } from '../domain/types.ts';
import { followDeletion, followEdit } from '../service/edits.ts';
import { type LooseWords, offerLinked, placeMessage } from '../service/loose.ts';
import { namesOf } from '../service/names.ts';
import { getTicket, ticketOfThread } from '../service/read.ts';
import { hearRequester, recordInternal, replyToTicket, type Words } from '../service/talk.ts';
import { fileOfEvent, type SlackFile } from './slack-file.ts';

/** The parts of Slack's message event that the desk reads. */
type MessageEvent = {
  channel: string;
  channel_type: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  ts: string;
  thread_ts?: string;
  files?: SlackFile[];
  message?: { ts: string; text?: string; user?: string; bot_id?: string };
  previous_message?: { ts: string; user?: string };
  deleted_ts?: string;
};

/** A message, before it is known which ticket it is about. */
type Said = LooseWords & { by: string };

const SPOKEN = [undefined, 'file_share', 'thread_broadcast', 'me_message'];
/** Files that another feature takes from the DM: journeys and imports. */
const TAKEN_ELSEWHERE = /\.(ya?ml|csv|txt)$/i;

/** What people write where the desk listens: in a ticket's threads, in the app's DM, edits and deletions of it. */
export function listenForMessages(desk: Desk): void {
  desk.slack.event<MessageEvent>('message', async (c) => {
    const { event, workspace } = c;
    if (event.subtype === 'message_changed' && event.message && !event.message.bot_id) {
      await followEdit(desk, {
        workspace,
        channel: event.channel,
        ts: event.message.ts,
        text: await written(desk, workspace, event.message.text),
      });
      return;
    }
    if (event.subtype === 'message_deleted') {
      const ts = event.deleted_ts ?? event.previous_message?.ts ?? '';
      await followDeletion(desk, { workspace, channel: event.channel, ts });
      return;
    }
    if (!SPOKEN.includes(event.subtype) || event.bot_id || !event.user) return;
    if (event.user === (await desk.slack.botUserId(workspace))) return;
    await heard(desk, c, event.user);
  });
}

async function heard(
  desk: Desk,
  { workspace, event }: EventContext<MessageEvent>,
  user: string,
): Promise<void> {
  const inThread = event.thread_ts !== undefined && event.thread_ts !== event.ts;
  const found = inThread
    ? await ticketOfThread(desk, workspace, { channel: event.channel, ts: String(event.thread_ts) })
    : null;
  const words: Said = {
    workspace,
    by: user,
    userId: user,
    text: await written(desk, workspace, event.text),
    files: (event.files ?? []).map(fileOfEvent),
    key: `slack ${event.channel} ${event.ts}`,
    source: { channel: event.channel, ts: event.ts },
  };
  if (found?.side === 'team') return teamSaid(desk, found.ticket, words);
  if (found) {
    if (user !== found.ticket.requester && !found.ticket.watchers.includes(user)) return;
    const ticket = await followMerge(desk, found.ticket);
    if (nextStatus(ticket.status, 'requesterWrote') === null) return offerLinked(desk, words, ticket);
    await hearRequester(desk, { ...words, ticketId: ticket._id });
    return;
  }
  if (event.channel_type !== 'im') return;
  if (await isForOthers(desk, workspace, user, words.files)) return;
  await placeMessage(desk, words);
}

/** What somebody wrote, as plain text with names instead of ids. */
async function written(desk: Desk, workspace: string, text = ''): Promise<string> {
  return plainOf(text, await namesOf(desk, workspace, mentionedIn(text)));
}

async function teamSaid(desk: Desk, ticket: Ticket, words: Said): Promise<void> {
  const said: Words = { ...words, ticketId: ticket._id };
  if (!said.text.startsWith('!')) return recordInternal(desk, said);
  try {
    await replyToTicket(desk, { ...said, text: said.text.slice(1).trim() });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await recordInternal(desk, said);
    await sayNotSent(desk, ticket, words, error.message);
  }
}

/** Tells the team that a `!` message stayed inside, and why. */
async function sayNotSent(
  desk: Desk,
  ticket: Ticket,
  { workspace, key, source }: Said,
  why: string,
): Promise<void> {
  const text = `This was not sent to the requester. ${why}`;
  await desk.outbox.enqueue([
    {
      workspace,
      key: `not sent ${key}`,
      stream: `not sent ${ticket._id}`,
      priority: priority.answer,
      kind: 'post',
      payload: { channel: source.channel, thread_ts: ticket.card?.ts ?? source.ts, text },
    },
  ]);
}

async function followMerge(desk: Desk, ticket: Ticket): Promise<Ticket> {
  if (!ticket.mergedInto) return ticket;
  return getTicket(desk, { workspace: ticket.workspace, ticketId: ticket.mergedInto });
}

async function isForOthers(
  desk: Desk,
  workspace: string,
  userId: string,
  files: TicketFile[],
): Promise<boolean> {
  if (files.length === 0 || !files.every(({ name }) => TAKEN_ELSEWHERE.test(name))) return false;
  return can(await getPerson(desk, { workspace, userId }), 'session.log');
}
