import { nanoid } from 'nanoid';
import type { Desk } from '../../../platform/desk.ts';
import { FieldErrors, isDuplicateKey, NotAllowed } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { datasets, type ExportRequest, faultsOf, isAboutTickets } from '../domain/request.ts';
import { type AllowedExport, permissionFor, scopeOf } from '../domain/rights.ts';
import { exportModel } from '../model.ts';
import { findExport } from './find.ts';
import { showProgress } from './progress.ts';

/**
 * Writes an export down; the sweep makes the file. The same submission asks once.
 * @throws NotAllowed for what the person may not see, FieldErrors for what does not fit together.
 */
export async function askForExport(desk: Desk, request: ExportRequest & { key: string }): Promise<string> {
  const { workspace } = request;
  const faults = faultsOf(request);
  if (Object.keys(faults).length > 0) throw new FieldErrors(faults);
  const allowed = await allowedExport(desk, request);
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

/** The request with how much of it the asker may see now. @throws NotAllowed for what they may not */
export async function allowedExport<Request extends ExportRequest>(
  desk: Desk,
  request: Request,
): Promise<Request & AllowedExport> {
  const { workspace, by, dataset, agent, teamLeader } = request;
  const person = await getPerson(desk, { workspace, userId: by });
  const scope = scopeOf(person, dataset);
  if (scope === 'all') return { ...request, ownOf: null };
  if (scope === 'nothing') assertCan(person, permissionFor(dataset));
  if ((agent !== null && agent !== by) || teamLeader !== null)
    throw new NotAllowed(
      `${datasets[dataset]}: you can export your own only. A lead can export the team’s.`,
      {
        field: teamLeader === null ? 'agent' : 'teamLeader',
      },
    );
  return { ...request, ownOf: by, agent: isAboutTickets(dataset) ? agent : by };
}

/** @throws NotAllowed when the asker may see less by now than when they asked */
export async function checkRights(desk: Desk, asked: AllowedExport): Promise<void> {
  const { ownOf } = await allowedExport(desk, asked);
  if (asked.ownOf === null && ownOf !== null)
    throw new NotAllowed('You may see less than when you asked. `/desk export` gives you what is your own.');
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
