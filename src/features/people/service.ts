import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, NotAllowed, UserError } from '../../platform/errors.ts';
import { type Action, can, refusal } from './domain/permissions.ts';
import { isOutside, localeOf, namesOf } from './domain/slack-user.ts';
import { personModel } from './model.ts';
import { type Availability, type Person, ROLES, type Role } from './types.ts';

/**
 * The person behind a Slack user id; the first contact creates them as a customer from what Slack knows.
 * Later contacts cost one read.
 */
export async function getPerson(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
): Promise<Person> {
  const Person = personModel(desk.database);
  const known = await Person.findOne({ workspace, userId }, { _id: 0 }).lean<Person>();
  if (known?.linkedTo) return getPerson(desk, { workspace, userId: known.linkedTo });
  if (known) return known;
  const client = await desk.slack.client(workspace);
  const { user } = await client.users.info({ user: userId, include_locale: true });
  const person: Person = {
    ...newPerson(workspace, userId, desk.clock.now()),
    ...namesOf(userId, user ?? {}),
    email: user?.profile?.email ?? null,
    homeTeam: user?.team_id ?? null,
    outside: isOutside(user ?? {}, workspace),
    timeZone: user?.tz ?? 'UTC',
    locale: localeOf(user?.locale),
    active: user?.deleted !== true,
  };
  try {
    await Person.create(person);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return (await Person.findOne({ workspace, userId }, { _id: 0 }).lean<Person>()) ?? person;
}

/** Everyone, or those with a role, by name. */
export async function findPeople(
  desk: Desk,
  { workspace, role, userIds }: { workspace: string; role?: Role; userIds?: readonly string[] },
): Promise<Person[]> {
  return personModel(desk.database)
    .find(
      {
        workspace,
        ...(role ? { roles: role } : {}),
        ...(userIds ? { userId: trusted({ $in: [...userIds] }) } : {}),
      },
      { _id: 0 },
    )
    .sort({ name: 1 })
    .lean<Person[]>();
}

/** Everybody active who works for the desk, by name; found by role, so that it costs nothing per customer. */
export async function findStaff(desk: Desk, workspace: string): Promise<Person[]> {
  const staff = ROLES.filter((role) => role !== 'customer');
  return personModel(desk.database)
    .find({ workspace, roles: trusted({ $in: staff }), active: true }, { _id: 0 })
    .sort({ name: 1 })
    .lean<Person[]>();
}

/** Those who hold tickets, the deactivated too. */
export async function peopleWithTickets(desk: Desk, workspace: string): Promise<Person[]> {
  return personModel(desk.database)
    .find({ workspace, load: trusted({ $gt: 0 }) }, { _id: 0 })
    .lean<Person[]>();
}

/** @throws NotAllowed saying which role is missing. */
export function assertCan(person: Pick<Person, 'roles' | 'active'>, action: Action): void {
  if (!can(person, action)) throw new NotAllowed(refusal(action));
}

/** Sets someone's availability; becoming available wakes assignment at once. */
export async function setAvailability(
  desk: Desk,
  { workspace, userId, availability }: { workspace: string; userId: string; availability: Availability },
): Promise<void> {
  const { modifiedCount } = await personModel(desk.database).updateOne(
    { workspace, userId, availability: trusted({ $ne: availability }) },
    { $set: { availability, availabilitySince: desk.clock.now() } },
  );
  if (modifiedCount === 0) return;
  desk.events.emit('agent.changed', { workspace, userId });
  if (availability === 'available') desk.events.emit('agent.available', { workspace, userId });
}

/**
 * Follows a change of a Slack user whom the desk knows. Deactivated people stop working for the desk; who comes back is
 * activated again by a manager.
 */
export async function followSlackUser(
  desk: Desk,
  user: {
    workspace: string;
    userId: string;
    name: string;
    otherNames: string[];
    email: string | null;
    locale: string | null;
    outside: boolean;
    deactivated: boolean;
  },
): Promise<void> {
  const { workspace, userId, name, otherNames, email, locale, outside, deactivated } = user;
  const { matchedCount } = await personModel(desk.database).updateOne(
    { workspace, userId },
    {
      $set: {
        name,
        otherNames,
        outside,
        ...(email ? { email } : {}),
        ...(locale ? { locale: localeOf(locale) } : {}),
        ...(deactivated ? { active: false } : {}),
      },
    },
  );
  if (matchedCount === 1) desk.events.emit('agent.changed', { workspace, userId });
}

/** Whether the desk knows the person, and not as a guest or as somebody of another organisation. */
export async function isMember(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
): Promise<boolean> {
  return (await personModel(desk.database).exists({ workspace, userId, outside: false })) !== null;
}

/** What can be set in a person's profile. */
export type Profile = Partial<
  Pick<
    Person,
    | 'timeZone'
    | 'teamLeader'
    | 'supervisor'
    | 'deputy'
    | 'skills'
    | 'capacity'
    | 'shifts'
    | 'overrides'
    | 'ratePerTicket'
    | 'active'
  >
>;

/** Changes a profile; a new skill, shift or place may make waiting tickets assignable, so assignment is woken. */
export async function updateProfile(
  desk: Desk,
  { workspace, userId, profile }: { workspace: string; userId: string; profile: Profile },
): Promise<Person> {
  await getPerson(desk, { workspace, userId });
  if (profile.capacity !== undefined && !(Number.isInteger(profile.capacity) && profile.capacity >= 0)) {
    throw new UserError('Capacity is a whole number from 0, such as 5.', { field: 'capacity' });
  }
  await personModel(desk.database).updateOne({ workspace, userId }, { $set: profile });
  desk.events.emit('agent.changed', { workspace, userId });
  desk.events.emit('agent.available', { workspace, userId });
  return getPerson(desk, { workspace, userId });
}

/** Those who can be given tickets by the desk: active agents who are not contractors. */
export async function agentsForAssignment(desk: Desk, workspace: string): Promise<Candidate[]> {
  return personModel(desk.database)
    .find({ workspace, roles: 'agent', active: true }, { _id: 0, held: 0 })
    .lean<Candidate[]>();
}

/** A person without their places: with hundreds of busy agents the places would be most of what is read. */
type Candidate = Omit<Person, 'held'>;

/** Someone as they begin: a customer, offline. */
export function newPerson(workspace: string, userId: string, now: Date): Person {
  return {
    workspace,
    userId,
    name: userId,
    otherNames: [],
    email: null,
    accountEmail: null,
    linkedTo: null,
    account: null,
    homeTeam: null,
    outside: false,
    active: true,
    roles: ['customer'],
    timeZone: 'UTC',
    locale: localeOf(null),
    teamLeader: null,
    supervisor: null,
    deputy: null,
    skills: [],
    capacity: 5,
    shifts: null,
    overrides: [],
    ratePerTicket: null,
    availability: 'offline',
    availabilitySince: now,
    held: [],
    load: 0,
    lastAssignedAt: null,
    wasOnShift: null,
  };
}
