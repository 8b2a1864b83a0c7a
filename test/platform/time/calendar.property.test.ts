import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingMinutes, workingMinutes } from '../../../src/platform/time/calendar.ts';
import type { Calendar } from '../../../src/platform/time/hours.ts';
import { WEEKDAYS } from '../../../src/platform/time/hours.ts';
import { slowWorkingMinutes } from './oracle.ts';

const minute = 60_000;

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'UTC',
];

/** Days around which a clock changes in one of the zones, and plain ones. */
const starts = [
  '2026-03-27',
  '2026-10-23',
  '2026-03-06',
  '2026-10-30',
  '2026-04-03',
  '2018-11-02',
  '2018-02-16',
  '2026-07-01',
];

const clock = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${pad(Math.floor(quarter / 4))}:${pad((quarter % 4) * 15)}`);

const intervals = fc.array(fc.record({ from: clock, to: fc.oneof(clock, fc.constant('24:00')) }), {
  maxLength: 3,
});

const calendars: fc.Arbitrary<Calendar> = fc.record({
  key: fc.constant('random'),
  name: fc.constant('Random'),
  zone: fc.constantFrom(...zones),
  hours: fc.oneof(
    { weight: 1, arbitrary: fc.constant('24x7' as const) },
    {
      weight: 9,
      arbitrary: fc
        .tuple(...WEEKDAYS.map(() => intervals))
        .map((days) => Object.fromEntries(WEEKDAYS.map((day, index) => [day, days[index]]))),
    },
  ),
  holidays: fc.array(
    fc.constantFrom(...starts).map((date) => ({ date, name: 'Holiday' })),
    { maxLength: 2 },
  ),
});

const moments = fc
  .tuple(fc.constantFrom(...starts), fc.integer({ min: 0, max: 4_320 }))
  .map(([date, minutes]) => Date.parse(`${date}T00:00:00Z`) + minutes * minute);

/** Minutes: mostly days, now and then most of a year. */
const spans = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 10_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 400_000 }) },
);

describe('working time over random calendars', () => {
  it('counts what a walk through every minute counts', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 2_880 }), (calendar, from, minutes) => {
        const to = from + minutes * minute;
        expect(workingMinutes(new Date(from), new Date(to), calendar)).toBe(
          slowWorkingMinutes(from, to, calendar),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('finds the first moment at which the minutes have passed', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 3_000 }), (calendar, from, minutes) => {
        const due = addWorkingMinutes(new Date(from), minutes, calendar);
        if (due === null) return;
        expect(workingMinutes(new Date(from), due, calendar)).toBe(minutes);
        expect(workingMinutes(new Date(from), new Date(due.getTime() - 1), calendar)).toBeLessThan(minutes);
      }),
      { numRuns: 100 },
    );
  });

  it('adds up: from a to b and from b to c is from a to c', () => {
    fc.assert(
      fc.property(calendars, moments, spans, spans, (calendar, a, first, second) => {
        const [from, middle, to] = [a, a + first * minute, a + (first + second) * minute].map(
          (each) => new Date(each),
        ) as [Date, Date, Date];
        expect(workingMinutes(from, middle, calendar) + workingMinutes(middle, to, calendar)).toBeCloseTo(
          workingMinutes(from, to, calendar),
          6,
        );
      }),
      { numRuns: 50 },
    );
  });
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
