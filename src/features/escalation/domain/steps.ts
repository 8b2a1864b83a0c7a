import type { ChainAction, ChainStep, Clock, Firing, Policy } from '../../sla/index.ts';
import { isUnclaimed, PRIORITIES, type Priority, type Ticket } from '../../tickets/index.ts';
import { clockOf } from './reasons.ts';

/** The steps of the policy's chain for this share, as one. */
export function stepFor(policy: Pick<Policy, 'chain'> | null, percent: number): ChainStep | null {
  const steps = (policy?.chain ?? []).filter((step) => step.at === percent);
  const [first] = steps;
  if (!first) return null;
  const repeating = steps.find((step) => step.repeatEveryMinutes !== undefined);
  return {
    at: percent,
    do: [...new Set<ChainAction>(steps.flatMap((step) => step.do))],
    offShiftToo: steps.some((step) => step.offShiftToo),
    ...(repeating ? { repeatEveryMinutes: repeating.repeatEveryMinutes, times: repeating.times ?? 1 } : {}),
  };
}

/**
 * Whether managers want to know now: unclaimed late in its reaction time, or in work late in its resolution time, for
 * which an estimate that is earlier counts instead (docs/rules/escalation.md).
 */
export function alertsManagers(
  firing: Pick<Firing, 'clock' | 'cycle' | 'percent'>,
  { status }: Pick<Ticket, 'status'>,
  given: { unclaimedPercent: number; inWorkPercent: number; clocks: readonly Clock[] },
): boolean {
  const { clock, percent } = firing;
  if (clock === 'first_response') return percent === given.unclaimedPercent && isUnclaimed(status);
  if (status !== 'in_progress' || percent !== given.inWorkPercent) return false;
  const estimate = clockOf(firing, given.clocks)?.estimate ?? null;
  if (clock === 'estimate') return estimate?.counts === true && estimate.seq === firing.cycle;
  return clock === 'resolution' && estimate?.counts !== true;
}

/** One step up; urgent stays. */
export function raised(priority: Priority): Priority {
  return PRIORITIES[Math.max(0, PRIORITIES.indexOf(priority) - 1)] ?? priority;
}
