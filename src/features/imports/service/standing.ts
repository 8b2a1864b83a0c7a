import type { Desk } from '../../../platform/desk.ts';
import { type FactFields, factsOf } from '../../kpis/index.ts';

/** Branches of one `$or`; a planner takes its time over each. */
const mostBranches = 100;
/** How many rows may be read for one that is asked for, before they are named one by one. */
const mostSpare = 4;

type Key = { day: string; agent: string };

/** Reads what stands in the rows named, and gives the row of a day and agent, or null. */
export async function findStanding(
  desk: Desk,
  workspace: string,
  keys: readonly Key[],
): Promise<(day: string, agent: string) => FactFields | null> {
  const found = new Map<string, Map<string, FactFields>>();
  for (const filter of filtersFor(workspace, keys)) {
    for (const fact of await factsOf(desk, filter)) {
      const ofDay = found.get(fact.day) ?? new Map<string, FactFields>();
      found.set(fact.day, ofDay.set(fact.agent, fact));
    }
  }
  return (day, agent) => found.get(day)?.get(agent) ?? null;
}

/**
 * Files mostly come by day or by agent, and then ranges of an index hold little else than what is asked for. A shuffled
 * file would read a whole table for each batch; its rows are named by day, or by agent, whichever are fewer.
 */
function filtersFor(workspace: string, keys: readonly Key[]): Record<string, unknown>[] {
  const days = Map.groupBy(keys, ({ day }) => day);
  const agents = Map.groupBy(keys, ({ agent }) => agent);
  const byDay = days.size <= agents.size;
  if (days.size * agents.size <= mostSpare * keys.length) {
    const sorted = [...days.keys()].sort();
    return byDay
      ? [{ workspace, day: { $in: sorted } }]
      : [
          {
            workspace,
            agent: { $in: [...agents.keys()] },
            day: { $gte: sorted[0], $lte: sorted.at(-1) },
          },
        ];
  }
  const branches = byDay
    ? [...days].map(([day, some]) => ({ day, agent: { $in: some.map(({ agent }) => agent) } }))
    : [...agents].map(([agent, some]) => ({ agent, day: { $in: some.map(({ day }) => day) } }));
  return Array.from({ length: Math.ceil(branches.length / mostBranches) }, (_, index) => ({
    workspace,
    $or: branches.slice(index * mostBranches, (index + 1) * mostBranches),
  }));
}
