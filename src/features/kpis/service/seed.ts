import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { findPeople, type Person } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { addDays, daysOf } from '../domain/days.ts';
import { madeUpDay, madeUpTotals } from '../domain/made-up.ts';
import { workingDay } from '../domain/working-day.ts';
import { dayTotalsModel, factModel } from '../model.ts';

/**
 * Fills the `days` days before today with made-up figures for everyone who works tickets, so that a desk for trying out
 * shows something. The same workspace gets the same figures; days that have some already keep them.
 */
export async function seedFigures(desk: Desk, workspace: string, days: number): Promise<void> {
  const { timeZone } = await getSettings(desk, workspace);
  const today = workingDay({ timeZone, shifts: null, overrides: [] }, desk.clock.now(), 0);
  const span = daysOf({ from: addDays(today, -days), to: addDays(today, -1) });
  const agents = await findPeople(desk, { workspace, role: 'agent' });
  const facts = agents.flatMap((agent) => span.flatMap((day) => factOf(agent, day) ?? []));
  await insertMissing(factModel(desk.database), facts);
  const totals = span.map((day) => ({ workspace, day, ...madeUpTotals(day), rev: 1 }));
  await insertMissing(dayTotalsModel(desk.database), totals);
}

function factOf(agent: Person, day: string) {
  const made = madeUpDay(agent.userId, day);
  if (!made) return null;
  return {
    workspace: agent.workspace,
    day,
    agent: agent.userId,
    agentName: agent.name,
    teamLeader: agent.teamLeader,
    supervisor: agent.supervisor,
    cells: made.cells,
    performance: made.performance,
    log: { by: agent.userId, at: new Date(`${day}T17:00:00Z`) },
    earlier: [],
    unlocked: false,
    rev: 1,
  };
}

async function insertMissing(
  model: { insertMany(documents: object[], options: { ordered: false }): Promise<unknown> },
  documents: object[],
): Promise<void> {
  try {
    await model.insertMany(documents, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
