import { nanoid } from 'nanoid';
import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey } from '../../platform/errors.ts';
import { turnModel } from './model.ts';

/** How long the others wait for a process that was killed. Real time. */
const leaseMilliseconds = 5_000;

/** How often a holder that is at work says so; asking in between costs nothing. Real time. */
const prolongMilliseconds = 1_000;

/** Whether nobody has assigned in the workspace for that long; a second less counts, because wake-ups come a little early. */
export async function isIdleFor(desk: Desk, workspace: string, seconds: number): Promise<boolean> {
  const turn = await turnModel(desk.database).findOne({ workspace }, { begunAt: 1 }).lean();
  return Date.now() - (turn?.begunAt?.getTime() ?? 0) >= (seconds - 1) * 1_000;
}

/**
 * Runs `work` while no other process assigns in the workspace. Where another one does, it is told to look again before
 * it stops, and nothing is run here: what called for assignment is never lost. `work` calls `stillMine` between its
 * steps and ends when that is false. The guards of each write hold without this; it keeps the turns in order.
 */
export async function runAlone(
  desk: Desk,
  workspace: string,
  work: (stillMine: () => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const holder = nanoid();
  if (!(await begin(desk, workspace, holder))) return;
  try {
    let prolongedAt = Date.now();
    const stillMine = async (): Promise<boolean> => {
      if (Date.now() - prolongedAt < prolongMilliseconds) return true;
      prolongedAt = Date.now();
      return prolong(desk, workspace, holder);
    };
    do {
      await work(stillMine);
    } while (!(await end(desk, workspace, holder)));
  } catch (error) {
    await turnModel(desk.database).updateOne({ workspace, holder }, { $set: { until: new Date(0) } });
    throw error;
  }
}

async function begin(desk: Desk, workspace: string, holder: string): Promise<boolean> {
  const Turn = turnModel(desk.database);
  for (;;) {
    const now = new Date();
    try {
      await Turn.updateOne(
        { workspace, until: trusted({ $lt: now }) },
        { $set: { holder, until: new Date(now.getTime() + leaseMilliseconds), again: false, begunAt: now } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const { matchedCount } = await Turn.updateOne(
      { workspace, until: trusted({ $gte: now }) },
      { $set: { again: true } },
    );
    if (matchedCount === 1) return false;
  }
}

async function prolong(desk: Desk, workspace: string, holder: string): Promise<boolean> {
  const { matchedCount } = await turnModel(desk.database).updateOne(
    { workspace, holder },
    { $set: { until: new Date(Date.now() + leaseMilliseconds) } },
  );
  return matchedCount === 1;
}

/** True when the work is over: nobody asked for another look, or another process has taken over. */
async function end(desk: Desk, workspace: string, holder: string): Promise<boolean> {
  const Turn = turnModel(desk.database);
  const { matchedCount } = await Turn.updateOne(
    { workspace, holder, again: false },
    { $set: { until: new Date(0) } },
  );
  if (matchedCount === 1) return true;
  const asked = await Turn.updateOne(
    { workspace, holder },
    { $set: { again: false, until: new Date(Date.now() + leaseMilliseconds) } },
  );
  return asked.matchedCount === 0;
}
