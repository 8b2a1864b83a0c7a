import type { Desk } from '../../platform/desk.ts';
import {
  type HeldTicket,
  peopleToSettle,
  placesChecked,
  release,
  reserve,
  settleReservation,
} from '../people/index.ts';
import { findTickets, holderOf, openTicketsOf } from '../tickets/index.ts';

/** A place, or a ticket's last change, younger than this may be in the middle of its steps. Places count in real time. */
const youngMilliseconds = 30_000;

/** How many of somebody's tickets are looked at for places that are missing, the most urgent first. */
const MOST_TICKETS = 100;

/** How many people one sweep looks at, longest unchecked first. */
const BATCH = 50;

/**
 * Gives back places whose tickets went elsewhere, settles those whose ticket was won, and makes those that are missing,
 * after a process died or stood still between the steps of an assignment. Looks at everyone who may hold something, in
 * turn.
 */
export async function settlePlaces(desk: Desk, workspace: string): Promise<void> {
  for (const { userId, held } of await peopleToSettle(desk, workspace, BATCH)) {
    const old = held.filter((place) => place.since.getTime() < Date.now() - youngMilliseconds);
    const tickets = await findTickets(desk, { workspace, ticketIds: old.map(({ ticketId }) => ticketId) });
    const holders = new Map(tickets.map((ticket) => [ticket._id, holderOf(ticket.status, ticket.assignee)]));
    for (const place of old)
      await settleOne(desk, { workspace, userId, place, holder: holders.get(place.ticketId) });
    await makeMissing(desk, { workspace, userId, held });
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

/**
 * Makes places for tickets that use somebody's capacity without one, full or not: a process that woke up late gave back,
 * by what it had read, a place that was taken again since. A place made for a ticket that leaves at this moment goes with
 * a later sweep.
 */
async function makeMissing(
  desk: Desk,
  { workspace, userId, held }: { workspace: string; userId: string; held: readonly HeldTicket[] },
): Promise<void> {
  const placed = new Set(held.map(({ ticketId }) => ticketId));
  const before = new Date(desk.clock.now().getTime() - youngMilliseconds);
  const open = await openTicketsOf(desk, { workspace, userId, limit: MOST_TICKETS });
  const without = open.filter(
    ({ _id, status, assignee, changedAt }) =>
      holderOf(status, assignee) === userId && changedAt < before && !placed.has(_id),
  );
  for (const { _id: ticketId } of without) {
    await reserve(desk, { workspace, userId, ticketId, enforceCapacity: false });
    await settleReservation(desk, { workspace, userId, ticketId });
  }
}
