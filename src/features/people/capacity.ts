import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { personModel } from './model.ts';
import { type Person, ROLES } from './types.ts';

type Place = { workspace: string; userId: string; ticketId: string };

/**
 * Takes a place of the agent's capacity for a ticket, before the ticket itself is written: the first of the steps of
 * docs/steps.md. True also when the place was already taken for this ticket; false when the agent is full.
 * Follow with `settleReservation` when the ticket was won, with `release` when it was lost.
 */
export async function reserve(
  desk: Desk,
  { workspace, userId, ticketId, enforceCapacity }: Place & { enforceCapacity: boolean },
): Promise<boolean> {
  const Person = personModel(desk.database);
  const person = await Person.findOne({ workspace, userId }, { capacity: 1, held: 1 }).lean();
  if (!person) return false;
  if (person.held.some((held) => held.ticketId === ticketId)) return true;
  const room = enforceCapacity ? { capacity: person.capacity, load: trusted({ $lt: person.capacity }) } : {};
  const { modifiedCount } = await Person.updateOne(
    { workspace, userId, 'held.ticketId': trusted({ $ne: ticketId }), ...room },
    { $push: { held: { ticketId, since: new Date(), settled: false } }, $inc: { load: 1 } },
  );
  return modifiedCount === 1 || (await holds(desk, { workspace, userId, ticketId }));
}

/** The ticket was won: the reservation becomes a held place. */
export async function settleReservation(desk: Desk, { workspace, userId, ticketId }: Place): Promise<void> {
  await personModel(desk.database).updateOne(
    { workspace, userId, 'held.ticketId': ticketId },
    { $set: { 'held.$.settled': true } },
  );
}

/** Gives a place back; nothing when it was not taken. */
export async function release(desk: Desk, { workspace, userId, ticketId }: Place): Promise<void> {
  const { modifiedCount } = await personModel(desk.database).updateOne(
    { workspace, userId, 'held.ticketId': ticketId },
    { $pull: { held: { ticketId } }, $inc: { load: -1 } },
  );
  if (modifiedCount === 1) desk.events.emit('agent.available', { workspace, userId });
}

/** The person got a ticket in some way: their turn in round robin is over. Never moves the time back. */
export async function markAssigned(
  desk: Desk,
  { workspace, userId, at }: { workspace: string; userId: string; at: Date },
): Promise<void> {
  await personModel(desk.database).updateOne({ workspace, userId }, { $max: { lastAssignedAt: at } });
}

/** What assignment knew of an agent when it chose them; the write is void when any of it has changed since. */
export type Turn = { userId: string; capacity: number; lastAssignedAt: Date | null };

/**
 * Reserves a place and takes the agent's turn in one write, only if the agent is still available, has room, and nobody
 * gave them a ticket since they were looked at. That keeps the order fair between processes.
 */
export async function takeTurn(
  desk: Desk,
  { workspace, turn, ticketId, at }: { workspace: string; turn: Turn; ticketId: string; at: Date },
): Promise<boolean> {
  const { modifiedCount } = await personModel(desk.database).collection.updateOne(
    {
      workspace,
      userId: turn.userId,
      active: true,
      availability: 'available',
      capacity: turn.capacity,
      load: { $lt: turn.capacity },
      lastAssignedAt: turn.lastAssignedAt,
      'held.ticketId': { $ne: ticketId },
    },
    {
      $push: { held: { ticketId, since: new Date(), settled: false } } as never,
      $inc: { load: 1 },
      $set: { lastAssignedAt: at },
    },
  );
  return modifiedCount === 1;
}

/** The ticket went to someone else: gives the place back and, when nothing came between, the turn too. */
export async function giveTurnBack(
  desk: Desk,
  { workspace, turn, ticketId, at }: { workspace: string; turn: Turn; ticketId: string; at: Date },
): Promise<void> {
  const { modifiedCount } = await personModel(desk.database).updateOne(
    { workspace, userId: turn.userId, 'held.ticketId': ticketId, lastAssignedAt: at },
    { $pull: { held: { ticketId } }, $inc: { load: -1 }, $set: { lastAssignedAt: turn.lastAssignedAt } },
  );
  if (modifiedCount === 0) await release(desk, { workspace, userId: turn.userId, ticketId });
}

const TEAM = ROLES.filter((role) => role !== 'customer');

/**
 * Those whose places may disagree with their tickets, the longest unchecked first: who holds places, the team, for
 * somebody may have a ticket without a place, and whoever was looked at before, for they may have left the team since.
 * Customers are many and are none of them.
 */
export async function peopleToSettle(
  desk: Desk,
  workspace: string,
  limit: number,
): Promise<Pick<Person, 'userId' | 'held'>[]> {
  const found = await Promise.all(
    [
      { load: trusted({ $gt: 0 }) },
      { roles: trusted({ $in: TEAM }) },
      { placesCheckedAt: trusted({ $gt: new Date(0) }) },
    ].map((those) =>
      personModel(desk.database)
        .find({ workspace, ...those }, { userId: 1, held: 1, placesCheckedAt: 1 })
        .sort({ placesCheckedAt: 1 })
        .limit(limit)
        .lean<(Pick<Person, 'userId' | 'held'> & { placesCheckedAt: Date | null })[]>(),
    ),
  );
  const people = new Map(found.flat().map((person) => [person.userId, person]));
  return [...people.values()]
    .toSorted((one, other) => Number(one.placesCheckedAt ?? 0) - Number(other.placesCheckedAt ?? 0))
    .slice(0, limit);
}

/** The person's places agree with the tickets; their turn to be looked at again is after everyone else's. */
export async function placesChecked(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
): Promise<void> {
  await personModel(desk.database).updateOne(
    { workspace, userId },
    { $set: { placesCheckedAt: new Date() } },
  );
}

async function holds(desk: Desk, { workspace, userId, ticketId }: Place): Promise<boolean> {
  return (await personModel(desk.database).exists({ workspace, userId, 'held.ticketId': ticketId })) !== null;
}
