import { hasSkills, isOnShift, type Person } from '../../people/index.ts';
import type { Ticket } from '../../tickets/index.ts';

/** Agents and contractors who could take the ticket now, the least busy first, then who waited longest. */
export function freePeople(
  people: readonly Person[],
  ticket: Pick<Ticket, 'requester' | 'assignee' | 'skills'>,
  now: Date,
): Person[] {
  return people
    .filter((person) => person.active && person.availability === 'available')
    .filter((person) => person.roles.includes('agent') || person.roles.includes('contractor'))
    .filter((person) => person.load < person.capacity && isOnShift(person, now))
    .filter((person) => person.userId !== ticket.requester && person.userId !== ticket.assignee)
    .filter((person) => hasSkills(person, ticket.skills))
    .sort((a, b) => a.load / a.capacity - b.load / b.capacity || turnOf(a) - turnOf(b));
}

function turnOf(person: Person): number {
  return person.lastAssignedAt?.getTime() ?? 0;
}
