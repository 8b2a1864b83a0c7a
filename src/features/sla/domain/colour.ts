import type { Clock } from './types.ts';

export type Colour = 'green' | 'yellow' | 'red';

/**
 * By share of the target that is left: green above 50 %, yellow from 20 to 50 %, red below or breached
 * (docs/rules/sla.md).
 */
export function colourOf(clock: Pick<Clock, 'targetMinutes' | 'elapsedMinutes' | 'breachedAt'>): Colour {
  if (clock.breachedAt || clock.targetMinutes === null) return clock.breachedAt ? 'red' : 'green';
  const usedPercent = (clock.elapsedMinutes * 100) / clock.targetMinutes;
  if (usedPercent < 50) return 'green';
  return usedPercent <= 80 ? 'yellow' : 'red';
}
