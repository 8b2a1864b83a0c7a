import type { Priority, TicketStatus } from '../../tickets/index.ts';
import { ClockDesk, type Standing } from './clock-desk.ts';
import { relabelled, subjectAtFirst } from './labels.ts';
import { policyFor } from './match.ts';
import type { ClockEntry, ClockReport, PolicySubject, PolicyVersion } from './types.ts';

/** Shares of the target at which a dot changes colour; 100 is the breach. */
const DOT_PERCENTS = [50, 80, 100] as const;

/** Who the history names when the desk itself acts: a priority it raises moves no target (docs/rules/escalation.md). */
const DESK = 'desk';

/**
 * The clocks of a ticket at `now`, derived from its history and the policies of the time (docs/rules/sla.md).
 * `percents` are the shares of a target whose passing somebody wants to know; 50, 80 and 100 are always among them.
 * `estimatePercent` is the share of an assignee's estimate that alerts.
 */
export function clocksFromHistory(
  history: readonly ClockEntry[],
  subject: PolicySubject,
  versions: readonly PolicyVersion[],
  now: Date,
  percents: readonly number[] = [],
  estimatePercent = 95,
): ClockReport {
  const wanted = [...new Set([...DOT_PERCENTS, ...percents])].sort((a, b) => a - b);
  const moments = momentsOf(history, versions, subject.createdAt, now);
  const desk = new ClockDesk(wanted);
  const standing: Standing = { policy: null, priority: 'medium', status: 'new' };
  const priorities = new Map<number, Priority>();
  let current = subjectAtFirst(subject, history);
  let inForce: PolicyVersion = { since: subject.createdAt, policies: [] };
  for (const { at, version = inForce, entry } of moments) {
    const labels = entry ? relabelled(entry, history) : null;
    if (version !== inForce || labels) {
      inForce = version;
      current = { ...current, ...labels };
      standing.policy = policyFor(current, inForce);
      desk.promise(at, standing);
    }
    if (!entry) continue;
    priorities.set(entry.seq, standing.priority);
    apply(desk, standing, entry, priorities);
    estimate(desk, entry, estimatePercent);
    if (standing.status === 'cancelled') break;
  }
  return { ...desk.report(now), policy: standing.policy };
}

type Moment = { at: Date; version?: PolicyVersion; entry?: ClockEntry };

/** Entries and changes of policy in order; the version in force at the start comes before the first entry. */
function momentsOf(
  history: readonly ClockEntry[],
  versions: readonly PolicyVersion[],
  createdAt: Date,
  now: Date,
): Moment[] {
  const first = versions.findLast((version) => version.since <= createdAt) ?? versions[0];
  const later = versions.filter(
    (version) => version !== first && version.since > createdAt && version.since <= now,
  );
  const start: Moment[] = first ? [{ at: createdAt, version: first }] : [];
  const entries = history.filter((entry) => entry.at <= now).toSorted((a, b) => a.seq - b.seq);
  const moments: Moment[] = entries.map((entry) => ({ at: entry.at, entry }));
  for (const version of later) {
    const index = moments.findIndex((moment) => moment.at > version.since);
    moments.splice(index === -1 ? moments.length : index, 0, { at: version.since, version });
  }
  return [...start, ...moments];
}

/** What one entry does to the clocks; `priorities` are those that counted before each entry so far. */
function apply(
  desk: ClockDesk,
  standing: Standing,
  entry: ClockEntry,
  priorities: ReadonlyMap<number, Priority>,
): void {
  const before = standing.status;
  if (entry.priority && (entry.by !== DESK || entry.kind === 'opened'))
    standing.priority = priorityOf(entry, priorities) ?? entry.priority.to;
  if (entry.status) standing.status = entry.status.to;
  const { at } = entry;
  if (entry.kind === 'opened') desk.open(at, standing);
  else if (entry.priority) desk.promise(at, standing);
  if (isReply(entry)) desk.answered(at);
  if (entry.kind === 'requester_wrote' && before !== 'resolved' && before !== 'closed')
    desk.asked(at, standing);
  if (standing.status === before) return;
  if (entry.kind === 'undone' && isOver(before)) desk.takenBack(at, standing);
  else if (standing.status === 'resolved') desk.resolved(at);
  else if (standing.status === 'cancelled') desk.stopped(at);
  else if (standing.status === 'closed') {
    if (before !== 'resolved') desk.stopped(at);
  } else if (before === 'resolved' || before === 'closed') desk.reopened(at, standing);
  else desk.moved(at, standing);
}

/** Where a change of priority is taken back, what counted before it: the desk may have raised what the ticket shows. */
function priorityOf({ kind, details }: ClockEntry, priorities: ReadonlyMap<number, Priority>) {
  return kind === 'undone' && typeof details?.of === 'number' ? priorities.get(details.of) : undefined;
}

/** Resolved, or closed by a merge. */
const isOver = (status: TicketStatus): boolean => status === 'resolved' || status === 'closed';

/** An estimate is its assignee's: it ends with another one, and with another assignee. */
function estimate(desk: ClockDesk, { kind, at, seq, assignee, details }: ClockEntry, percent: number): void {
  const dueAt = kind === 'estimated' ? details?.dueAt : null;
  if (dueAt instanceof Date) desk.estimated(at, { seq, dueAt, percent });
  else if (kind === 'estimated' || assignee) desk.estimated(at, null);
}

/** A human wrote to the requester: a reply, or the question that a ticket waits on. */
function isReply(entry: ClockEntry): boolean {
  if (entry.by === DESK) return false;
  return entry.kind === 'replied' || (entry.kind === 'waiting' && entry.messageId !== undefined);
}
