import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { workingDay } from '../../../src/features/kpis/index.ts';

const berlin = 'Europe/Berlin';
const night = { timeZone: berlin, overrides: [], shifts: { thursday: [{ from: '22:00', to: '06:00' }] } };
const at = (time: string, zone = berlin) => DateTime.fromISO(time, { zone }).toJSDate();

describe('the working day', () => {
  test.each([
    ['2026-11-19T21:59', '2026-11-19'],
    ['2026-11-19T22:00', '2026-11-19'],
    ['2026-11-20T00:30', '2026-11-19'],
    ['2026-11-20T05:59', '2026-11-19'],
    ['2026-11-20T09:59', '2026-11-19'],
    ['2026-11-20T10:00', '2026-11-20'],
  ])('of a night shift from Thursday 22:00 to 06:00, four hours after it included: %s is %s', (time, day) => {
    expect(workingDay(night, at(time), 4)).toBe(day);
  });

  test('without the four hours ends with the shift', () => {
    expect(workingDay(night, at('2026-11-20T06:00'), 0)).toBe('2026-11-20');
  });

  test('without shifts is the date on the agent’s wall, whatever the server’s zone', () => {
    const always = { timeZone: 'Asia/Tokyo', shifts: null, overrides: [] };
    expect(workingDay(always, new Date('2026-11-19T16:00:00Z'), 4)).toBe('2026-11-20');
  });

  test('when a new shift has begun, the old one’s four hours are over', () => {
    const plan = {
      timeZone: berlin,
      overrides: [],
      shifts: { thursday: [{ from: '22:00', to: '06:00' }], friday: [{ from: '08:00', to: '16:00' }] },
    };
    expect(workingDay(plan, at('2026-11-20T07:59'), 4)).toBe('2026-11-19');
    expect(workingDay(plan, at('2026-11-20T08:00'), 4)).toBe('2026-11-20');
  });

  test('an override takes the place of the week’s hours', () => {
    const off = { ...night, overrides: [{ kind: 'off' as const, from: '2026-11-19', to: '2026-11-19' }] };
    expect(workingDay(off, at('2026-11-20T01:00'), 4)).toBe('2026-11-20');
  });

  test('over the night in which the clock goes back', () => {
    const plan = { timeZone: berlin, overrides: [], shifts: { saturday: [{ from: '22:00', to: '02:30' }] } };
    expect(workingDay(plan, new Date('2026-10-25T00:15:00Z'), 0)).toBe('2026-10-24');
    expect(workingDay(plan, new Date('2026-10-25T05:00:00Z'), 0)).toBe('2026-10-25');
  });
});
