import type { Desk } from '../../platform/desk.ts';
import {
  type HeldTicket,
  peopleToSettle,
  placesChecked,
  release,
  settleReservation,
} from '../people/index.ts';
import { findTickets, holderOf } from '../tickets/index.ts';

/** A place younger than this may be in the middle of its steps. Real time. */
const youngMilliseconds = 30_000;

/** How many people one sweep looks at, longest unchecked first. */
const BATCH = 50;

/**
 * Gives back places whose tickets went elsewhere and settles those whose ticket was won, after a process died between
 * the steps of an assignment. Looks at everyone who holds something, in turn.
 */
export async function settlePlaces(desk: Desk, workspace: string): Promise<void> {
  for (const { userId, held } of await peopleToSettle(desk, workspace, BATCH)) {
    const old = held.filter((place) => place.since.getTime() < Date.now() - youngMilliseconds);
    const tickets = await findTickets(desk, { workspace, ticketIds: old.map(({ ticketId }) => ticketId) });
    const holders = new Map(tickets.map((ticket) => [ticket._id, holderOf(ticket.status, ticket.assignee)]));
    for (const place of old)
      await settleOne(desk, { workspace, userId, place, holder: holders.get(place.ticketId) });
    await placesChecked(desk, { workspace, userId });
  }
}

async function settleOne(
  desk: Desk,
  given: { workspace: string; userId: string; place: HeldTicket; holder: string | null | undefined },
): Promise<void> {
  const { workspace, userId, place, holder } = given;
  const { ticketId } = place;
  if (holder !== userId) await release(desk, { workspace, userId, ticketId });
  else if (!place.settled) await settleReservation(desk, { workspace, userId, ticketId });
}
