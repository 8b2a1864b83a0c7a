import type { Desk } from '../../platform/desk.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { getSettings } from '../settings/index.ts';
import { type ClockView, historiesOf, type Ticket } from '../tickets/index.ts';
import { clocksFromHistory } from './domain/clocks.ts';
import { colourOf } from './domain/colour.ts';
import type { Clock, ClockReport } from './domain/types.ts';
import { percentsToWatch } from './domain/watch.ts';
import type { StoredVersion } from './model.ts';
import { policyVersions } from './policies.ts';

/** What clocks are read by: the policies through time, and the shares whose passing somebody wants to know. */
export type Rules = {
  versions: readonly StoredVersion[];
  alertPercents: number[];
  percents: number[];
  estimatePercent: number;
};

/** The rules of a workspace by these versions of its policies. */
export async function loadRules(
  desk: Desk,
  workspace: string,
  versions: readonly StoredVersion[],
): Promise<Rules> {
  const { escalation } = await getSettings(desk, workspace);
  const alertPercents = [escalation.unclaimedPercent, escalation.inWorkPercent];
  const percents = percentsToWatch(versions, alertPercents);
  return { versions, alertPercents, percents, estimatePercent: escalation.inWorkPercent };
}

/** The clocks of several tickets at `now`, by ticket id, from one read of rules and histories. */
export async function reportsOf(
  desk: Desk,
  workspace: string,
  tickets: readonly Ticket[],
  now: Date,
  rules?: Rules,
): Promise<Map<string, ClockReport>> {
  const { versions, percents, estimatePercent } =
    rules ?? (await loadRules(desk, workspace, await policyVersions(desk, workspace)));
  const histories = await historiesOf(desk, workspace, tickets);
  return new Map(
    tickets.map((ticket) => [
      ticket._id,
      clocksFromHistory(histories.get(ticket._id) ?? [], ticket, versions, now, percents, estimatePercent),
    ]),
  );
}

/** The clocks of each ticket, in the order of the tickets, as a card shows them: the last cycle of each. */
export async function clocksOf(
  desk: Desk,
  workspace: string,
  tickets: readonly Ticket[],
  now: Date,
): Promise<ClockView[][]> {
  if (tickets.length === 0) return [];
  const reports = await reportsOf(desk, workspace, tickets, now);
  return tickets.map(({ _id }) => viewsOf(reports.get(_id)?.clocks ?? []));
}

function viewsOf(clocks: readonly Clock[]): ClockView[] {
  const last = new Map(clocks.map((clock) => [clock.clock, clock]));
  return [...last.values()].map((clock) => ({
    clock: clock.clock,
    state: signOf(clock),
    dueAt: clock.breachedAt ?? (clock.state === 'running' ? clock.dueAt : null),
  }));
}

function signOf(clock: Clock): ClockView['state'] {
  if (clock.state === 'paused') return clock.breachedAt ? 'late' : 'paused';
  if (clock.breachedAt) return 'late';
  if (clock.state !== 'running') return clock.state;
  return ({ green: 'on_time', yellow: 'soon', red: 'late' } as const)[colourOf(clock)];
}

/** How hard a ticket's clocks press, and in which calendar they count. */
export type Pressure = {
  /** The largest share of its target that a running clock has used, in percent; 0 without clocks. */
  usedPercent: number;
  /** Null when no policy matches the ticket. */
  calendar: Calendar | null;
};

export async function pressureOf(
  desk: Desk,
  workspace: string,
  ticket: Ticket,
  now: Date,
): Promise<Pressure> {
  const report = (await reportsOf(desk, workspace, [ticket], now)).get(ticket._id);
  const shares = (report?.clocks ?? [])
    .filter((clock) => clock.endedAt === null && clock.targetMinutes !== null)
    .map((clock) => (clock.elapsedMinutes * 100) / (clock.targetMinutes ?? 1));
  return { usedPercent: Math.max(0, ...shares), calendar: report?.policy?.calendar ?? null };
}
