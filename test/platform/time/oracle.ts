import { DateTime } from 'luxon';
import type { Calendar, HoursInterval, Weekday } from '../../../src/platform/time/hours.ts';
import { WEEKDAYS } from '../../../src/platform/time/hours.ts';

const minute = 60_000;

/** Whether `at` lies in the calendar's hours, read off the wall clock alone: today's intervals, or yesterday's night. */
export function isWorking(calendar: Calendar, at: number): boolean {
  const wall = DateTime.fromMillis(at, { zone: calendar.zone });
  const clock = wall.toFormat('HH:mm');
  // Noon exists every day; midnight does not.
  const yesterday = wall.set({ hour: 12 }).minus({ days: 1 });
  return (
    hoursOf(calendar, wall).some(({ from, to }) =>
      isNight({ from, to }) ? clock >= from : clock >= from && clock < to,
    ) || hoursOf(calendar, yesterday).some((interval) => isNight(interval) && clock < interval.to)
  );
}

/** Working minutes by looking at each minute; `from` and `to` must be whole minutes. */
export function slowWorkingMinutes(from: number, to: number, calendar: Calendar): number {
  let count = 0;
  for (let at = from; at < to; at += minute) if (isWorking(calendar, at)) count += 1;
  return count;
}

function hoursOf(calendar: Calendar, day: DateTime): readonly HoursInterval[] {
  if (calendar.holidays.some(({ date }) => date === day.toFormat('yyyy-MM-dd'))) return [];
  if (calendar.hours === '24x7') return [{ from: '00:00', to: '24:00' }];
  return calendar.hours[WEEKDAYS[day.weekday - 1] as Weekday] ?? [];
}

function isNight({ from, to }: HoursInterval): boolean {
  return to <= from;
}
