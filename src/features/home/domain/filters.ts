import { addDays, type DaySpan, lengthOf } from '../../kpis/index.ts';

/** What a lead's Home is narrowed to; what is missing narrows nothing. */
export interface HomeFilters {
  agent?: string;
  teamLeader?: string;
  supervisor?: string;
  from?: string;
  to?: string;
}

const usualDays = 7;
/** Longer ranges are cut, so that Home stays quick with 500 agents. */
export const mostDays = 92;

/** The days that the filters mean on `today`: the last seven when none are chosen, never reversed, never in the future. */
export function spanOfFilters({ from, to }: HomeFilters, today: string): DaySpan {
  const last = to && to < today ? to : today;
  const first = from && from <= last ? from : addDays(last, 1 - usualDays);
  const earliest = addDays(last, 1 - mostDays);
  return { from: [first, earliest].toSorted()[1] ?? first, to: last };
}

/** True when the days asked for are more than Home shows. */
export function isCut({ from, to }: HomeFilters, today: string): boolean {
  const last = to && to < today ? to : today;
  return from !== undefined && from <= last && lengthOf({ from, to: last }) > mostDays;
}
