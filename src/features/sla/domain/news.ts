import type { Clock, ClockReport, FiringClock } from './types.ts';

/** A share of a clock's target, or of an estimate, has passed; `pending` when somebody shall be told. */
export type News = {
  clock: FiringClock;
  /** The clock's cycle; of an estimate, its `seq`. */
  cycle: number;
  percent: number;
  at: Date;
  state: 'pending' | 'skipped';
};

/**
 * What has passed, and whether anyone shall still be told: a breach always, once; a warning only while its clock runs
 * and no later one has overtaken it (docs/rules/sla.md). `alertPercents` are told beside the steps of the policy's
 * chain, `estimatePercent` of an assignee's estimate.
 */
export function newsOf(
  { clocks, policy }: ClockReport,
  alertPercents: readonly number[],
  estimatePercent: number,
): News[] {
  const told = new Set([100, ...(policy?.chain ?? []).map((step) => step.at), ...alertPercents]);
  return clocks.flatMap(({ clock, cycle, state, passed, estimate }) => {
    const runs = state === 'running' || state === 'paused';
    const latest = passed.findLast(({ percent }) => told.has(percent))?.percent;
    const shares = passed.map(({ percent, at }): News => {
      const isTold = percent === 100 || (runs && percent === latest);
      return { clock, cycle, percent, at, state: isTold ? 'pending' : 'skipped' };
    });
    return [...shares, ...estimateNews(estimate, runs, estimatePercent)];
  });
}

/** Overtaken, when by now the clock has ended or its own target comes first. */
function estimateNews(estimate: Clock['estimate'], runs: boolean, percent: number): News[] {
  if (!estimate?.passedAt) return [];
  const { seq, passedAt: at, counts } = estimate;
  return [{ clock: 'estimate', cycle: seq, percent, at, state: runs && counts ? 'pending' : 'skipped' }];
}
