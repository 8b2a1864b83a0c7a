import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { getPerson } from '../people/index.ts';
import { findTickets, getTicket, returnTicket, STATUS_NAMES, type Ticket } from '../tickets/index.ts';
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

type Answer = {
  workspace: string;
  handoverId: string;
  ticketId: string;
  by: string;
  answer: 'keep' | 'returned';
};

/**
 * The agent keeps a ticket, or gives it back: the answer first, then the ticket, which the sweep returns where a process
 * died between the two (docs/steps.md).
 * @throws UserError when it is answered already, or not theirs any more: it says by whom, and nothing is overwritten.
 */
export async function answerHandover(desk: Desk, given: Answer): Promise<void> {
  const { workspace, ticketId, by, answer } = given;
  const ticket = await getTicket(desk, { workspace, ticketId });
  if (ticket.assignee !== by || !(await setAnswer(desk, given, { from: null, to: answer })))
    throw new UserError(await whatBecameOf(desk, given, ticket));
  if (answer === 'keep') return;
  try {
    await returnTicket(desk, { workspace, ticketId, by, why: HANDED_OVER });
  } catch (error) {
    if (error instanceof UserError) await setAnswer(desk, given, { from: answer, to: null });
    throw error;
  }
}

/** Why a ticket went back that its agent gave back. */
export const HANDED_OVER = 'handed over';

/** Changes the answer for one ticket. False when it is another one by now. */
async function setAnswer(
  desk: Desk,
  { workspace, handoverId, ticketId }: Answer,
  { from, to }: Record<'from' | 'to', Answer['answer'] | null>,
): Promise<boolean> {
  const { matchedCount } = await handoverModel(desk.database).updateOne(
    { workspace, _id: handoverId, tickets: trusted({ $elemMatch: { ticketId, answer: from } }) },
    { $set: { 'tickets.$.answer': to } },
  );
  return matchedCount === 1;
}

/** Who answered, and with what. */
async function whatBecameOf(
  desk: Desk,
  { workspace, handoverId, ticketId, by }: Answer,
  { number, assignee, status }: Ticket,
): Promise<string> {
  const handover = await ownHandover(desk, { workspace, handoverId, by });
  const answer = handover?.tickets.find((each) => each.ticketId === ticketId)?.answer;
  const name = `T-${number}`;
  if (answer === 'keep') return `You answered this already: ${name} stays with you. Nothing was changed.`;
  if (answer === 'returned') return `You answered this already: ${name} went back to the queue.`;
  if (assignee === null) return `${name} is not with you any more: it is in the queue.`;
  const { name: other } = await getPerson(desk, { workspace, userId: assignee });
  return `${name} is not with you any more: it is ${STATUS_NAMES[status].toLowerCase()}, and ${other} has it.`;
}
