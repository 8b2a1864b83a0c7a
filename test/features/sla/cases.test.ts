import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clocksFromHistory } from '../../../src/features/sla/domain/clocks.ts';
import { newsOf } from '../../../src/features/sla/domain/news.ts';
import type { ClockEntry } from '../../../src/features/sla/domain/types.ts';
import type { Calendar, WeeklyHours } from '../../../src/platform/time/hours.ts';
import { at, everyPriority, history, moved, opened, policy, prioritised, said, subject } from './history.ts';

const office: WeeklyHours = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
    day,
    [{ from: '09:00', to: '17:00' }],
  ]),
);

const calendar = (zone: string, hours: Calendar['hours'], holidays: string[] = []): Calendar => ({
  key: 'test',
  name: 'Test',
  zone,
  hours,
  holidays: holidays.map((date) => ({ date, name: 'Holiday' })),
});

const wall = (text: string, zone: string): Date =>
  DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toJSDate();

/** When a ticket opened then is due with so many minutes to its first answer, in the calendar's own zone. */
function due(openedAt: string, minutes: number, inCalendar: Calendar): string | undefined {
  const createdAt = wall(openedAt, inCalendar.zone);
  const entries: ClockEntry[] = [{ ...opened('0:0'), seq: 1, at: createdAt }];
  const promise = policy({ calendar: inCalendar, targets: everyPriority(minutes / 60, null) });
  const versions = [{ since: new Date(0), policies: [promise] }];
  const [clock] = clocksFromHistory(entries, subject({ createdAt }), versions, createdAt).clocks;
  return clock?.dueAt
    ? DateTime.fromJSDate(clock.dueAt, { zone: inCalendar.zone }).toFormat('yyyy-MM-dd HH:mm')
    : undefined;
}

const zones = [
  { server: 'UTC', offset: 0 },
  { server: 'Asia/Kolkata', offset: -330 },
  { server: 'America/New_York', offset: 300 },
];

describe.each(zones)('a promise, on a server in $server', ({ server, offset }) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = server;
  });
  afterAll(() => {
    process.env.TZ = before;
  });

  it('is worked out where the server really has that zone', () => {
    expect(new Date(2026, 0, 15).getTimezoneOffset()).toBe(offset);
  });

  it.each([
    ['Friday 16:30 and an hour', '2026-11-20 16:30', 60, office, [], '2026-11-23 09:30'],
    ['with Monday a holiday', '2026-11-20 16:30', 60, office, ['2026-11-23'], '2026-11-24 09:30'],
    ['over the turn of the year', '2026-12-31 16:30', 60, office, ['2027-01-01'], '2027-01-04 09:30'],
    ['over a leap day', '2028-02-28 16:30', 600, office, [], '2028-03-01 10:30'],
    ['that a leap day closes', '2028-02-28 16:30', 60, office, ['2028-02-29'], '2028-03-01 09:30'],
    ['around the clock over a leap day', '2028-02-28 12:00', 2_880, '24x7', [], '2028-03-01 12:00'],
    ['around the clock into the new year', '2026-12-31 23:30', 60, '24x7', [], '2027-01-01 00:30'],
  ] as const)('%s', (_, from, minutes, hours, holidays, expected) => {
    for (const zone of ['Europe/Berlin', 'America/New_York']) {
      expect(due(from, minutes, calendar(zone, hours, [...holidays]))).toBe(expected);
    }
  });

  it('in a split day of 09–12 and 13–18 begun at 11:30 with 90 minutes is due at 14:00', () => {
    const split = {
      friday: [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '18:00' },
      ],
    };
    expect(due('2026-11-20 11:30', 90, calendar('Europe/Berlin', split))).toBe('2026-11-20 14:00');
  });

  it.each([
    ['Europe/Berlin', '2026-03-28', '2026-10-24'],
    ['America/New_York', '2026-03-07', '2026-10-31'],
  ])('in a shift 22:00–06:00 of %s follows the wall clock over both changes', (zone, spring, autumn) => {
    const nights = calendar(zone, { saturday: [{ from: '22:00', to: '06:00' }] });
    const sunday = (saturday: string) => DateTime.fromISO(saturday).plus({ days: 1 }).toISODate();
    expect(due(`${spring} 22:00`, 7 * 60, nights)).toBe(`${sunday(spring)} 06:00`);
    expect(due(`${autumn} 22:00`, 9 * 60, nights)).toBe(`${sunday(autumn)} 06:00`);
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-10-25'],
    ['America/New_York', '2026-03-08', '2026-11-01'],
  ])('around the clock in %s is plain elapsed time over both changes', (zone, spring, autumn) => {
    const always = calendar(zone, '24x7');
    expect(due(`${spring} 00:00`, 24 * 60, always)).toBe(`${nextDay(spring)} 01:00`);
    expect(due(`${autumn} 00:00`, 24 * 60, always)).toBe(`${autumn} 23:00`);
  });
});

describe('a ticket of medium priority, 3 h from 10:00', () => {
  const versions = [{ since: new Date(0), policies: [policy()] }];
  const news = (entries: ClockEntry[], now: string) =>
    newsOf(clocksFromHistory(entries, subject(), versions, at(now)), [95], 95).filter(
      ({ clock, percent }) => clock === 'first_response' && percent === 100,
    );

  it('changed at 11:00 to High 2 h is due at 12:00', () => {
    const entries = history(opened('10:00'), prioritised('11:00', 'high'));
    expect(clocksFromHistory(entries, subject(), versions, at('11:00')).clocks[0]?.dueAt).toEqual(
      at('12:00'),
    );
  });

  it('changed at 11:00 to Urgent 30 min breaches at 11:00, once', () => {
    const entries = history(opened('10:00'), prioritised('11:00', 'urgent'));
    for (const now of ['11:00', '13:00', '40:00'])
      expect(news(entries, now).map(({ at: breachedAt }) => breachedAt)).toEqual([at('11:00')]);
  });

  it('answered one second before it is due never alerts, even if the check runs late', () => {
    expect(news(history(opened('10:00'), said('12:59:59', 'replied')), '90:00')).toEqual([]);
  });

  it('owes its answer still after a note and a claim', () => {
    const entries = history(
      opened('10:00'),
      said('10:10', 'noted'),
      moved('10:20', 'claimed', 'new', 'in_progress'),
    );
    expect(clocksFromHistory(entries, subject(), versions, at('12:00')).clocks[0]?.state).toBe('running');
  });
});

function nextDay(date: string): string | null {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days: 1 }).toISODate();
}
