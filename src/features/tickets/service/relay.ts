import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { type Delivery, priority } from '../../../platform/outbox/index.ts';
import { isOpen, STATUSES } from '../domain/states.ts';
import { tellings } from '../domain/tellings.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { eventModel, ticketModel } from '../model.ts';
import { tellFollowers } from './followers.ts';
import { settlePlaces } from './places.ts';

/** How many tickets a sweep fetches at once. */
const BATCH = 200;

/**
 * Carries a ticket's pending entries on: copied to the events collection, agents' places settled, what Slack must be
 * told written to the outbox, and only then taken from the ticket. Each step is safe to repeat.
 */
export async function relayTicket(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
): Promise<void> {
  const Ticket = ticketModel(desk.database);
  const ticket = await Ticket.findOne({ workspace, _id: ticketId }).lean<Ticket>();
  if (!ticket || ticket.pending.length === 0) return;
  const entries = ticket.pending.toSorted((one, other) => one.seq - other.seq);
  await copyEntries(desk, ticket, entries);
  await settlePlaces(desk, ticket, entries);
  await desk.outbox.enqueue([
    ...entries.flatMap((entry) => deliveriesOf(ticket, entry)),
    cardDelivery(ticket),
  ]);
  await tellFollowers(desk, { workspace, ticketId }, entries);
  const carried = entries.map(({ seq }) => seq);
  await Ticket.updateOne({ workspace, _id: ticketId }, { $pull: { pending: { seq: { $in: carried } } } });
}

/** The net under the hints: relays every ticket that has entries left. One that cannot be holds up no other. */
export async function relaySweep(desk: Desk, workspace: string): Promise<void> {
  const left = ticketModel(desk.database)
    .find({ workspace, 'pending.at': trusted({ $gte: new Date(0) }) }, { _id: 1 })
    .lean<{ _id: string }>()
    .cursor({ batchSize: BATCH });
  for await (const { _id: ticketId } of left)
    await relayTicket(desk, { workspace, ticketId }).catch((error: unknown) => {
      desk.log.error(
        { error, ticketId },
        'what happened to a ticket could not be carried on; tried again later',
      );
    });
}

/** Asks for the card to be drawn again from the ticket as it will be then. */
export async function redrawCard(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
): Promise<void> {
  await desk.outbox.enqueue([cardDelivery({ workspace, _id: ticketId, card: { channel: '', ts: '' } })]);
}

/** Cards of all open tickets that could not be posted, because there was no channel for them or it was archived. */
export async function drawMissingCards(desk: Desk, workspace: string): Promise<void> {
  const without = ticketModel(desk.database)
    .find({ workspace, status: trusted({ $in: STATUSES.filter(isOpen) }), card: null }, { _id: 1 })
    .lean<{ _id: string }>()
    .cursor({ batchSize: BATCH });
  for await (const { _id: ticketId } of without) await redrawCard(desk, { workspace, ticketId });
}

async function copyEntries(desk: Desk, ticket: Ticket, entries: HistoryEntry[]): Promise<void> {
  const { workspace, _id: ticketId } = ticket;
  try {
    await eventModel(desk.database).insertMany(
      entries.map((entry) => ({ ...entry, workspace, ticketId })),
      { ordered: false },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

function deliveriesOf(ticket: Ticket, entry: HistoryEntry): Delivery[] {
  const { workspace, _id: ticketId } = ticket;
  return tellings(entry).map(({ to, urgent }) => ({
    workspace,
    key: `ticket ${ticketId} ${entry.seq} ${to}`,
    stream: `ticket ${ticketId} ${to}`,
    order: entry.seq,
    priority: urgent ? priority.answer : priority.conversation,
    kind: to === 'team' ? 'ticket.team' : 'ticket.requester',
    payload: { ticketId, entry },
  }));
}

function cardDelivery({ workspace, _id, card }: Pick<Ticket, 'workspace' | '_id' | 'card'>): Delivery {
  return {
    workspace,
    key: `ticket ${_id} card`,
    stream: `ticket ${_id} card`,
    priority: card ? priority.cardUpdate : priority.newCard,
    kind: 'ticket.card',
    payload: { ticketId: _id },
    latest: true,
  };
}
