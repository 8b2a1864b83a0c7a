import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Intake, intakeModel } from '../model.ts';

/** How a journey does (dry runs left out). */
export type JourneyFigures = {
  started: number;
  finished: number;
  /** Left or untouched for a day, by the question shown then, most first. */
  givenUpAt: { question: string; count: number }[];
  /** From the first question to the ticket; null when nobody finished. */
  medianMinutes: number | null;
};

const DAY = 86_400_000;

/** Figures of the intakes that began in the last `days` days. */
export async function journeyFigures(
  desk: Desk,
  { workspace, key, days = 30 }: { workspace: string; key: string; days?: number },
): Promise<JourneyFigures> {
  const now = desk.clock.now().getTime();
  const intakes = await intakeModel(desk.database)
    .find(
      { workspace, key, startedAt: trusted({ $gte: new Date(now - days * DAY) }), dryRun: null },
      { status: 1, at: 1, startedAt: 1, finishedAt: 1, changedAt: 1 },
    )
    .lean<Intake[]>();
  const minutes = intakes
    .flatMap(({ finishedAt, startedAt }) =>
      finishedAt ? [(finishedAt.getTime() - startedAt.getTime()) / 60_000] : [],
    )
    .toSorted((one, other) => one - other);
  const givenUp = intakes.filter(
    ({ status, changedAt }) => status === 'left' || (status === 'open' && now - changedAt.getTime() > DAY),
  );
  const counts = Object.entries(Object.groupBy(givenUp, ({ at }) => at ?? 'end')).map(([question, left]) => ({
    question,
    count: left?.length ?? 0,
  }));
  return {
    started: intakes.length,
    finished: minutes.length,
    givenUpAt: counts.toSorted((one, other) => other.count - one.count),
    medianMinutes: median(minutes),
  };
}

function median(sorted: number[]): number | null {
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
