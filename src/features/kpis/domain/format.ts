import type { Change } from './change.ts';
import type { Unit } from './columns.ts';

/** Said wherever there is nothing to say a number about. */
export const noData = 'no data';

/** A figure in words for `locale`: grouped numbers, percentages with one decimal, spans as `2 h 5 min`. */
export function formatFigure(value: number | null, unit: Unit, locale: string): string {
  if (value === null) return noData;
  if (unit === 'percent') return `${decimals(value, 1, locale)} %`;
  if (unit === 'seconds') return formatSpan(value);
  if (unit === 'minutes') return `${decimals(value, value < 100 ? 1 : 0, locale, 0)} min`;
  return decimals(value, 1, locale, 0);
}

/** A span of seconds as people say it: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSpan(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return join(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** The amount of a change without its sign: `6 %` or `1.5 points`. */
export function formatChange(change: Change, locale: string): string {
  const amount = Math.abs(change.amount);
  return change.in === 'points'
    ? `${decimals(amount, 1, locale)} points`
    : `${decimals(amount, 0, locale)} %`;
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function decimals(value: number, most: number, locale: string, least = most): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: most, minimumFractionDigits: least }).format(
    value,
  );
}
