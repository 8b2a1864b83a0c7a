import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { getPerson } from '../../people/index.ts';
import { dayTotals, observedFigures, performanceOf } from '../domain/fold.ts';
import type { Mark } from '../domain/marks.ts';
import { dayTotalsModel, type Observation, observationModel } from '../model.ts';
import { getFact } from './find.ts';
import { observeTickets, overdueTickets } from './observe.ts';
import { writeObserved } from './write.ts';

const batch = 500;
const attempts = 5;

/** Looks again at tickets that breached meanwhile, then adds up every day that has changed. */
export async function addUpObserved(desk: Desk, workspace: string): Promise<void> {
  for (;;) {
    const overdue = await overdueTickets(desk, workspace, batch);
    await observeTickets(desk, workspace, overdue);
    if (overdue.length < batch) break;
  }
  for (;;) {
    const dirty = await observationModel(desk.database)
      .find({ workspace, dirty: trusted({ $gt: '' }) }, { ticketId: 1, dirty: 1, rev: 1 })
      .limit(batch)
      .lean<Observation[]>();
    for (const key of new Set(dirty.flatMap((observation) => observation.dirty)))
      await addUpDay(desk, workspace, key);
    await clean(desk, workspace, dirty);
    if (dirty.length < batch) return;
  }
}

/** Adds up one day from its marks alone, so that the result never depends on what stood there before. */
async function addUpDay(desk: Desk, workspace: string, key: string): Promise<void> {
  const [agent = '*', day = ''] = key.split(' ');
  if (agent === '*') return addUpTeamDay(desk, workspace, key, day);
  const person = await getPerson(desk, { workspace, userId: agent });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const fact = await getFact(desk, { workspace, day, agent });
    const marks = await marksOfDay(desk, workspace, key);
    const target = {
      workspace,
      day,
      agent,
      agentName: person.name,
      teamLeader: person.teamLeader,
      supervisor: person.supervisor,
      rev: fact?.rev ?? null,
    };
    const observed = { figures: observedFigures(marks), performance: performanceOf(marks) };
    if (await writeObserved(desk, target, observed)) return;
  }
  throw new Error(`the figures of ${key} change faster than they can be added up`);
}

async function addUpTeamDay(desk: Desk, workspace: string, key: string, day: string): Promise<void> {
  const Totals = dayTotalsModel(desk.database);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await Totals.findOne({ workspace, day }, { rev: 1 }).lean();
    const totals = dayTotals(await marksOfDay(desk, workspace, key));
    if (before) {
      const { rev } = before;
      const update = { $set: totals, $inc: { rev: 1 } };
      if ((await Totals.updateOne({ workspace, day, rev }, update)).modifiedCount === 1) return;
      continue;
    }
    try {
      await Totals.create({ workspace, day, ...totals, rev: 1 });
      return;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  throw new Error(`the figures of ${key} change faster than they can be added up`);
}

async function marksOfDay(desk: Desk, workspace: string, key: string): Promise<Mark[]> {
  const observations = await observationModel(desk.database)
    .find({ workspace, 'marks.key': key }, { marks: 1 })
    .lean<Observation[]>();
  return observations.flatMap(({ marks }) => marks.filter((mark) => mark.key === key));
}

/** A ticket that changed while its days were added up stays dirty. */
async function clean(desk: Desk, workspace: string, observations: readonly Observation[]): Promise<void> {
  if (observations.length === 0) return;
  await observationModel(desk.database).bulkWrite(
    observations.map(({ ticketId, rev }) => ({
      updateOne: { filter: { workspace, ticketId, rev }, update: { $set: { dirty: [] } } },
    })) as never,
    { ordered: false },
  );
}
