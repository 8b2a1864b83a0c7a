import type { HoursInterval, Weekday } from './hours.ts';
import { WEEKDAYS } from './hours.ts';
import { offsetPeriods } from './zone.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** Milliseconds since the epoch, start included, end not. */
export type Span = { start: number; end: number };

/** A date of a wall calendar, `yyyy-MM-dd`. */
export type WallDay = { date: string; weekday: Weekday };

/**
 * The moments from `from` to `to` whose wall clock in `zone` lies in the intervals that `hoursOf` names, as sorted
 * spans that do not touch. An interval belongs to the day it starts. A wall-clock time that DST skips is in no span,
 * one that it repeats is in both (docs/rules/sla.md).
 */
export function spansOf(
  zone: string,
  hoursOf: (day: WallDay) => readonly HoursInterval[],
  from: number,
  to: number,
): Span[] {
  if (to <= from) return [];
  const pieces: Span[] = [];
  const periods = offsetPeriods(zone, from - 2 * day, to + 2 * day);
  const firstOffset = periods[0]?.offset ?? 0;
  const lastOffset = periods.at(-1)?.offset ?? 0;
  // One day earlier for what runs over midnight, and one at each end for the change of offset between.
  const firstDay = Math.floor((from + firstOffset) / day) - 2;
  const lastDay = Math.floor((to + lastOffset) / day) + 1;
  for (let number = firstDay; number <= lastDay; number += 1) {
    for (const { start, end } of wallIntervals(number, hoursOf(wallDay(number)))) {
      for (const period of periods) {
        const piece = {
          start: Math.max(start - period.offset, period.start, from),
          end: Math.min(end - period.offset, period.end, to),
        };
        if (piece.start < piece.end) pieces.push(piece);
      }
    }
  }
  return merged(pieces);
}

function wallDay(number: number): WallDay {
  const date = new Date(number * day);
  // Day 0, 1 January 1970, was a Thursday; JavaScript counts weekdays from Sunday.
  const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'monday';
  return { date: date.toISOString().slice(0, 10), weekday };
}

function wallIntervals(number: number, hours: readonly HoursInterval[]): Span[] {
  return hours.map((interval) => {
    const start = minutesOf(interval.from);
    const end = minutesOf(interval.to);
    const length = end > start ? end - start : end + 1_440 - start;
    return { start: number * day + start * minute, end: number * day + (start + length) * minute };
  });
}

/** Minutes since midnight of `HH:mm`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function merged(pieces: Span[]): Span[] {
  const spans: Span[] = [];
  for (const piece of pieces.sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last && piece.start <= last.end) last.end = Math.max(last.end, piece.end);
    else spans.push({ ...piece });
  }
  return spans;
}
