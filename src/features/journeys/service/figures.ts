import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { figuresOf, type JourneyDay, type JourneyFigures } from '../domain/figures.ts';
import { dayModel, type Intake, intakeModel } from '../model.ts';
import { journeyVersion } from './versions.ts';

const DAY = 86_400_000;
/** The days that figures look back on. */
const FIGURES_DAYS = 30;
const BATCH = 500;

/** How a journey does: in all, and by version, newest first. */
export type FiguresByVersion = {
  total: JourneyFigures;
  versions: { version: number; figures: JourneyFigures }[];
};

/** Figures of those who began in the last 30 days, by journey; read from the days that `countIntakes` added up. */
export async function journeyFigures(
  desk: Desk,
  workspace: string,
  keys: readonly string[],
): Promise<Map<string, FiguresByVersion>> {
  const since = dayOf(new Date(desk.clock.now().getTime() - FIGURES_DAYS * DAY));
  const days = await dayModel(desk.database)
    .find({ workspace, key: trusted({ $in: [...keys] }), day: trusted({ $gt: since }) })
    .sort({ key: 1, day: 1, version: 1 })
    .lean<JourneyDay[]>();
  const byKey = Map.groupBy(days, ({ key }) => key);
  return new Map(
    [...byKey].map(([key, all]) => {
      const versions = [...Map.groupBy(all, ({ version }) => version)]
        .toSorted(([one], [other]) => other - one)
        .map(([version, own]) => ({ version, figures: figuresOf(own) }));
      return [key, { total: figuresOf(all), versions }];
    }),
  );
}

/**
 * Adds up the days of intakes that changed, and of those that were left untouched for a day. Safe to repeat and to be cut
 * short: an intake is marked as counted last, unless it changed again.
 */
export async function countIntakes(desk: Desk, workspace: string): Promise<void> {
  const now = desk.clock.now();
  const Intakes = intakeModel(desk.database);
  for (;;) {
    const due = await Intakes.find(
      { workspace, countAt: trusted({ $lte: now }) },
      { key: 1, startedAt: 1, changedAt: 1, status: 1, rev: 1 },
    )
      .sort({ countAt: 1 })
      .limit(BATCH)
      .lean<Intake[]>();
    const days = new Map(
      due.map(({ key, startedAt }) => [`${key} ${dayOf(startedAt)}`, { key, day: dayOf(startedAt) }]),
    );
    for (const each of days.values()) await addUp(desk, workspace, each, now);
    for (const { _id, rev, status, changedAt } of due) {
      const idleAt = new Date(changedAt.getTime() + DAY);
      const countAt = status === 'open' && idleAt > now ? idleAt : null;
      await Intakes.updateOne({ workspace, _id, rev }, { $set: { countAt } });
    }
    if (due.length < BATCH) return;
  }
}

type Group = {
  _id: {
    version: number;
    outcome: 'finished' | 'given up' | 'on the way';
    at: string | null;
    minutes: number | null;
  };
  count: number;
};

async function addUp(
  desk: Desk,
  workspace: string,
  { key, day }: { key: string; day: string },
  now: Date,
): Promise<void> {
  const asOf = new Date();
  const from = new Date(`${day}T00:00:00Z`);
  const range = { $gte: from, $lt: new Date(from.getTime() + DAY) };
  const idle = { $lte: ['$changedAt', new Date(now.getTime() - DAY)] };
  const givenUp = { $or: [{ $eq: ['$status', 'left'] }, { $and: [{ $eq: ['$status', 'open'] }, idle] }] };
  const outcome = {
    $cond: [{ $eq: ['$status', 'finished'] }, 'finished', { $cond: [givenUp, 'given up', 'on the way'] }],
  };
  const minutes = {
    $cond: [
      { $eq: ['$status', 'finished'] },
      { $floor: { $divide: [{ $subtract: ['$finishedAt', '$startedAt'] }, 60_000] } },
      null,
    ],
  };
  const groups = await intakeModel(desk.database).aggregate<Group>([
    { $match: { workspace, key, startedAt: range, dryRun: null } },
    { $group: { _id: { version: '$version', outcome, at: '$at', minutes }, count: { $sum: 1 } } },
  ]);
  for (const [version, own] of Map.groupBy(groups, ({ _id }) => _id.version)) {
    const count = (wanted: Group['_id']['outcome']) => own.filter(({ _id }) => _id.outcome === wanted);
    const questions = await asksOf(desk, { workspace, key, version });
    const row: JourneyDay = {
      workspace,
      key,
      day,
      version,
      started: own.reduce((total, group) => total + group.count, 0),
      finished: count('finished').reduce((total, group) => total + group.count, 0),
      givenUp: count('given up').map((group) => {
        const question = group._id.at ?? '';
        return { question, ask: (questions.get(question) ?? question).slice(0, 100), count: group.count };
      }),
      minutes: count('finished').map((group) => ({ minutes: group._id.minutes ?? 0, count: group.count })),
      asOf,
    };
    await keep(desk, row);
  }
}

async function asksOf(
  desk: Desk,
  version: { workspace: string; key: string; version: number },
): Promise<Map<string, string>> {
  const { definition } = await journeyVersion(desk, version);
  return new Map(definition.questions.map(({ id, ask }) => [id, ask]));
}

/** Writes the row unless one that was added up later is there. */
async function keep(desk: Desk, { workspace, key, day, version, ...row }: JourneyDay): Promise<void> {
  try {
    await dayModel(desk.database).updateOne(
      { workspace, key, day, version, asOf: trusted({ $lte: row.asOf }) },
      { $set: row },
      { upsert: true },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
