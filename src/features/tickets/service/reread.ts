import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Outgoing, priority, slackErrorCode } from '../../../platform/outbox/index.ts';
import type { Place, Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';
import { followEdit } from './edits.ts';
import { hear, type SpokenMessage, written } from './hear.ts';

/** The most conversations that are read again after an outage, newest first; each costs two calls within the pace. */
const MOST = 100;
/** Threads that are gone have nothing to say. */
const GONE = ['thread_not_found', 'channel_not_found', 'message_not_found', 'not_in_channel'];

/**
 * Asks for the open conversations to be read again, for what Slack could not deliver while the desk was away
 * (docs/rules/tickets.md).
 * @param since distinguishes this absence from others, so that processes that start together ask once
 */
export async function rereadConversations(desk: Desk, workspace: string, since: string): Promise<void> {
  const open = await ticketModel(desk.database)
    .find(
      {
        workspace,
        status: trusted({ $in: ['new', 'assigned', 'in_progress', 'waiting_on_customer', 'resolved'] }),
      },
      { _id: 1 },
    )
    .sort({ changedAt: -1 })
    .limit(MOST)
    .lean<{ _id: string }[]>();
  await desk.outbox.enqueue(
    open.map(({ _id: ticketId }) => ({
      workspace,
      key: `reread ${ticketId} ${since}`,
      stream: `reread ${ticketId}`,
      priority: priority.home,
      kind: 'ticket.reread',
      payload: { ticketId },
    })),
  );
}

/** Reads a ticket's two threads from the last message the desk knows. */
export async function reread(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
  out: Outgoing,
): Promise<void> {
  const ticket = await ticketModel(desk.database).findOne({ workspace, _id: ticketId }).lean<Ticket>();
  if (!ticket) return;
  for (const thread of [ticket.talk, ticket.card])
    if (thread) await readThread(desk, workspace, ticketId, thread, out);
}

async function readThread(
  desk: Desk,
  workspace: string,
  ticketId: string,
  { channel, ts }: Place,
  out: Outgoing,
): Promise<void> {
  const last = await messageModel(desk.database)
    .findOne({ workspace, ticketId, 'source.channel': channel })
    .sort({ at: -1 })
    .lean<TicketMessage>();
  const args = {
    channel,
    ts,
    limit: 200,
    inclusive: true,
    ...(last?.source ? { oldest: last.source.ts } : {}),
  };
  try {
    const { messages } = await out.call<{ messages: SpokenMessage[] }>('conversations.replies', args);
    for (const message of messages) {
      if (message.bot_id || message.ts === ts) continue;
      await hear(desk, workspace, { ...message, channel, thread_ts: ts });
      const text = await written(desk, workspace, message.text);
      await followEdit(desk, { workspace, channel, ts: message.ts, text });
    }
  } catch (error) {
    if (!GONE.includes(slackErrorCode(error) ?? '')) throw error;
  }
}
