import type { Calendar } from './hours.ts';
import { type Span, spansOf } from './spans.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** Nothing that a desk promises lies further ahead; a calendar without hours would be searched for ever. */
const horizonDays = 3_660;

/** The working time of `calendar` from `from` to `to`, sorted, without touching spans. */
function workingSpans(calendar: Calendar, from: Date, to: Date): Span[] {
  const { hours } = calendar;
  const holidays = new Set(calendar.holidays.map((holiday) => holiday.date));
  if (hours === '24x7') {
    if (holidays.size === 0) return to > from ? [{ start: from.getTime(), end: to.getTime() }] : [];
    return spansOf(
      calendar.zone,
      ({ date }) => (holidays.has(date) ? [] : [{ from: '00:00', to: '24:00' }]),
      from.getTime(),
      to.getTime(),
    );
  }
  return spansOf(
    calendar.zone,
    ({ date, weekday }) => (holidays.has(date) ? [] : (hours[weekday] ?? [])),
    from.getTime(),
    to.getTime(),
  );
}

/** Working minutes from `from` to `to` in `calendar`, with fractions; negative when `to` is earlier. */
export function workingMinutes(from: Date, to: Date, calendar: Calendar): number {
  if (to < from) return -workingMinutes(to, from, calendar);
  return workingSpans(calendar, from, to).reduce((sum, span) => sum + (span.end - span.start), 0) / minute;
}

/**
 * The first moment at which `minutes` (≥ 0) working minutes have passed since `from`; null when that is more than ten
 * years ahead, as in a calendar without hours.
 */
export function addWorkingMinutes(from: Date, minutes: number, calendar: Calendar): Date | null {
  if (minutes < 0) throw new RangeError(`minutes must not be negative: ${minutes}`);
  let left = Math.round(minutes * minute);
  if (left === 0) return from;
  if (calendar.hours === '24x7' && calendar.holidays.length === 0) return new Date(from.getTime() + left);
  const end = from.getTime() + horizonDays * day;
  let step = Math.max(7 * day, left);
  for (let at = from.getTime(); at < end; at += step, step = Math.min(step * 2, 366 * day)) {
    for (const span of workingSpans(calendar, new Date(at), new Date(at + step))) {
      if (span.end - span.start >= left) return new Date(span.start + left);
      left -= span.end - span.start;
    }
  }
  return null;
}
