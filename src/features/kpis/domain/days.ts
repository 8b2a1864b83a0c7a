import { DateTime } from 'luxon';

/** A span of whole days, both ends included, as `2026-11-20`. */
export interface DaySpan {
  from: string;
  to: string;
}

/** Every day from `from` to `to`, both included; none when `to` is earlier. */
export function daysOf(span: DaySpan): string[] {
  const days: string[] = [];
  for (let day = at(span.from); iso(day) <= span.to; day = day.plus({ days: 1 })) days.push(iso(day));
  return days;
}

/** The day `count` days after `day`, or before it when negative. */
export function addDays(day: string, count: number): string {
  return iso(at(day).plus({ days: count }));
}

/** How many days a span has. */
export function lengthOf(span: DaySpan): number {
  return Math.round(at(span.to).diff(at(span.from), 'days').days) + 1;
}

/** The span of the same length that ends the day before `span` begins. */
export function spanBefore(span: DaySpan): DaySpan {
  return { from: addDays(span.from, -lengthOf(span)), to: addDays(span.from, -1) };
}

/** Days are reckoned in UTC, where each has 24 hours. */
function at(day: string): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

function iso(day: DateTime): string {
  return day.toFormat('yyyy-MM-dd');
}
