import { isOnShift, type Person } from '../../people/index.ts';

/** Whom to turn to, and why it is not who one would expect. */
export type Recipients = { userIds: string[]; standIn: string | null };

/**
 * The managers on shift; with none there their deputies, else the owners, and `standIn` says so
 * (docs/rules/escalation.md).
 */
export function managersFor(people: readonly Person[], now: Date): Recipients {
  const managers = people.filter((person) => person.active && person.roles.includes('manager'));
  const present = managers.filter((manager) => isThere(manager, now));
  if (present.length > 0) return { userIds: present.map(idOf), standIn: null };
  const deputies = deputiesOf(managers, people);
  if (deputies.length > 0) {
    return { userIds: deputies.map(idOf), standIn: 'No manager is on shift; this goes to the deputy.' };
  }
  const owners = people.filter((person) => person.active && person.roles.includes('owner'));
  return { userIds: owners.slice(0, 1).map(idOf), standIn: 'No manager is on shift; this goes to an owner.' };
}

/**
 * The assignee's team leader, else the leads on shift; with none there whoever stands in for managers. A team leader
 * who is off shift counts only with `offShiftToo`: nobody else would hear of it.
 */
export function leadsFor(
  assignee: Person | null,
  people: readonly Person[],
  now: Date,
  offShiftToo = false,
): Recipients {
  const own = people.find((person) => person.userId === assignee?.teamLeader && person.active);
  if (own && (offShiftToo || isThere(own, now))) return { userIds: [own.userId], standIn: null };
  const leads = people.filter(
    (person) => person.active && person.roles.includes('lead') && isThere(person, now),
  );
  if (leads.length > 0) return { userIds: leads.map(idOf), standIn: null };
  const { userIds } = managersFor(people, now);
  return { userIds, standIn: 'No lead is on shift.' };
}

function deputiesOf(managers: readonly Person[], people: readonly Person[]): Person[] {
  const named = new Set(managers.map((manager) => manager.deputy));
  return people.filter((person) => person.active && named.has(person.userId));
}

/** On shift: availability counts for tickets, not for alerts. */
function isThere(person: Person, now: Date): boolean {
  return isOnShift(person, now);
}

function idOf(person: Person): string {
  return person.userId;
}
