import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { clean } from '../../../platform/slack/index.ts';
import { reword } from '../domain/facts.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';
import { changeTicket } from './change.ts';
import { originKey } from './from-message.ts';
import { keyOf } from './hear.ts';
import { changeLoose, dropLoose, subjectOf } from './loose.ts';

/** How many of them one sweep takes up. */
const BATCH = 200;

type At = { workspace: string; channel: string; ts: string };

/**
 * A person changed a message: the conversation and the app's copies follow. What was internal stays internal.
 * False when the message is not known.
 */
export async function followEdit(desk: Desk, { text, ...at }: At & { text: string }): Promise<boolean> {
  const message = await messageAt(desk, at);
  if (!message) {
    const words = clean(text).trim();
    const isLoose = await changeLoose(desk, at, words);
    return (await followOpeningEdit(desk, at, words)) || isLoose;
  }
  if (message.deletedAt) return true;
  const isReply = message.kind === 'reply' || message.kind === 'question';
  const words = clean(isReply ? text.replace(/^!\s*/, '') : text).trim();
  if (words === message.text.trim()) return true;
  await messageModel(desk.database).updateOne(
    { workspace: message.workspace, _id: message._id },
    { $set: { text: words, editedAt: desk.clock.now(), stale: true } },
  );
  await redo(desk, message);
  return true;
}

/**
 * A person deleted a message: the copies say so, and the ticket view keeps that there was one.
 * False when the message is not known.
 */
export async function followDeletion(desk: Desk, at: At): Promise<boolean> {
  const message = await messageAt(desk, at);
  if (!message) return dropLoose(desk, at);
  if (message.deletedAt) return true;
  await messageModel(desk.database).updateOne(
    { workspace: message.workspace, _id: message._id },
    { $set: { text: '', deletedAt: desk.clock.now(), stale: true } },
  );
  await redo(desk, message);
  return true;
}

/** A person changed the message that a ticket was opened with. False when there is none. */
async function followOpeningEdit(desk: Desk, { workspace, channel, ts }: At, text: string): Promise<boolean> {
  const ticket = await ticketModel(desk.database)
    .findOne({
      workspace,
      'origin.kind': trusted({ $in: ['message', 'linked'] }) as never,
      'origin.key': trusted({
        $in: [originKey({ channel, ts }), keyOf({ channel, ts })],
      }) as never,
    })
    .lean<Ticket>();
  if (!ticket) return false;
  await changeTicket(desk, { workspace, ticketId: ticket._id, known: ticket }, (current) =>
    reword(current, { by: current.requester, now: desk.clock.now(), text, subjectOf }),
  );
  return true;
}

function messageAt(desk: Desk, { workspace, channel, ts }: At): Promise<TicketMessage | null> {
  return messageModel(desk.database)
    .findOne({ workspace, 'source.channel': channel, 'source.ts': ts })
    .lean<TicketMessage>();
}

/** The net: edits and deletions of a process that was killed before the copies were asked to follow. */
export async function staleSweep(desk: Desk, workspace: string): Promise<void> {
  const stale = await messageModel(desk.database)
    .find({ workspace, stale: true })
    .limit(BATCH)
    .lean<TicketMessage[]>();
  for (const message of stale) await redo(desk, message);
}

/** Asks for the copies to be drawn again, on both sides, after what was to be posted before (docs/steps.md). */
async function redo(desk: Desk, { workspace, _id, ticketId, kind }: TicketMessage): Promise<void> {
  const to = kind === 'reply' || kind === 'question' ? 'requester' : 'team';
  if (kind !== 'internal')
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
  await messageModel(desk.database).updateOne({ workspace, _id }, { $unset: { stale: '' } });
}
