import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { clean } from '../../../platform/slack/index.ts';
import { reword } from '../domain/facts.ts';
import { keyOf } from '../domain/message-key.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, notEditedAfter, ticketModel } from '../model.ts';
import { changeTicket } from './change.ts';
import { originKey } from './from-message.ts';
import { changeLoose, dropLoose, subjectOf } from './loose.ts';

/** How many of them one sweep takes up. */
const BATCH = 200;

type At = { workspace: string; channel: string; ts: string };

/** What a message says now, and Slack's time of the edit; without one it gives way to every edit that has one. */
type Edit = { text: string; editedTs?: string | undefined };

/**
 * A person changed a message: the conversation and the app's copies follow, unless they follow a later edit already.
 * What was internal stays internal. False when the message is not known.
 */
export async function followEdit(desk: Desk, { text, editedTs, ...at }: At & Edit): Promise<boolean> {
  const words = clean(text).trim();
  const loose = await changeLoose(desk, at, { text: words, editedTs });
  if (loose === 'older') return true;
  const message = await messageAt(desk, at);
  if (message) await rewrite(desk, message, { text, editedTs });
  else if (!(await followOpeningEdit(desk, at, { text: words, editedTs }))) return loose === 'changed';
  return true;
}

/** Gives a message of a conversation its new words. */
async function rewrite(desk: Desk, message: TicketMessage, { text, editedTs }: Edit): Promise<void> {
  const { workspace, _id, kind } = message;
  const isReply = kind === 'reply' || kind === 'question';
  const words = clean(isReply ? text.replace(/^!\s*/, '') : text).trim();
  const isDifferent = words !== message.text.trim();
  const { matchedCount } = await messageModel(desk.database).updateOne(
    { workspace, _id, deletedAt: null, ...notEditedAfter(editedTs) },
    {
      $set: {
        ...(editedTs ? { editedTs } : {}),
        ...(isDifferent ? { text: words, editedAt: desk.clock.now(), stale: true } : {}),
      },
    },
  );
  if (isDifferent && matchedCount > 0) await redo(desk, message);
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
async function followOpeningEdit(
  desk: Desk,
  { workspace, channel, ts }: At,
  { text, editedTs }: Edit,
): Promise<boolean> {
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
  await changeTicket(desk, { workspace, ticketId: ticket._id, known: ticket }, (current) => {
    const { origin, requester: by } = current;
    if ((origin.editedTs ?? '') > (editedTs ?? '')) return null;
    const change = reword(current, { by, now: desk.clock.now(), text, subjectOf });
    return (
      change && {
        ...change,
        set: { ...change.set, ...(editedTs ? { origin: { ...origin, editedTs } } : {}) },
      }
    );
  });
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
