import { setImmediate } from 'node:timers/promises';
import { deserialize } from 'bson';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { DaySpan } from '../domain/days.ts';
import { countingValue } from '../domain/fact.ts';
import { type DayTotals, performanceOf } from '../domain/fold.ts';
import { dayTotalsModel, type FactFields, factModel } from '../model.ts';

/** Which rows a report is about; everything given must hold. */
export interface FactFilter extends DaySpan {
  workspace: string;
  agent?: string;
  teamLeader?: string;
  supervisor?: string;
}

/** What a row that older rules have written lacks; it is worked out again soon (docs/rules/kpis.md). */
const nothingSeen = performanceOf([]);

/** The rows of a span of days, by day and agent; one whose last value was deleted is none. */
export async function findFacts(desk: Desk, { from, to, ...equal }: FactFilter): Promise<FactFields[]> {
  const rows = await factModel(desk.database)
    .find({ ...equal, day: trusted({ $gte: from, $lte: to }) }, { _id: 0, earlier: 0 })
    .sort({ day: 1, agent: 1 })
    .lean<FactFields[]>();
  return rows
    .filter(({ cells }) => Object.values(cells).some((cell) => countingValue(cell) !== null))
    .map((row) => (row.performance ? { ...row, performance: { ...nothingSeen, ...row.performance } } : row));
}

/** One agent's day, or null. */
export async function getFact(
  desk: Desk,
  { workspace, day, agent }: { workspace: string; day: string; agent: string },
): Promise<FactFields | null> {
  return factModel(desk.database).findOne({ workspace, day, agent }, { _id: 0 }).lean<FactFields>();
}

/** What the team did on each day of a span; days on which nothing happened are missing. */
export async function findDayTotals(
  desk: Desk,
  { workspace, from, to }: DaySpan & { workspace: string },
): Promise<(DayTotals & { day: string })[]> {
  return dayTotalsModel(desk.database)
    .find({ workspace, day: trusted({ $gte: from, $lte: to }) }, { _id: 0 })
    .sort({ day: 1 })
    .lean<(DayTotals & { day: string })[]>();
}

/** Rows that are fetched at once. */
const batchSize = 250;
/** Rows made objects at once: few, so that little is alive whenever young objects are collected and the heap stays small. */
const decodedAtOnce = 100;

/** What counts of a row, without how it came to be. */
export type FactLine = Pick<
  FactFields,
  'day' | 'agent' | 'agentName' | 'teamLeader' | 'supervisor' | 'cells' | 'log'
>;
const ofLine = {
  _id: 0,
  day: 1,
  agent: 1,
  agentName: 1,
  teamLeader: 1,
  supervisor: 1,
  cells: 1,
  log: 1,
} satisfies Record<keyof FactLine | '_id', 0 | 1>;

/** The rows of a span of days, by day and agent, batch by batch, for what is too long to hold. */
export async function* eachFactBatch(
  desk: Desk,
  { from, to, ...equal }: FactFilter,
): AsyncGenerator<FactLine[]> {
  const cursor = factModel(desk.database)
    .collection.find({ ...equal, day: { $gte: from, $lte: to } }, { raw: true })
    .project<Uint8Array>(ofLine)
    .sort({ day: 1, agent: 1 })
    .batchSize(batchSize);
  try {
    let hasNext = cursor.hasNext();
    while (await hasNext) {
      const encoded = cursor.readBufferedDocuments();
      // The next batch comes while this one is worked on; when nobody asks for it any more, its fault is nobody's.
      hasNext = cursor.hasNext();
      hasNext.catch(() => {});
      // The driver sends in a turn of its own, which work on rows in memory would not let come.
      await setImmediate();
      for (let start = 0; start < encoded.length; start += decodedAtOnce)
        yield encoded.slice(start, start + decodedAtOnce).map((line) => deserialize(line) as FactLine);
    }
  } finally {
    await cursor.close();
  }
}
