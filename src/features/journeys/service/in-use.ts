import type { Desk } from '../../../platform/desk.ts';
import { figuresOf, type JourneyFigures } from '../domain/figures.ts';
import { journeyFigures } from './figures.ts';
import { journeyHeads } from './versions.ts';

/** The active journeys and how they did in the last 30 days, those that were begun most first. */
export async function journeysInUse(
  desk: Desk,
  workspace: string,
): Promise<{ title: string; figures: JourneyFigures }[]> {
  const active = (await journeyHeads(desk, workspace)).filter((head) => head.active !== null);
  const figures = await journeyFigures(
    desk,
    workspace,
    active.map(({ key }) => key),
  );
  return active
    .map(({ key, title }) => ({ title, figures: figures.get(key)?.total ?? figuresOf([]) }))
    .toSorted((one, other) => other.figures.started - one.figures.started);
}
