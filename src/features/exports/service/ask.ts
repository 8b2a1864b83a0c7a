import { nanoid } from 'nanoid';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, can, getPerson } from '../../people/index.ts';
import type { ExportRequest } from '../domain/request.ts';
import { type ExportFields, exportModel } from '../model.ts';

/**
 * Writes an export down; the sweep makes the file. The same submission asks once.
 * @throws NotAllowed for what the person may not see, UserError for days in the wrong order.
 */
export async function askForExport(desk: Desk, request: ExportRequest & { key: string }): Promise<string> {
  const { workspace, by, from, to } = request;
  const person = await getPerson(desk, { workspace, userId: by });
  assertCan(person, 'export.own');
  if (from > to) throw new UserError('The last day is before the first. Swap them.', { field: 'to' });
  const ownOnly = !can(person, 'export.team');
  if (ownOnly && request.agent !== null && request.agent !== by)
    throw new NotAllowed('You can export your own data. A lead can export the team’s.', { field: 'agent' });
  const id = nanoid();
  try {
    await exportModel(desk.database).create({
      ...request,
      _id: id,
      agent: ownOnly ? by : request.agent,
      state: 'waiting',
      leaseUntil: new Date(0),
      createdAt: desk.clock.now(),
    });
    return id;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const known = await exportModel(desk.database)
      .findOne({ workspace, key: request.key }, { _id: 1 })
      .lean();
    return known?._id ?? id;
  }
}

/** Stops an export that is not delivered yet; only for who asked. */
export async function cancelExport(
  desk: Desk,
  { workspace, exportId, by }: { workspace: string; exportId: string; by: string },
): Promise<boolean> {
  const Exports = exportModel(desk.database);
  for (const state of ['waiting', 'running'] as const) {
    const stopped = await Exports.updateOne(
      { workspace, _id: exportId, by, state },
      { $set: { state: 'cancelled' } },
    );
    if (stopped.modifiedCount === 1) return true;
  }
  return false;
}

/** An export by its id. */
export function findExport(desk: Desk, workspace: string, exportId: string): Promise<ExportFields | null> {
  return exportModel(desk.database).findOne({ workspace, _id: exportId }).lean<ExportFields>();
}
