import { nanoid } from 'nanoid';
import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey } from '../../platform/errors.ts';
import { findTickets, isOpen, redrawCard, type Ticket } from '../tickets/index.ts';
import { newsOf } from './domain/news.ts';
import { nextMoment } from './domain/watch.ts';
import { type Firing, firingModel, timerModel } from './model.ts';
import { followSources, publishedVersions } from './policies.ts';
import { loadRules, reportsOf } from './report.ts';

/** Timers looked at in one go. */
const BATCH = 200;

/**
 * Looks at every ticket one of whose clocks has passed a share of its target, found by the index on the next due
 * moment, so that it costs what is due and not what is open (docs/rules/sla.md).
 */
export async function checkDue(desk: Desk, workspace: string): Promise<void> {
  await followSources(desk, workspace);
  const Timer = timerModel(desk.database);
  const version = (await publishedVersions(desk, workspace)).at(-1)?.version ?? 0;
  for (;;) {
    const due = await Timer.find({ workspace, nextAt: trusted({ $lte: desk.clock.now() }) }, { ticketId: 1 })
      .sort({ nextAt: 1 })
      .limit(BATCH)
      .lean();
    const stale =
      due.length < BATCH
        ? await Timer.find({ workspace, version: trusted({ $lt: version }) }, { ticketId: 1 })
            .limit(BATCH)
            .lean()
        : [];
    const ticketIds = [...new Set([...due, ...stale].map((timer) => timer.ticketId))];
    if (ticketIds.length === 0) return;
    await checkTickets(desk, workspace, ticketIds);
    if (ticketIds.length < BATCH) return;
  }
}

/**
 * Works out the clocks of some tickets, notes each share that has passed (once), has the cards redrawn whose dots
 * changed, and sets the timers. Safe to repeat; the timer comes last, so that a kill before it only means a second look.
 */
export async function checkTickets(
  desk: Desk,
  workspace: string,
  ticketIds: readonly string[],
): Promise<void> {
  const rules = await loadRules(desk, workspace, await publishedVersions(desk, workspace));
  const version = rules.versions.at(-1)?.version ?? 0;
  const tickets = await findTickets(desk, { workspace, ticketIds });
  const now = desk.clock.now();
  const reports = await reportsOf(desk, workspace, tickets, now, rules);
  const firings: Firing[] = [];
  const timers = [];
  for (const ticket of tickets) {
    const report = reports.get(ticket._id);
    if (!report) continue;
    for (const news of newsOf(report, rules.alertPercents, rules.estimatePercent)) {
      firings.push({ ...news, _id: nanoid(), ticketId: ticket._id, foundAt: now, raise: null });
    }
    timers.push(timerWrite(workspace, ticket, version, nextMoment(report.clocks)));
  }
  const fresh = await noteFirings(desk, workspace, firings);
  for (const ticketId of new Set(fresh.map((firing) => firing.ticketId))) {
    await redrawCard(desk, { workspace, ticketId });
    desk.events.emit('sla.fired', { workspace, ticketId });
  }
  const gone = ticketIds.filter((id) => !tickets.some((ticket) => ticket._id === id));
  if (gone.length > 0) timers.push({ deleteMany: { filter: { workspace, ticketId: { $in: gone } } } });
  await writeTimers(desk, timers);
}

type TimerWrite = Parameters<ReturnType<typeof timerModel>['collection']['bulkWrite']>[0][number];

function timerWrite(workspace: string, ticket: Ticket, version: number, nextAt: Date | null): TimerWrite {
  const known = { workspace, ticketId: ticket._id, rev: { $lte: ticket.rev }, version: { $lte: version } };
  if (!isOpen(ticket.status) && nextAt === null) return { deleteOne: { filter: known } };
  return {
    updateOne: { filter: known, update: { $set: { rev: ticket.rev, version, nextAt } }, upsert: true },
  };
}

/** A timer that another process has worked out from a later state stays as it is: its upsert finds the key taken. */
async function writeTimers(desk: Desk, writes: TimerWrite[]): Promise<void> {
  if (writes.length === 0) return;
  try {
    await timerModel(desk.database).collection.bulkWrite(writes, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Stores what is new among the firings and returns it. */
async function noteFirings(desk: Desk, workspace: string, firings: Firing[]): Promise<Firing[]> {
  if (firings.length === 0) return [];
  const Firing = firingModel(desk.database);
  const known = await Firing.find(
    { workspace, ticketId: trusted({ $in: [...new Set(firings.map((firing) => firing.ticketId))] }) },
    { ticketId: 1, clock: 1, cycle: 1, percent: 1 },
  ).lean<Firing[]>();
  const keys = new Set(known.map(keyOf));
  const fresh = firings.filter((firing) => !keys.has(keyOf(firing)));
  if (fresh.length === 0) return [];
  try {
    await Firing.insertMany(
      fresh.map((firing) => ({ ...firing, workspace })),
      { ordered: false },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return fresh;
}

function keyOf({
  ticketId,
  clock,
  cycle,
  percent,
}: Pick<Firing, 'ticketId' | 'clock' | 'cycle' | 'percent'>): string {
  return `${ticketId} ${clock} ${cycle} ${percent}`;
}
