import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isOnShift } from './domain/shifts.ts';
import { personModel } from './model.ts';
import { findStaff } from './service.ts';
import type { Person } from './types.ts';

/** A shift of somebody's has started or ended, and nobody has noted it yet. */
export type ShiftChange = { person: Person; onShift: boolean };

/**
 * Whose shift has started or ended since it was last noted. Do what follows from it first, then `noteShift`: a kill in
 * between means that it is found again. People seen for the first time are noted only.
 */
export async function shiftChanges(desk: Desk, workspace: string): Promise<ShiftChange[]> {
  const now = desk.clock.now();
  const changes: ShiftChange[] = [];
  for (const person of await findStaff(desk, workspace)) {
    const onShift = isOnShift(person, now);
    if (person.wasOnShift === onShift) continue;
    if (person.wasOnShift === null) await noteShift(desk, { person, onShift });
    else changes.push({ person, onShift });
  }
  return changes;
}

/**
 * Notes the change; the end of a shift sets `offline` in the same write (docs/rules/assignment.md), its start sets
 * nothing.
 */
export async function noteShift(desk: Desk, { person, onShift }: ShiftChange): Promise<void> {
  const { workspace, userId, wasOnShift } = person;
  const ended = wasOnShift === true && !onShift;
  const { modifiedCount } = await personModel(desk.database).updateOne(
    { workspace, userId, wasOnShift: trusted({ $ne: onShift }) },
    {
      $set: {
        wasOnShift: onShift,
        ...(ended ? { availability: 'offline', availabilitySince: desk.clock.now() } : {}),
      },
    },
  );
  if (modifiedCount === 0) return;
  desk.events.emit('agent.changed', { workspace, userId });
  if (onShift) desk.events.emit('agent.available', { workspace, userId });
}
