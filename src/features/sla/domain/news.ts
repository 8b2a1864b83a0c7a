import type { Clock, ClockReport } from './types.ts';

/** A share of a clock's target has passed; `pending` when somebody shall be told. */
export type News = Pick<Clock, 'clock' | 'cycle'> & {
  percent: number;
  at: Date;
  state: 'pending' | 'skipped';
};

/**
 * What has passed, and whether anyone shall still be told: a breach always, once; a warning only while its clock runs
 * and no later one has overtaken it (docs/rules/sla.md). `alertPercents` are told beside the steps of the policy's
 * chain.
 */
export function newsOf({ clocks, policy }: ClockReport, alertPercents: readonly number[]): News[] {
  const told = new Set([100, ...(policy?.chain ?? []).map((step) => step.at), ...alertPercents]);
  return clocks.flatMap(({ clock, cycle, state, passed }) => {
    const runs = state === 'running' || state === 'paused';
    const latest = passed.findLast(({ percent }) => told.has(percent))?.percent;
    return passed.map(({ percent, at }): News => {
      const isTold = percent === 100 || (runs && percent === latest);
      return { clock, cycle, percent, at, state: isTold ? 'pending' : 'skipped' };
    });
  });
}
