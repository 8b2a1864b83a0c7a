import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { getSettings } from '../../settings/index.ts';
import { mentionedIn, plainOf } from '../domain/markup.ts';
import { keyOf } from '../domain/message-key.ts';
import { fileOfEvent, type SlackFile } from '../domain/slack-file.ts';
import { nextStatus } from '../domain/states.ts';
import type { Ticket, TicketFile } from '../domain/types.ts';
import { noPorts, type TicketPorts } from '../ports.ts';
import { type LooseWords, offerLinked, placeMessage } from './loose.ts';
import { namesOf } from './names.ts';
import { getTicket, ticketOfThread } from './read.ts';
import { hearRequester, recordInternal, replyToTicket, type Words } from './talk.ts';

/** A message as Slack's events and histories show it, as far as the desk reads it. */
export type SpokenMessage = {
  channel: string;
  channel_type?: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  ts: string;
  thread_ts?: string;
  /** Whose message began the thread. */
  parent_user_id?: string;
  files?: SlackFile[];
  /** Set in histories where the message was changed after it was posted. */
  edited?: unknown;
};

/** A message, before it is known which ticket it is about. */
type Said = LooseWords & { by: string; wasEdited: boolean };

/** A process that was killed between posting a card and noting where it stands is followed within this time. */
const YOUNG_SECONDS = 120;

const SPOKEN = [undefined, 'file_share', 'thread_broadcast', 'me_message'];

/**
 * Takes down what a person wrote: for a ticket's requester or team, or as a message that has yet to find its ticket.
 * Hearing the same message again changes nothing. Outside a ticket's thread, files that another feature takes are left out.
 */
export async function hear(
  desk: Desk,
  workspace: string,
  event: SpokenMessage,
  takesFile: TicketPorts['takesFile'] = noPorts.takesFile,
): Promise<void> {
  const { user } = event;
  if (!SPOKEN.includes(event.subtype) || event.bot_id || !user) return;
  if (user === (await desk.slack.botUserId(workspace))) return;
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
    key: keyOf(event),
    source: {
      channel: event.channel,
      ts: event.ts,
      ...(inThread ? { thread: String(event.thread_ts) } : {}),
    },
    wasEdited: event.edited !== undefined,
  };
  if (found?.side === 'team') return teamSaid(desk, found.ticket, words);
  if (found) {
    const { requester, watchers } = found.ticket;
    const ticket = await followMerge(desk, found.ticket);
    if (isEmpty(words)) return;
    if (user !== requester && ticket.unreachable && (await answeredInPublic(desk, ticket, words))) return;
    if (user !== requester && !watchers.includes(user)) return;
    if (nextStatus(ticket.status, 'requesterWrote') === null) return offerLinked(desk, words, ticket);
    await hearRequester(desk, { ...words, ticketId: ticket._id });
    return;
  }
  if (inThread && (await mayBeCard(desk, workspace, event)))
    throw new Error(
      'somebody wrote under a message that may be a card of which is not known yet where it stands',
    );
  if (event.channel_type !== 'im') return;
  const files = await leftOf(words, takesFile);
  if (isEmpty({ ...words, files })) return;
  await placeMessage(desk, { ...words, files });
}

/** Whether a young thread of the team's channel may be one of a card that was posted and not noted yet. */
async function mayBeCard(
  desk: Desk,
  workspace: string,
  { channel, ts, thread_ts, parent_user_id: parent }: SpokenMessage,
): Promise<boolean> {
  if (Number(ts) - Number(thread_ts) > YOUNG_SECONDS) return false;
  if (parent !== (await desk.slack.botUserId(workspace))) return false;
  return channel === (await getSettings(desk, workspace)).triageChannel;
}

/** A message that is forwarded without a comment has neither words nor files of its own. */
const isEmpty = ({ text, files }: Pick<Said, 'text' | 'files'>): boolean =>
  files.length === 0 && text.trim() === '';

/** What somebody wrote, as plain text with names instead of ids. */
export async function written(desk: Desk, workspace: string, text = ''): Promise<string> {
  return plainOf(text, await namesOf(desk, workspace, mentionedIn(text)));
}

async function teamSaid(desk: Desk, ticket: Ticket, words: Said): Promise<void> {
  const said: Words = { ...words, ticketId: ticket._id };
  if (!said.text.startsWith('!')) return recordInternal(desk, said);
  if (words.wasEdited) {
    // Whether the sign was there when it was posted is not known any more (docs/rules/tickets.md).
    await recordInternal(desk, said);
    return sayNotSent(
      desk,
      ticket,
      words,
      'It was changed before the desk could read it. Send it with Reply.',
    );
  }
  try {
    await replyToTicket(desk, { ...said, text: said.text.slice(1).trim() });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await recordInternal(desk, said);
    await sayNotSent(desk, ticket, words, error.message);
  }
}

/**
 * What the team says in the thread where a request arose is an answer, for the requester reads it there
 * (docs/rules/tickets.md). False for who is not of the team.
 */
async function answeredInPublic(desk: Desk, ticket: Ticket, words: Said): Promise<boolean> {
  try {
    await replyToTicket(desk, { ...words, ticketId: ticket._id });
  } catch (error) {
    if (error instanceof NotAllowed) return false;
    if (!(error instanceof UserError)) throw error;
  }
  return true;
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

/** Where the talk goes on: a ticket may be merged into one that is merged in turn. */
async function followMerge(desk: Desk, ticket: Ticket): Promise<Ticket> {
  const { workspace } = ticket;
  const passed = new Set<string>();
  let last = ticket;
  while (last.mergedInto && !passed.has(last.mergedInto)) {
    passed.add(last._id);
    last = await getTicket(desk, { workspace, ticketId: last.mergedInto });
  }
  return last;
}

/** The files of a message that no other feature takes. */
export async function leftOf(
  { workspace, userId, files }: Pick<Said, 'workspace' | 'userId' | 'files'>,
  takesFile: TicketPorts['takesFile'],
): Promise<TicketFile[]> {
  const taken = await Promise.all(files.map(({ name }) => takesFile({ workspace, userId, name })));
  return files.filter((_, index) => !taken[index]);
}
