import type { Desk } from '../../../platform/desk.ts';
import { type Outgoing, slackErrorCode } from '../../../platform/outbox/index.ts';
import { keyOf } from '../domain/message-key.ts';
import type { Place, Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel } from '../model.ts';
import type { TicketPorts } from '../ports.ts';
import { followDeletion, followEdit } from './edits.ts';
import { hear, type SpokenMessage, written } from './hear.ts';
import { isLoose } from './loose.ts';

/** As many calls as what can wait is given at once (docs/delivery.md, “Pace”); a thread's page has 999 messages. */
const MOST_PAGES = 2;
/** Threads that are gone have nothing to say. */
const GONE = ['thread_not_found', 'channel_not_found', 'message_not_found', 'not_in_channel'];

type Spoken = { messages: SpokenMessage[]; response_metadata?: { next_cursor?: string } };

/** Reads what somebody wrote to the app outside of any thread. */
export async function rereadDirect(
  desk: Desk,
  { workspace, channel, since }: { workspace: string; channel: string; since: string },
  takesFile: TicketPorts['takesFile'],
  out: Outgoing,
): Promise<void> {
  const read = await pages(out, 'conversations.history', { channel, oldest: since, limit: 200 });
  for (const message of (read?.messages ?? []).toReversed()) {
    if (message.thread_ts !== undefined && message.thread_ts !== message.ts) continue;
    await readAgain(desk, workspace, { ...message, channel, channel_type: 'im' }, takesFile);
  }
}

/** Reads a ticket's thread: what is new, what was changed, what is gone. */
export async function rereadThread(desk: Desk, ticket: Ticket, thread: Place, out: Outgoing): Promise<void> {
  const { workspace, _id: ticketId } = ticket;
  const { channel, ts: root } = thread;
  // Looked up first, so that nothing said while Slack is read can look as if it were gone.
  const known = await saidIn(desk, workspace, ticketId, thread);
  const read = await pages(out, 'conversations.replies', { channel, ts: root, limit: 999 });
  if (!read) return;
  for (const message of read.messages) {
    if (message.bot_id || message.ts === root || isBefore(ticket, message)) continue;
    await readAgain(desk, workspace, { ...message, channel, thread_ts: root });
  }
  if (!read.areAll) return;
  const there = new Set(read.messages.map(({ ts }) => ts));
  for (const { source } of known)
    if (source && !there.has(source.ts)) await followDeletion(desk, { workspace, channel, ts: source.ts });
}

/** In a thread that goes on as a ticket's talk, what was said before there was a ticket belongs to none. */
const isBefore = ({ unreachable, createdAt }: Ticket, { ts }: SpokenMessage): boolean =>
  unreachable && Number(ts) * 1_000 < createdAt.getTime();

/** Takes in one message as Slack has it now: deleted (a tombstone stands for it), new or known, and perhaps changed. */
async function readAgain(
  desk: Desk,
  workspace: string,
  message: SpokenMessage,
  takesFile?: TicketPorts['takesFile'],
): Promise<void> {
  const { channel, ts, subtype, edited } = message;
  if (subtype === 'tombstone') {
    await followDeletion(desk, { workspace, channel, ts });
    return;
  }
  if (!(await isKnown(desk, workspace, message))) await hear(desk, workspace, message, takesFile);
  if (!edited) return;
  const { ts: editedTs } = edited as { ts?: string };
  const text = await written(desk, workspace, message.text);
  await followEdit(desk, { workspace, channel, ts, text, editedTs });
}

/** The messages of a conversation, and whether these are all; null when it is gone. */
async function pages(
  out: Outgoing,
  method: string,
  args: Record<string, unknown>,
): Promise<{ messages: SpokenMessage[]; areAll: boolean } | null> {
  const messages: SpokenMessage[] = [];
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const read = await out.call<Spoken>(method, { ...args, ...(cursor ? { cursor } : {}) });
      messages.push(...read.messages);
      cursor = read.response_metadata?.next_cursor || undefined;
      if (!cursor) return { messages, areAll: true };
    }
  } catch (error) {
    if (!GONE.includes(slackErrorCode(error) ?? '')) throw error;
    return null;
  }
  return { messages, areAll: false };
}

async function isKnown(desk: Desk, workspace: string, message: SpokenMessage): Promise<boolean> {
  const key = keyOf(message);
  const stored = await messageModel(desk.database).exists({ workspace, key });
  return stored !== null || isLoose(desk, workspace, key);
}

/** What the desk knows was said in a thread and not deleted. */
function saidIn(
  desk: Desk,
  workspace: string,
  ticketId: string,
  { channel, ts }: Place,
): Promise<TicketMessage[]> {
  return messageModel(desk.database)
    .find({ workspace, ticketId, 'source.channel': channel, 'source.thread': ts, deletedAt: null })
    .lean<TicketMessage[]>();
}
