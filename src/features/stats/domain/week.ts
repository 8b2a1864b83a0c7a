import { DateTime } from 'luxon';
import { addDays, type DaySpan } from '../../kpis/index.ts';

/** On which day a week begins. */
export type WeekStart = 'monday' | 'sunday' | 'saturday';

/** Luxon's number of the weekday: Monday is 1. */
const numberOf: Record<WeekStart, number> = { monday: 1, saturday: 6, sunday: 7 };

/** The seven days of the week in which `day` lies. */
export function weekOf(day: string, weekStart: WeekStart): DaySpan {
  const { weekday } = DateTime.fromISO(day, { zone: 'utc' });
  const from = addDays(day, -((weekday - numberOf[weekStart] + 7) % 7));
  return { from, to: addDays(from, 6) };
}
