import type { Clock, PolicyVersion } from './types.ts';

/** The shares of a target whose passing matters to somebody: steps of chains, and the alerts of the settings. */
export function percentsToWatch(
  versions: readonly PolicyVersion[],
  alertPercents: readonly number[],
): number[] {
  const steps = versions.flatMap(({ policies }) =>
    policies.flatMap(({ chain }) => chain.map((step) => step.at)),
  );
  return [...new Set([...steps, ...alertPercents])];
}

/** The next moment at which a clock passes a share of its target, or null while nothing runs. */
export function nextMoment(clocks: readonly Clock[]): Date | null {
  const moments = clocks.flatMap(({ next, estimate }) =>
    [next?.at, estimate?.alertAt].flatMap((at) => (at ? [at.getTime()] : [])),
  );
  return moments.length > 0 ? new Date(Math.min(...moments)) : null;
}
