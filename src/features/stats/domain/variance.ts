import { addDays, type ColumnKey, columns, type Fact } from '../../kpis/index.ts';

/** A logged figure that differs noticeably from what the desk saw. */
export interface Variance {
  column: ColumnKey;
  logged: number;
  observed: number;
}

const leastShare = 0.2;
const leastDifference = 2;

/** Days, the one looked at included, of which at least one must show that the desk observes a column at all. */
export const daysWatched = 14;

/**
 * The figures of `fact` that were logged more than 20 % and at least 2 away from the observed ones, only for columns
 * that the desk observed above 0 in the 14 days until then (docs/rules/stats.md). `recent` are the agent's rows of
 * those days.
 */
export function variances(fact: Fact, recent: readonly Fact[]): Variance[] {
  const since = addDays(fact.day, -daysWatched + 1);
  const watched = [...recent, fact].filter((each) => since <= each.day && each.day <= fact.day);
  return columns.flatMap(({ key }) => {
    const { logged, observed } = fact.cells[key] ?? {};
    if (logged === undefined || observed === undefined) return [];
    if (!watched.some((each) => (each.cells[key]?.observed ?? 0) > 0)) return [];
    const difference = Math.abs(logged - observed);
    if (difference < leastDifference || difference <= leastShare * observed) return [];
    return [{ column: key, logged, observed }];
  });
}
