import type { Desk } from '../../platform/desk.ts';
import { findTickets, returnTicket } from '../tickets/index.ts';
import { type Handover, handoverModel } from './model.ts';
import { handoverMessage, LISTED } from './views/handover.ts';

/** The card as it is now: its first page for the relay, another for who turns it. */
export async function renderHandover(
  desk: Desk,
  workspace: string,
  handoverId: string,
  page = 0,
): Promise<{ userId: string } & ReturnType<typeof handoverMessage>> {
  const handover = await handoverModel(desk.database)
    .findOne({ workspace, _id: handoverId })
    .lean<Handover>();
  if (!handover) throw new Error(`there is no handover ${handoverId}`);
  const shown = handover.tickets.slice(page * LISTED, (page + 1) * LISTED);
  const tickets = await findTickets(desk, { workspace, ticketIds: shown.map(({ ticketId }) => ticketId) });
  return { userId: handover.userId, ...handoverMessage(handover, tickets, page) };
}

/** A handover of this person's; null when there is none. */
export async function ownHandover(
  desk: Desk,
  { workspace, handoverId, by }: { workspace: string; handoverId: string; by: string },
): Promise<Handover | null> {
  return handoverModel(desk.database).findOne({ workspace, _id: handoverId, userId: by }).lean<Handover>();
}

/** The agent keeps tickets, or gives them back; what went back meanwhile cannot be kept. Safe to repeat. */
export async function answerHandover(
  desk: Desk,
  given: {
    workspace: string;
    handoverId: string;
    ticketIds: readonly string[];
    by: string;
    answer: 'keep' | 'returned';
  },
): Promise<void> {
  const { workspace, handoverId, ticketIds, by, answer } = given;
  for (const ticket of await findTickets(desk, { workspace, ticketIds })) {
    const ticketId = ticket._id;
    if (answer === 'returned' && ticket.assignee === by)
      await returnTicket(desk, { workspace, ticketId, by, why: 'handed over' });
    await handoverModel(desk.database).updateOne(
      { workspace, _id: handoverId, 'tickets.ticketId': ticketId },
      { $set: { 'tickets.$.answer': ticket.assignee === by ? answer : 'returned' } },
    );
  }
}
