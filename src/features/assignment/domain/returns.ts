import { DateTime } from 'luxon';
import { nextShiftStart, type ShiftPlan } from '../../people/index.ts';

/** Until when someone who returned a ticket does not get it again: their next shift, or for who is always on, the next day. */
export function returnedUntil(plan: ShiftPlan, returnedAt: Date): Date {
  const next = plan.shifts === null ? null : nextShiftStart(plan, returnedAt);
  return (
    next ??
    DateTime.fromJSDate(returnedAt, { zone: plan.timeZone }).plus({ days: 1 }).startOf('day').toJSDate()
  );
}
