import type { ChainAction, ChainStep, Firing, Policy } from '../../sla/index.ts';
import { isUnclaimed, PRIORITIES, type Priority, type Ticket } from '../../tickets/index.ts';

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

/** Whether managers want to know now: unclaimed late in its reaction time, or in work late in its resolution time. */
export function alertsManagers(
  firing: Pick<Firing, 'clock' | 'percent'>,
  ticket: Pick<Ticket, 'status'>,
  percents: { unclaimedPercent: number; inWorkPercent: number },
): boolean {
  if (firing.clock === 'first_response') {
    return firing.percent === percents.unclaimedPercent && isUnclaimed(ticket.status);
  }
  return (
    firing.clock === 'resolution' &&
    firing.percent === percents.inWorkPercent &&
    ticket.status === 'in_progress'
  );
}

/** One step up; urgent stays. */
export function raised(priority: Priority): Priority {
  return PRIORITIES[Math.max(0, PRIORITIES.indexOf(priority) - 1)] ?? priority;
}
