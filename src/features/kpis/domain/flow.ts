import type { DayTotals, Performance } from './fold.ts';

/** What came in, was resolved and was late on a day: of the desk, or of some of its agents. */
export interface DayFlow extends Omit<DayTotals, 'created'> {
  day: string;
  /** Tickets created; of some agents, those assigned to them. */
  opened: number;
}

/** The team's days as a flow. */
export function flowOfTeam(totals: readonly (DayTotals & { day: string })[]): DayFlow[] {
  return totals.map(({ created, ...day }) => ({ ...day, opened: created }));
}

/** The flow of the agents whose rows are given; days on which the desk saw nothing of them are missing. */
export function flowOfAgents(rows: readonly { day: string; performance: Performance | null }[]): DayFlow[] {
  const byDay = new Map<string, DayFlow>();
  for (const { day, performance } of rows) {
    if (!performance) continue;
    const sum = byDay.get(day) ?? { ...nothing, day };
    sum.opened += performance.assigned;
    sum.resolved += performance.handled;
    sum.breached += performance.escalated;
    for (const clock of clocks) sum[clock] += performance[clock];
    byDay.set(day, sum);
  }
  return [...byDay.values()];
}

const clocks = [
  'firstResponseMet',
  'firstResponseBreached',
  'resolutionMet',
  'resolutionBreached',
] as const satisfies (keyof DayTotals)[];

const nothing = {
  opened: 0,
  resolved: 0,
  breached: 0,
  firstResponseMet: 0,
  firstResponseBreached: 0,
  resolutionMet: 0,
  resolutionBreached: 0,
};
