import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import type { TicketMessage } from '../domain/types.ts';
import { messageModel } from '../model.ts';

type At = { workspace: string; channel: string; ts: string };

/** A person changed a message: the conversation and the app's copies follow. What was internal stays internal. */
export async function followEdit(desk: Desk, { text, ...at }: At & { text: string }): Promise<void> {
  const message = await messageAt(desk, at);
  if (!message || message.deletedAt) return;
  const isReply = message.kind === 'reply' || message.kind === 'question';
  const words = isReply ? text.replace(/^!\s*/, '') : text;
  if (words === message.text) return;
  await messageModel(desk.database).updateOne(
    { workspace: message.workspace, _id: message._id },
    { $set: { text: words, editedAt: desk.clock.now() } },
  );
  await redo(desk, message);
}

/** A person deleted a message: the copies say so, and the ticket view keeps that there was one. */
export async function followDeletion(desk: Desk, at: At): Promise<void> {
  const message = await messageAt(desk, at);
  if (!message || message.deletedAt) return;
  await messageModel(desk.database).updateOne(
    { workspace: message.workspace, _id: message._id },
    { $set: { text: '', deletedAt: desk.clock.now() } },
  );
  await redo(desk, message);
}

function messageAt(desk: Desk, { workspace, channel, ts }: At): Promise<TicketMessage | null> {
  return messageModel(desk.database)
    .findOne({ workspace, 'source.channel': channel, 'source.ts': ts })
    .lean<TicketMessage>();
}

/** Asks for the copies to be drawn again, on both sides, after what was to be posted before. */
async function redo(desk: Desk, { workspace, _id, ticketId, kind }: TicketMessage): Promise<void> {
  if (kind === 'internal') return;
  const to = kind === 'reply' || kind === 'question' ? 'requester' : 'team';
  await desk.outbox.enqueue([
    {
      workspace,
      key: `message ${_id} again`,
      stream: `ticket ${ticketId} ${to}`,
      priority: priority.conversation,
      kind: 'ticket.messageAgain',
      payload: { messageId: _id },
      latest: true,
    },
  ]);
}
