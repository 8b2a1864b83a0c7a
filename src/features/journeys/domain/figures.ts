/** How one version of a journey did with those who began it on one day (UTC). */
export type JourneyDay = {
  workspace: string;
  key: string;
  /** `2026-11-20` */
  day: string;
  version: number;
  started: number;
  finished: number;
  /** Where people gave up. */
  givenUp: GivenUp[];
  /** How many needed how many minutes from the first question to the ticket. */
  minutes: { minutes: number; count: number }[];
  /** Real time of the adding up; a later one wins. */
  asOf: Date;
};

/** A question, in its own words, and how many got no further. */
type GivenUp = { question: string; ask: string; count: number };

/** How a journey does (dry runs left out). */
export type JourneyFigures = {
  started: number;
  finished: number;
  /** Most first. */
  givenUp: GivenUp[];
  /** From the first question to the ticket; null when nobody finished. */
  medianMinutes: number | null;
};

/** The sum of days and versions. */
export function figuresOf(
  days: readonly Pick<JourneyDay, 'started' | 'finished' | 'givenUp' | 'minutes'>[],
): JourneyFigures {
  const sum = (pick: (day: (typeof days)[number]) => number): number =>
    days.reduce((total, day) => total + pick(day), 0);
  const byQuestion = Map.groupBy(
    days.flatMap(({ givenUp }) => givenUp),
    ({ question }) => question,
  );
  const givenUp = [...byQuestion].map(([question, all]) => ({
    question,
    ask: all.at(-1)?.ask ?? question,
    count: all.reduce((total, { count }) => total + count, 0),
  }));
  return {
    started: sum(({ started }) => started),
    finished: sum(({ finished }) => finished),
    givenUp: givenUp.toSorted(
      (one, other) => other.count - one.count || one.question.localeCompare(other.question),
    ),
    medianMinutes: medianOf(days.flatMap(({ minutes }) => minutes)),
  };
}

/** The middle of values that are counted rather than listed; of an even number the mean of both in the middle. */
function medianOf(counted: readonly { minutes: number; count: number }[]): number | null {
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const sorted = counted.toSorted((one, other) => one.minutes - other.minutes);
  const at = (position: number): number => {
    let left = position;
    for (const { minutes, count } of sorted) {
      if (left < count) return minutes;
      left -= count;
    }
    return 0;
  };
  return (at(Math.ceil(total / 2) - 1) + at(Math.floor(total / 2))) / 2;
}
