import type { Desk } from '../../../platform/desk.ts';
import { can, getPerson, hasSkills, isOnShift, markAssigned, type Person } from '../../people/index.ts';
import * as changes from '../domain/changes.ts';
import type { Ticket } from '../domain/types.ts';
import { changeTicket, loadTicket, NoFreePlace } from './change.ts';
import { type TicketAct, worker } from './work.ts';

/**
 * Opens a resolved or closed ticket again: back to the one who had it while they are eligible as for an assignment, else
 * to the queue (docs/rules/tickets.md).
 */
export async function reopenTicket(desk: Desk, act: TicketAct): Promise<Ticket> {
  const { workspace, ticketId, by, why } = act;
  const ticket = await loadTicket(desk, workspace, ticketId);
  if (ticket.requester !== by) await worker(desk, act);
  const now = desk.clock.now();
  const reopen = (formerIsEligible: boolean) =>
    changeTicket(desk, { workspace, ticketId, enforceCapacity: formerIsEligible }, (current) =>
      changes.reopen(current, { by, now, why, formerIsEligible }),
    );
  const { lastAssignee: userId } = ticket;
  const former = userId ? await getPerson(desk, { workspace, userId }) : null;
  if (!former || !canTakeBack(former, ticket, now)) return reopen(false);
  try {
    const reopened = await reopen(true);
    await markAssigned(desk, { workspace, userId: former.userId, at: now });
    return reopened;
  } catch (error) {
    // Their last place was taken meanwhile.
    if (!(error instanceof NoFreePlace)) throw error;
    return reopen(false);
  }
}

function canTakeBack(person: Person, { skills }: Ticket, now: Date): boolean {
  return (
    can(person, 'ticket.claim') &&
    person.availability === 'available' &&
    isOnShift(person, now) &&
    hasSkills(person, skills) &&
    person.load < person.capacity
  );
}
