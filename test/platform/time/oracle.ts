import { IANAZone } from 'luxon';
import type { Calendar, HoursInterval, Weekday } from '../../../src/platform/time/hours.ts';
import { WEEKDAYS } from '../../../src/platform/time/hours.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** Whether `at` lies in the calendar's hours, read off the wall clock alone: today's intervals, or yesterday's night. */
export function isWorking(calendar: Calendar, at: number): boolean {
  const wall = at + IANAZone.create(calendar.zone).offset(at) * minute;
  const clock = new Date(wall).toISOString().slice(11, 16);
  return (
    hoursOf(calendar, wall).some(({ from, to }) =>
      isNight({ from, to }) ? clock >= from : clock >= from && clock < to,
    ) || hoursOf(calendar, wall - day).some((interval) => isNight(interval) && clock < interval.to)
  );
}

/** Working minutes by looking at each minute; `from` and `to` must be whole minutes. */
export function slowWorkingMinutes(from: number, to: number, calendar: Calendar): number {
  let count = 0;
  for (let at = from; at < to; at += minute) if (isWorking(calendar, at)) count += 1;
  return count;
}

/** The intervals of the day on which the wall shows `wall`, in milliseconds as if it were UTC. */
function hoursOf(calendar: Calendar, wall: number): readonly HoursInterval[] {
  const date = new Date(wall);
  if (calendar.holidays.some((holiday) => holiday.date === date.toISOString().slice(0, 10))) return [];
  if (calendar.hours === '24x7') return [{ from: '00:00', to: '24:00' }];
  return calendar.hours[WEEKDAYS[(date.getUTCDay() + 6) % 7] as Weekday] ?? [];
}

function isNight({ from, to }: HoursInterval): boolean {
  return to <= from;
}
