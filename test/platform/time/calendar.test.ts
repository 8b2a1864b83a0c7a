import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWorkingMinutes, workingMinutes } from '../../../src/platform/time/calendar.ts';
import type { Calendar, HoursInterval, WeeklyHours } from '../../../src/platform/time/hours.ts';

const weekdays = (intervals: HoursInterval[]): WeeklyHours => ({
  monday: intervals,
  tuesday: intervals,
  wednesday: intervals,
  thursday: intervals,
  friday: intervals,
});

const calendar = (changes: Partial<Calendar>): Calendar => ({
  key: 'test',
  name: 'Test',
  zone: 'Europe/Berlin',
  hours: weekdays([{ from: '09:00', to: '17:00' }]),
  holidays: [],
  ...changes,
});

const everyDay = (interval: HoursInterval): WeeklyHours => ({
  ...weekdays([interval]),
  saturday: [interval],
  sunday: [interval],
});

/** `2026-11-20 16:30` in the zone; `+N h` after it where the wall clock alone is ambiguous. */
const at = (text: string, zone = 'Europe/Berlin'): Date =>
  DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toJSDate();

describe.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('working time on a server in %s', (serverZone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = serverZone;
  });
  afterAll(() => {
    process.env.TZ = before;
  });

  it('carries what Friday leaves over to Monday morning', () => {
    expect(addWorkingMinutes(at('2026-11-20 16:30'), 60, calendar({}))).toEqual(at('2026-11-23 09:30'));
  });

  it('passes over a holiday', () => {
    const holidays = [{ date: '2026-11-23', name: 'A holiday' }];
    expect(addWorkingMinutes(at('2026-11-20 16:30'), 60, calendar({ holidays }))).toEqual(
      at('2026-11-24 09:30'),
    );
  });

  it('skips the break of a split day', () => {
    const split = calendar({
      hours: weekdays([
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '18:00' },
      ]),
    });
    expect(addWorkingMinutes(at('2026-11-20 11:30'), 90, split)).toEqual(at('2026-11-20 14:00'));
  });

  it('ends at the end of an interval rather than at the start of the next', () => {
    expect(addWorkingMinutes(at('2026-11-20 16:00'), 60, calendar({}))).toEqual(at('2026-11-20 17:00'));
  });

  it('counts the start of an interval and not its end', () => {
    expect(workingMinutes(at('2026-11-20 16:59'), at('2026-11-20 17:01'), calendar({}))).toBe(1);
    expect(workingMinutes(at('2026-11-20 08:59'), at('2026-11-20 09:01'), calendar({}))).toBe(1);
  });

  it('is negative backwards', () => {
    expect(workingMinutes(at('2026-11-20 11:00'), at('2026-11-20 10:00'), calendar({}))).toBe(-60);
  });

  it('says null where nobody ever works', () => {
    expect(addWorkingMinutes(at('2026-11-20 11:00'), 1, calendar({ hours: {} }))).toBeNull();
  });

  it.each([
    { zone: 'Europe/Berlin', spring: '2026-03-28', autumn: '2026-10-24' },
    { zone: 'America/New_York', spring: '2026-03-07', autumn: '2026-10-31' },
  ])('counts a night shift of $zone as 7 hours in spring and 9 in autumn', ({ zone, spring, autumn }) => {
    const night = calendar({ zone, hours: { saturday: [{ from: '22:00', to: '06:00' }] } });
    const hoursOfNight = (saturday: string) =>
      workingMinutes(
        at(`${saturday} 12:00`, zone),
        DateTime.fromJSDate(at(`${saturday} 12:00`, zone))
          .plus({ hours: 30 })
          .toJSDate(),
        night,
      ) / 60;
    expect(hoursOfNight(spring)).toBe(7);
    expect(hoursOfNight(autumn)).toBe(9);
    expect(hoursOfNight('2026-06-06')).toBe(8);
  });

  it('closes the night that starts on a holiday, and not the one before', () => {
    const nights = calendar({
      hours: everyDay({ from: '22:00', to: '06:00' }),
      holidays: [{ date: '2026-11-20', name: 'A holiday' }],
    });
    expect(workingMinutes(at('2026-11-20 00:00'), at('2026-11-21 12:00'), nights)).toBe(360);
  });

  it('counts an hour that DST skips not at all, and one that it repeats twice', () => {
    const early = calendar({ hours: everyDay({ from: '02:00', to: '03:00' }) });
    expect(workingMinutes(at('2026-03-29 00:00'), at('2026-03-29 12:00'), early)).toBe(0);
    expect(workingMinutes(at('2026-10-25 00:00'), at('2026-10-25 12:00'), early)).toBe(120);
    const crossing = calendar({ hours: everyDay({ from: '01:30', to: '02:30' }) });
    expect(workingMinutes(at('2026-03-29 00:00'), at('2026-03-29 12:00'), crossing)).toBe(30);
    expect(workingMinutes(at('2026-10-25 00:00'), at('2026-10-25 12:00'), crossing)).toBe(90);
  });

  it('is plain elapsed time around the clock, over DST too', () => {
    const always = calendar({ hours: '24x7' });
    expect(workingMinutes(at('2026-03-29 00:00'), at('2026-03-30 00:00'), always)).toBe(23 * 60);
    expect(workingMinutes(at('2026-10-25 00:00'), at('2026-10-26 00:00'), always)).toBe(25 * 60);
    expect(addWorkingMinutes(at('2026-10-25 00:00'), 25 * 60, always)).toEqual(at('2026-10-26 00:00'));
  });

  it('knows zones whose clock changes at midnight', () => {
    const day = calendar({ zone: 'America/Sao_Paulo', hours: everyDay({ from: '00:00', to: '24:00' }) });
    const around = (date: string, hours: number) => {
      const start = at(`${date} 12:00`, 'America/Sao_Paulo');
      return workingMinutes(start, new Date(start.getTime() + hours * 3_600_000), day) / 60;
    };
    expect(around('2018-11-03', 23)).toBe(23);
    expect(around('2018-02-17', 25)).toBe(25);
  });
});
