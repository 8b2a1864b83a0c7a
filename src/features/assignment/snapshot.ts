import type { Desk } from '../../platform/desk.ts';
import { agentsForAssignment, isOnShift, type ShiftPlan } from '../people/index.ts';
import type { Ticket } from '../tickets/index.ts';
import { returnedUntil } from './domain/returns.ts';
import type { Candidate, WaitingTicket } from './domain/types.ts';

/** The agents of a workspace as assignment looks at them. */
export async function candidatesOf(
  desk: Desk,
  workspace: string,
): Promise<{ candidates: Candidate[]; people: Map<string, ShiftPlan> }> {
  const people = await agentsForAssignment(desk, workspace);
  const now = desk.clock.now();
  const candidates = people.map((person) => ({
    userId: person.userId,
    available: person.availability === 'available',
    onShift: isOnShift(person, now),
    skills: person.skills,
    capacity: person.capacity,
    load: person.load,
    lastAssignedAt: person.lastAssignedAt,
  }));
  return { candidates, people: new Map(people.map((person) => [person.userId, person])) };
}

/** A ticket as assignment looks at it; who returned it stays out until their next shift. */
export function waitingTicket(
  ticket: Ticket,
  people: ReadonlyMap<string, ShiftPlan>,
  now: Date,
): WaitingTicket {
  const returnedBy = ticket.returns
    .filter(({ by, at }) => {
      const person = people.get(by);
      return person !== undefined && returnedUntil(person, at) > now;
    })
    .map(({ by }) => by);
  return {
    ticketId: ticket._id,
    requester: ticket.requester,
    skills: ticket.skills,
    returnedBy,
    allowedAgents: null,
  };
}
