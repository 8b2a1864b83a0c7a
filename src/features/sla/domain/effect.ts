import type { Clock, ClockReport } from './types.ts';

/** What other policies would do to tickets: how many change their due time, breach at once, lose all their clocks. */
export type Effect = { changed: number; breaching: number; without: number };

/** The effect on one ticket, from its clocks now under the policies in force and under the new ones. */
export function effectOf(before: ClockReport, after: ClockReport): Effect {
  const running = (report: ClockReport) => report.clocks.filter((clock) => clock.endedAt === null);
  const was = new Map(running(before).map((clock) => [nameOf(clock), clock]));
  const is = running(after);
  const changed = is.some((clock) => !isSame(clock, was.get(nameOf(clock)))) || is.length < was.size;
  const breaching = is.some((clock) => clock.breachedAt !== null && !was.get(nameOf(clock))?.breachedAt);
  return {
    changed: changed ? 1 : 0,
    breaching: breaching ? 1 : 0,
    without: was.size > 0 && is.length === 0 ? 1 : 0,
  };
}

export function sumOf(one: Effect, other: Effect): Effect {
  return {
    changed: one.changed + other.changed,
    breaching: one.breaching + other.breaching,
    without: one.without + other.without,
  };
}

function nameOf({ clock, cycle }: Clock): string {
  return `${clock} ${cycle}`;
}

/** A paused clock has no due time; its target tells then. */
function isSame(clock: Clock, earlier: Clock | undefined): boolean {
  if (!earlier) return false;
  if (clock.state === 'paused') return clock.targetMinutes === earlier.targetMinutes;
  return clock.dueAt?.getTime() === earlier.dueAt?.getTime();
}
