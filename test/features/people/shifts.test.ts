import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isOnShift,
  nextShiftStart,
  type ShiftPlan,
  shiftEndsAt,
} from '../../../src/features/people/index.ts';
import { WEEKDAYS, type WeeklyHours } from '../../../src/platform/time/hours.ts';
import { isWorking } from '../../platform/time/oracle.ts';

const at = (text: string, zone = 'Europe/Berlin'): Date =>
  DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toJSDate();

const plan = (
  shifts: WeeklyHours | null,
  overrides: ShiftPlan['overrides'] = [],
  timeZone = 'Europe/Berlin',
): ShiftPlan => ({
  timeZone,
  shifts,
  overrides,
});

const split = plan({
  friday: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '18:00' },
  ],
});

const nights = plan({ saturday: [{ from: '22:00', to: '06:00' }] });

describe.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('shifts on a server in %s', (serverZone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = serverZone;
  });
  afterAll(() => {
    process.env.TZ = before;
  });

  it.each([
    ['2026-11-20 08:59', false],
    ['2026-11-20 09:00', true],
    ['2026-11-20 12:00', false],
    ['2026-11-20 13:00', true],
    ['2026-11-20 17:59', true],
    ['2026-11-20 18:00', false],
    ['2026-11-21 10:00', false],
  ])('of a split day at %s: on shift is %s', (moment, expected) => {
    expect(isOnShift(split, at(moment))).toBe(expected);
  });

  it('know when they end and when the next one starts', () => {
    expect(shiftEndsAt(split, at('2026-11-20 10:00'))).toEqual(at('2026-11-20 12:00'));
    expect(shiftEndsAt(split, at('2026-11-20 12:30'))).toBeNull();
    expect(nextShiftStart(split, at('2026-11-20 12:00'))).toEqual(at('2026-11-20 13:00'));
    expect(nextShiftStart(split, at('2026-11-20 13:00'))).toEqual(at('2026-11-27 09:00'));
  });

  it('that run over midnight end on the wall clock, through both changes of DST', () => {
    expect(shiftEndsAt(nights, at('2026-03-28 23:00'))).toEqual(at('2026-03-29 06:00'));
    expect(shiftEndsAt(nights, at('2026-10-24 23:00'))).toEqual(at('2026-10-25 06:00'));
    const hours = (saturday: string) =>
      ((shiftEndsAt(nights, at(`${saturday} 22:00`))?.getTime() ?? 0) - at(`${saturday} 22:00`).getTime()) /
      3_600_000;
    expect([hours('2026-03-28'), hours('2026-06-06'), hours('2026-10-24')]).toEqual([7, 8, 9]);
  });

  it('are off for whole shifts, the night that starts then too', () => {
    const off = plan(nights.shifts, [{ kind: 'off', from: '2026-11-21', to: '2026-11-21' }]);
    expect(isOnShift(off, at('2026-11-22 01:00'))).toBe(false);
    expect(isOnShift(off, at('2026-11-29 01:00'))).toBe(true);
  });

  it('are on at other hours for a day, and the last override counts', () => {
    const extra = plan(split.shifts, [
      { kind: 'off', from: '2026-11-01', to: '2026-11-30' },
      { kind: 'on', from: '2026-11-21', to: '2026-11-21', hours: [{ from: '10:00', to: '12:00' }] },
    ]);
    expect(isOnShift(extra, at('2026-11-20 10:00'))).toBe(false);
    expect(isOnShift(extra, at('2026-11-21 11:00'))).toBe(true);
    expect(isOnShift(extra, at('2026-11-21 13:00'))).toBe(false);
  });

  it('never end for who is always on', () => {
    const always = plan(null);
    expect(isOnShift(always, at('2026-03-29 02:30'))).toBe(true);
    expect(shiftEndsAt(always, at('2026-03-29 02:30'))).toBeNull();
    expect(nextShiftStart(always, at('2026-03-29 02:30'))).toBeNull();
  });
});

describe('shifts over random weeks and zones', () => {
  const clock = fc
    .integer({ min: 0, max: 47 })
    .map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
  const weeks = fc
    .tuple(...WEEKDAYS.map(() => fc.array(fc.record({ from: clock, to: clock }), { maxLength: 2 })))
    .map((days): WeeklyHours => Object.fromEntries(WEEKDAYS.map((day, index) => [day, days[index]])));
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  const moments = fc
    .integer({ min: 0, max: 4 * 48 })
    .chain((halves) =>
      fc
        .constantFrom('2026-03-27', '2026-10-23', '2026-06-05')
        .map((day) => Date.parse(`${day}T00:00:00Z`) + halves * 1_800_000),
    );

  it('agree with the wall clock at every moment', () => {
    fc.assert(
      fc.property(weeks, zones, moments, (shifts, timeZone, moment) => {
        const calendar = { key: 'x', name: 'x', zone: timeZone, hours: shifts, holidays: [] };
        expect(isOnShift(plan(shifts, [], timeZone), new Date(moment))).toBe(isWorking(calendar, moment));
      }),
      { numRuns: 400 },
    );
  });
});
