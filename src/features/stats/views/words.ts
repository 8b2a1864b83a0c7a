import { DateTime } from 'luxon';
import { columns, type Figures, formatFigure } from '../../kpis/index.ts';
import type { Variance } from '../domain/variance.ts';

/** `Friday 20 November 2026`. */
export function longDay(day: string, locale: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale(locale).toFormat('cccc d LLLL yyyy');
}

/** `Fri 20 Nov`. */
export function shortDay(day: string, locale: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale(locale).toFormat('ccc d LLL');
}

/** `12 tickets solved · 30 chats · CSAT 95.0 %`, with every figure that is there. */
export function figuresInWords(figures: Figures, locale: string): string {
  const parts = columns.flatMap(({ key, label, unit }) => {
    const value = figures[key];
    return value === undefined ? [] : [`${label} ${formatFigure(value, unit, locale)}`];
  });
  return parts.join(' · ') || 'nothing';
}

/** What a lead reads where a logged figure is far from what the desk saw. */
export function varianceInWords(variance: Variance, locale: string): string {
  const column = columns.find((each) => each.key === variance.column);
  const unit = column?.unit ?? 'count';
  const logged = formatFigure(variance.logged, unit, locale);
  return `⚠️ ${column?.label}: logged ${logged}, the desk saw ${formatFigure(variance.observed, unit, locale)}`;
}
