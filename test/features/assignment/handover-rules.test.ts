import { describe, expect, it } from 'vitest';
import { absenceOf, returnsUnanswered } from '../../../src/features/assignment/domain/handover.ts';

const now = new Date('2026-11-20T10:00:00Z');

const person = (
  availability: 'available' | 'busy' | 'away' | 'offline',
  minutesAgo: number,
  hours: string,
) => ({
  availability,
  availabilitySince: new Date(now.getTime() - minutesAgo * 60_000),
  timeZone: 'UTC',
  shifts: { friday: [{ from: '09:00', to: hours }] },
  overrides: [],
});

describe('a handover is asked for', () => {
  it.each([
    ['at the end of a shift', person('offline', 0, '10:00'), 'shift_ended'],
    ['when one goes offline', person('offline', 0, '17:00'), 'offline'],
    ['after 30 minutes away', person('away', 30, '17:00'), 'away'],
    ['not after 29', person('away', 29, '17:00'), null],
    ['not of who is busy', person('busy', 500, '17:00'), null],
    ['not of who is available', person('available', 500, '17:00'), null],
  ])('%s', (_, who, reason) => {
    expect(absenceOf(who, 30, now)).toBe(reason);
  });
});

describe('a ticket nobody answered for', () => {
  it.each([
    ['assigned', false, 0, true],
    ['in_progress', false, 74, false],
    ['in_progress', false, 75, true],
    ['in_progress', true, 0, true],
    ['waiting_on_customer', false, 74, false],
    ['waiting_on_customer', false, 75, true],
    ['waiting_on_customer', true, 0, true],
    ['resolved', true, 100, false],
  ] as const)(
    '%s, the requester wrote: %s, %s %% used – returns: %s',
    (status, requesterWrote, usedPercent, returns) => {
      expect(returnsUnanswered({ status, requesterWrote, usedPercent })).toBe(returns);
    },
  );
});
