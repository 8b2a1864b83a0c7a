import type { Clock, FiringClock } from '../../sla/index.ts';

/** The clock that a reason stands for; an estimate is about the last run of the resolution. */
export function clockOf(
  { clock, cycle }: { clock: FiringClock; cycle: number },
  clocks: readonly Clock[],
): Clock | undefined {
  if (clock === 'estimate') return clocks.findLast((each) => each.clock === 'resolution');
  return clocks.find((each) => each.clock === clock && each.cycle === cycle);
}
