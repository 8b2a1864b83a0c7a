import { addDays } from '../../kpis/index.ts';

/**
 * Whether an agent's day can no longer be logged: `lockAfterDays` days lie between it and `today`, and no lead has
 * opened it again (docs/rules/stats.md).
 */
export function isLocked(
  { day, unlocked }: { day: string; unlocked: boolean },
  { today, lockAfterDays }: { today: string; lockAfterDays: number },
): boolean {
  return !unlocked && addDays(day, lockAfterDays) < today;
}
