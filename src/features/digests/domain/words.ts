import { DateTime } from 'luxon';
import type { DaySpan } from '../../kpis/index.ts';
import type { SpanKind } from './occurrence.ts';

/** The days of a span as a title: `Thursday 19 November 2026`, `16 – 22 November 2026`, `28 October – 3 November 2026`. */
export function spanInWords({ from, to }: DaySpan, locale: string): string {
  const [first, last] = [at(from, locale), at(to, locale)];
  if (from === to) return first.toFormat('cccc d LLLL yyyy');
  const lastDay = last.toFormat('d LLLL yyyy');
  if (first.year !== last.year) return `${first.toFormat('d LLLL yyyy')} – ${lastDay}`;
  if (first.month !== last.month) return `${first.toFormat('d LLLL')} – ${lastDay}`;
  return `${first.toFormat('d')} – ${lastDay}`;
}

/** What the figures are compared with: `vs last Thu`, `vs a week ago`, `vs week before`; null when nothing is. */
export function comparisonInWords(kind: SpanKind, { from, to }: DaySpan, locale: string): string | null {
  if (kind === 'today') return null;
  if (kind === 'chosen') return 'vs days before';
  if (kind === 'weekly') return 'vs week before';
  if (kind === 'monthly') return 'vs month before';
  return from === to ? `vs last ${at(from, locale).toFormat('ccc')}` : 'vs a week ago';
}

/** A day under an axis: `19 Nov`. */
export function dayLabel(day: string, locale: string): string {
  return at(day, locale).toFormat('d LLL');
}

/** The freshness stamp: `Fri 09:00`. */
export function stamp(moment: Date, timeZone: string, locale: string): string {
  return DateTime.fromJSDate(moment, { zone: timeZone }).setLocale(locale).toFormat('ccc HH:mm');
}

function at(day: string, locale: string): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale(locale);
}
