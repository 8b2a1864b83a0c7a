import type { Desk } from '../../platform/desk.ts';
import { priority } from '../../platform/outbox/index.ts';
import { noteShift, shiftChanges } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import { shiftStartMessage } from './views/shift-start.ts';

/** At the start of a shift asks whether one is available; at its end sets offline, from which the handover follows. */
export async function followShifts(desk: Desk, workspace: string): Promise<void> {
  const { assignment } = await getSettings(desk, workspace);
  for (const change of await shiftChanges(desk, workspace)) {
    const { person, onShift } = change;
    if (onShift && assignment.askAtShiftStart && person.availability !== 'available') {
      const day = desk.clock.now().toISOString().slice(0, 13);
      await desk.outbox.enqueue([
        {
          workspace,
          key: `shift ${person.userId} ${day}`,
          stream: `dm ${person.userId}`,
          priority: priority.conversation,
          kind: 'post',
          payload: { user: person.userId, ...shiftStartMessage() },
        },
      ]);
    }
    await noteShift(desk, change);
  }
}
