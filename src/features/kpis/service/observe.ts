import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { findPeople } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { type ClockReport, reportsOf } from '../../sla/index.ts';
import { findTickets, type HistoryEntry, historiesOf, type Ticket } from '../../tickets/index.ts';
import { type DayOf, type Mark, marksOf } from '../domain/marks.ts';
import { workingDay } from '../domain/working-day.ts';
import { type Observation, observationModel } from '../model.ts';

/** The name of the sweep that adds up what was observed. */
export const observeSweep = 'kpis.observe';

/** The key of the day that a mark belongs to. */
function keyOf({ agent, day }: Pick<Mark, 'agent' | 'day'>): string {
  return `${agent ?? '*'} ${day}`;
}

/**
 * Works out what some tickets contribute to figures and notes which days have to be added up again. Safe to repeat; a
 * kill before the adding up leaves the days noted.
 */
export async function observeTickets(
  desk: Desk,
  workspace: string,
  ticketIds: readonly string[],
): Promise<void> {
  const tickets = await findTickets(desk, { workspace, ticketIds });
  const now = desk.clock.now();
  const histories = await historiesOf(desk, workspace, tickets);
  const reports = await reportsOf(desk, workspace, tickets, now);
  const dayOf = await daysOfPeople(desk, workspace, [...histories.values()].flat());
  for (const ticket of tickets) {
    const report = reports.get(ticket._id);
    const history = histories.get(ticket._id) ?? [];
    const observed = {
      ticket,
      history,
      clocks: report?.clocks ?? [],
      resolutionMinutes: report?.totalResolutionMinutes ?? null,
    };
    await store(desk, workspace, ticket, marksOf(observed, dayOf), {
      lookAt: nextBreach(report, now),
      lateSince: lateSince(report),
    });
  }
}

async function store(
  desk: Desk,
  workspace: string,
  ticket: Ticket,
  marks: Mark[],
  when: Pick<Observation, 'lookAt' | 'lateSince'>,
): Promise<void> {
  const Observation = observationModel(desk.database);
  const keyed = marks.map((mark) => ({ ...mark, key: keyOf(mark) }));
  const keys = [...new Set(keyed.map(({ key }) => key))];
  const known = await Observation.findOne({ workspace, ticketId: ticket._id }, { marks: 1 }).lean();
  const before = [...new Set((known?.marks ?? []).map(({ key }) => key))];
  const upsert = () =>
    Observation.updateOne(
      { workspace, ticketId: ticket._id },
      {
        $set: { marks: keyed, ...when },
        $addToSet: { dirty: { $each: [...new Set([...keys, ...before])] } },
        $inc: { rev: 1 },
      },
      { upsert: true },
    );
  await upsert().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return upsert();
  });
}

/** When the next clock of the ticket is missed if nothing happens. */
function nextBreach(report: ClockReport | undefined, now: Date): Date | null {
  const due = (report?.clocks ?? []).flatMap(({ state, dueAt, breachedAt }) =>
    state === 'running' && dueAt && !breachedAt && dueAt > now ? [dueAt.getTime()] : [],
  );
  return due.length > 0 ? new Date(Math.min(...due)) : null;
}

/** Since when a clock that still runs has been missed. */
function lateSince(report: ClockReport | undefined): Date | null {
  const missed = (report?.clocks ?? []).flatMap(({ state, breachedAt }) =>
    breachedAt && (state === 'running' || state === 'paused') ? [breachedAt.getTime()] : [],
  );
  return missed.length > 0 ? new Date(Math.min(...missed)) : null;
}

async function daysOfPeople(desk: Desk, workspace: string, history: readonly HistoryEntry[]): Promise<DayOf> {
  const userIds = [...new Set(history.flatMap(({ by, assignee }) => [by, assignee?.to ?? by]))];
  const people = await findPeople(desk, { workspace, userIds });
  const byId = new Map(people.map((person) => [person.userId, person]));
  const { timeZone } = await getSettings(desk, workspace);
  const team = { timeZone, shifts: null, overrides: [] };
  return (agent, moment) => workingDay((agent && byId.get(agent)) || team, moment, 0);
}

/** The tickets that have missed a target since they were last looked at. */
export async function overdueTickets(desk: Desk, workspace: string, limit: number): Promise<string[]> {
  const overdue = await observationModel(desk.database)
    .find({ workspace, lookAt: trusted({ $lte: desk.clock.now() }) }, { ticketId: 1 })
    .sort({ lookAt: 1 })
    .limit(limit)
    .lean();
  return overdue.map(({ ticketId }) => ticketId);
}

/** Open tickets that owe what they promised, the longest late first, and how many there are. */
export async function lateTickets(
  desk: Desk,
  { workspace, limit }: { workspace: string; limit: number },
): Promise<{ late: { ticketId: string; since: Date }[]; inTotal: number }> {
  const filter = { workspace, lateSince: trusted({ $gt: new Date(0) }) };
  const found = await observationModel(desk.database)
    .find(filter, { ticketId: 1, lateSince: 1 })
    .sort({ lateSince: 1 })
    .limit(limit)
    .lean();
  return {
    late: found.flatMap(({ ticketId, lateSince: since }) => (since ? [{ ticketId, since }] : [])),
    inTotal:
      found.length < limit ? found.length : await observationModel(desk.database).countDocuments(filter),
  };
}

/** The tickets that miss a target next, soonest first, until the moment given. */
export async function nextBreaches(
  desk: Desk,
  { workspace, until, limit }: { workspace: string; until: Date; limit: number },
): Promise<{ ticketId: string; dueAt: Date }[]> {
  const due = await observationModel(desk.database)
    .find({ workspace, lookAt: trusted({ $gt: new Date(0), $lte: until }) }, { ticketId: 1, lookAt: 1 })
    .sort({ lookAt: 1 })
    .limit(limit)
    .lean();
  return due.flatMap(({ ticketId, lookAt }) => (lookAt ? [{ ticketId, dueAt: lookAt }] : []));
}
