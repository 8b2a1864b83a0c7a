import type { Desk } from '../../platform/desk.ts';
import { type Firing, firingModel } from './model.ts';

/** What has passed and nobody was told of, the oldest first. */
export async function pendingFirings(desk: Desk, workspace: string, limit: number): Promise<Firing[]> {
  return firingModel(desk.database)
    .find({ workspace, state: 'pending' })
    .sort({ foundAt: 1 })
    .limit(limit)
    .lean<Firing[]>();
}

/** All that has passed on a ticket, in order. */
export async function firingsOf(desk: Desk, workspace: string, ticketId: string): Promise<Firing[]> {
  return firingModel(desk.database).find({ workspace, ticketId }).sort({ at: 1 }).lean<Firing[]>();
}

/** Remembers what the priority was before this firing raises it; the first answer stands. */
export async function planRaise(
  desk: Desk,
  workspace: string,
  firing: Firing,
  raise: { from: string; to: string },
): Promise<{ from: string; to: string }> {
  const Firing = firingModel(desk.database);
  await Firing.updateOne({ workspace, _id: firing._id, raise: null }, { $set: { raise } });
  const stored = await Firing.findOne({ workspace, _id: firing._id }, { raise: 1 }).lean();
  return stored?.raise ?? raise;
}

/** Everyone who had to be told was told, or written down to be. */
export async function firingDone(desk: Desk, workspace: string, firing: Firing): Promise<void> {
  await firingModel(desk.database).updateOne({ workspace, _id: firing._id }, { $set: { state: 'done' } });
}
