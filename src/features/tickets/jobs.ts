import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { getSettings } from '../settings/index.ts';
import { bundle } from './domain/changes.ts';
import { DESK, type Ticket } from './domain/types.ts';
import { ticketModel } from './model.ts';
import { changeTicket } from './service/change.ts';
import { staleSweep } from './service/edits.ts';
import { absorb } from './service/join.ts';
import { relaySweep } from './service/relay.ts';
import { linkSweep } from './service/talk.ts';
import { moveTicket } from './service/work.ts';

const DAY = 86_400_000;
const BATCH = 200;

/** What happens to tickets without anybody's doing, and the nets under what a kill cut in two. */
export function registerJobs(desk: Desk): void {
  desk.jobs.sweep('tickets.relay', { everySeconds: 5 }, async (workspace) => {
    await linkSweep(desk, workspace);
    await relaySweep(desk, workspace);
    await staleSweep(desk, workspace);
  });
  desk.jobs.sweep('tickets.bundles', { everySeconds: 10 }, (workspace) => tellBundles(desk, workspace));
  desk.jobs.sweep('tickets.silence', { everySeconds: 60 }, async (workspace) => {
    await remindSilent(desk, workspace);
    await resolveSilent(desk, workspace);
    await closeSilent(desk, workspace);
  });
  desk.jobs.sweep('tickets.merges', { everySeconds: 60 }, (workspace) => finishMerges(desk, workspace));
}

/** Tells assignees of what requesters wrote in the minutes after a mention, together (docs/rules/tickets.md). */
async function tellBundles(desk: Desk, workspace: string): Promise<void> {
  const now = desk.clock.now();
  const due = await ticketModel(desk.database)
    .find({ workspace, mentionDueAt: trusted({ $lte: now }), unmentioned: trusted({ $gt: 0 }) }, { _id: 1 })
    .limit(BATCH)
    .lean<{ _id: string }[]>();
  for (const { _id: ticketId } of due)
    await quietly(() => changeTicket(desk, { workspace, ticketId }, (ticket) => bundle(ticket, now)));
}

/** Reminds a requester who owes an answer, once (docs/rules/tickets.md: after 2 days). */
export async function remindSilent(desk: Desk, workspace: string): Promise<void> {
  const { tickets } = await getSettings(desk, workspace);
  const now = desk.clock.now();
  const before = daysAgo(desk, tickets.remindAfterDays);
  for (const { _id: ticketId } of await waitingSince(desk, workspace, before, { remindedAt: null }))
    await quietly(() =>
      changeTicket(desk, { workspace, ticketId }, (current) =>
        isSilentSince(current, before) && !current.remindedAt
          ? { set: { remindedAt: now }, entry: { kind: 'reminded', at: now, by: DESK } }
          : null,
      ),
    );
}

/** Resolves what no answer came to (docs/rules/tickets.md: after 5 days); not what was answered since it was read. */
async function resolveSilent(desk: Desk, workspace: string): Promise<void> {
  const { tickets } = await getSettings(desk, workspace);
  const before = daysAgo(desk, tickets.resolveAfterDays);
  for (const { _id } of await waitingSince(desk, workspace, before))
    await quietly(() =>
      moveTicket(desk, {
        workspace,
        ticketId: _id,
        by: DESK,
        move: 'resolve',
        why: 'no answer from the requester',
        still: (current) => isSilentSince(current, before),
      }),
    );
}

/** Closes what nothing happened to after it was resolved (docs/rules/tickets.md: for 3 days), also since it was read. */
async function closeSilent(desk: Desk, workspace: string): Promise<void> {
  const { tickets } = await getSettings(desk, workspace);
  const before = daysAgo(desk, tickets.closeAfterDays);
  const due = await ticketModel(desk.database)
    .find({
      workspace,
      status: 'resolved',
      resolvedAt: trusted({ $lte: before }),
      changedAt: trusted({ $lte: before }),
    })
    .limit(BATCH)
    .lean<Ticket[]>();
  const still = ({ status, resolvedAt, changedAt }: Ticket) =>
    status === 'resolved' && isBy(resolvedAt, before) && isBy(changedAt, before);
  for (const { _id } of due)
    await quietly(() => moveTicket(desk, { workspace, ticketId: _id, by: DESK, move: 'close', still }));
}

const daysAgo = (desk: Desk, days: number): Date => new Date(desk.clock.now().getTime() - days * DAY);

const isBy = (at: Date | null, before: Date): boolean => at !== null && at <= before;

const isSilentSince = ({ status, waitingSince }: Ticket, before: Date): boolean =>
  status === 'waiting_on_customer' && isBy(waitingSince, before);

function waitingSince(
  desk: Desk,
  workspace: string,
  before: Date,
  those: { remindedAt?: null } = {},
): Promise<Pick<Ticket, '_id'>[]> {
  return ticketModel(desk.database)
    .find(
      { workspace, status: 'waiting_on_customer', waitingSince: trusted({ $lte: before }), ...those },
      { _id: 1 },
    )
    .limit(BATCH)
    .lean<Pick<Ticket, '_id'>[]>();
}

/** The latest merges, whose messages or whose other half may still be missing. */
async function finishMerges(desk: Desk, workspace: string): Promise<void> {
  const since = new Date(desk.clock.now().getTime() - DAY);
  const merged = await ticketModel(desk.database)
    .find({
      workspace,
      status: 'closed',
      mergedInto: trusted({ $ne: null }),
      changedAt: trusted({ $gte: since }),
    })
    .sort({ changedAt: -1 })
    .limit(BATCH)
    .lean<Ticket[]>();
  for (const ticket of merged) await quietly(() => absorb(desk, ticket, DESK));
}

/** Somebody was faster; there is nothing left to do. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
