import type { Desk } from '../../../platform/desk.ts';
import { isUneditable, type Outgoing, type Sent } from '../../../platform/outbox/index.ts';
import type { HistoryEntry, Place, Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';
import { nameOf } from '../service/names.ts';
import type { Message } from '../views/card.ts';
import { requesterMessage } from '../views/requester.ts';
import { teamMessage } from '../views/team.ts';
import { removeFiles } from './files.ts';

const KINDS = { requester: 'requester_wrote', reply: 'replied', question: 'waiting', note: 'noted' } as const;

/** Draws the app's copies of a message again after it was edited or deleted where it was written. */
export async function deliverAgain(
  desk: Desk,
  { workspace, messageId }: { workspace: string; messageId: string },
  out: Outgoing,
): Promise<Partial<Sent> | undefined> {
  const message = await messageModel(desk.database)
    .findOne({ workspace, _id: messageId })
    .lean<TicketMessage>();
  if (!message || message.kind === 'internal') return undefined;
  const ticket = await ticketModel(desk.database)
    .findOne({ workspace, _id: message.ticketId })
    .lean<Ticket>();
  if (!ticket) return undefined;
  const actorName = await nameOf(desk, workspace, message.author);
  const entry: HistoryEntry = { seq: 0, kind: KINDS[message.kind], at: message.at, by: message.author };
  const shown = { actorName, assigneeName: null, message, mention: null, answerBy: null };
  for (const copy of message.copies) {
    const view = isForRequester(ticket, message, copy)
      ? requesterMessage(ticket, entry, shown)
      : teamMessage(ticket, entry, shown);
    if (view) await update(out, { ...copy }, view);
  }
  if (message.deletedAt) await removeFiles(desk, out, message);
  return undefined;
}

/** What the team sent has copies on both sides, for requesters of merged tickets too; all else stands in the card's thread. */
function isForRequester(
  { talk, card, formerCards }: Ticket,
  { kind }: TicketMessage,
  { channel }: Place,
): boolean {
  if (kind !== 'reply' && kind !== 'question') return false;
  return channel === talk?.channel || ![card, ...formerCards].some((place) => place?.channel === channel);
}

async function update(out: Outgoing, copy: Sent, view: Message): Promise<void> {
  try {
    await out.update({ ...copy, ...view });
  } catch (error) {
    // One copy that stays as it is keeps none of the others from following.
    if (!isUneditable(error)) throw error;
  }
}
