import { isOnShift, type Person } from '../../people/index.ts';
import type { TicketStatus } from '../../tickets/index.ts';

/** Why an agent is asked what becomes of their open tickets (docs/rules/assignment.md). */
export type HandoverReason = 'shift_ended' | 'offline' | 'away' | 'off_tomorrow';

const minute = 60_000;

/** Why the agent should be asked now; null while they are there. `awayMinutes` of `away` are no absence. */
export function absenceOf(
  person: Pick<Person, 'availability' | 'availabilitySince' | 'timeZone' | 'shifts' | 'overrides'>,
  awayMinutes: number,
  now: Date,
): HandoverReason | null {
  if (person.availability === 'offline') return isOnShift(person, now) ? 'offline' : 'shift_ended';
  if (person.availability !== 'away') return null;
  return now.getTime() - person.availabilitySince.getTime() >= awayMinutes * minute ? 'away' : null;
}

/** What is known of one ticket of a handover when its time is up. */
export type Unanswered = {
  status: TicketStatus;
  /** The requester wrote after the agent was asked. */
  requesterWrote: boolean;
  /** A clock has used this share of its target, in percent. */
  usedPercent: number;
};

/** From this share of a clock on a ticket that is in work does not wait for its agent any longer. */
const RETURN_AT_PERCENT = 75;

/** Whether a ticket goes back to the queue because nobody answered: untouched at once, others when something presses. */
export function returnsUnanswered({ status, requesterWrote, usedPercent }: Unanswered): boolean {
  if (status === 'assigned') return true;
  if (status !== 'in_progress' && status !== 'waiting_on_customer') return false;
  return requesterWrote || usedPercent >= RETURN_AT_PERCENT;
}
