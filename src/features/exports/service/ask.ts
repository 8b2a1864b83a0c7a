import { nanoid } from 'nanoid';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { type ExportRequest, permissionFor, scopeOf } from '../domain/request.ts';
import { type ExportFields, exportModel } from '../model.ts';
import { showProgress } from './progress.ts';

/**
 * Writes an export down; the sweep makes the file. The same submission asks once.
 * @throws NotAllowed for what the person may not see, UserError for days in the wrong order.
 */
export async function askForExport(desk: Desk, request: ExportRequest & { key: string }): Promise<string> {
  const { workspace, from, to } = request;
  if (from > to) throw new UserError('The last day is before the first. Swap them.', { field: 'to' });
  const allowed = await allowedRequest(desk, request);
  const id = nanoid();
  try {
    await exportModel(desk.database).create({
      ...allowed,
      _id: id,
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

/** The request, narrowed to what the asker may see now. @throws NotAllowed for what they may not */
export async function allowedRequest<Request extends ExportRequest>(
  desk: Desk,
  request: Request,
): Promise<Request> {
  const { workspace, by, dataset, agent, teamLeader } = request;
  const person = await getPerson(desk, { workspace, userId: by });
  const scope = scopeOf(person, dataset);
  if (scope === 'all') return request;
  if (scope === 'nothing') assertCan(person, permissionFor(dataset));
  if ((agent !== null && agent !== by) || teamLeader !== null)
    throw new NotAllowed('You can export your own data. A lead can export the team’s.', {
      field: teamLeader === null ? 'agent' : 'teamLeader',
    });
  return { ...request, agent: by };
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
    if (stopped.modifiedCount === 0) continue;
    const cancelled = await findExport(desk, workspace, exportId);
    if (cancelled?.told) await showProgress(desk, workspace, exportId);
    return true;
  }
  return false;
}

/** An export by its id. */
export function findExport(desk: Desk, workspace: string, exportId: string): Promise<ExportFields | null> {
  return exportModel(desk.database).findOne({ workspace, _id: exportId }).lean<ExportFields>();
}
