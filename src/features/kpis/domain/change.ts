import type { Unit } from './columns.ts';

/** How a figure moved against the period before. Percentages move in points, everything else in per cent of before. */
export interface Change {
  amount: number;
  in: 'percent' | 'points';
}

/** The change from `before` to `now`; null when either is no data, or when before was 0 and a share of it means nothing. */
export function changeOf(now: number | null, before: number | null, unit: Unit): Change | null {
  if (now === null || before === null) return null;
  if (unit === 'percent') return { amount: now - before, in: 'points' };
  if (before === 0) return null;
  return { amount: (100 * (now - before)) / before, in: 'percent' };
}
