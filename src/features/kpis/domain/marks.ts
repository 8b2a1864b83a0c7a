import type { Clock } from '../../sla/index.ts';
import { DESK, type HistoryEntry, type Ticket } from '../../tickets/index.ts';

/** What counts for an agent's day, one entry per fact about a ticket. Values are seconds, minutes or a 1–5 score. */
export type MarkKind =
  | 'repliedIn'
  | 'firstAnswered'
  | 'rated'
  | 'escalated'
  | 'resolved'
  | 'assigned'
  | 'queued'
  | 'resolutionTime'
  | 'created'
  | 'breached'
  | 'firstResponseMet'
  | 'firstResponseBreached'
  | 'resolutionMet'
  | 'resolutionBreached';

/** One fact about one ticket, on one day; `agent` is null for what belongs to the team's day. */
export interface Mark {
  agent: string | null;
  day: string;
  kind: MarkKind;
  value?: number;
  /** For `assigned`: the day on which it was resolved after that, null while it is not. */
  until?: string | null;
}

/** What the marks of a ticket are made from. */
export interface Observed {
  ticket: Pick<Ticket, 'createdAt'>;
  history: readonly HistoryEntry[];
  clocks: readonly Clock[];
  /** Working minutes to the last `resolved`, in the ticket's calendar. */
  resolutionMinutes: number | null;
}

/** On which day a moment counts: in the agent's working day, or with null in the workspace's zone. */
export type DayOf = (agent: string | null, moment: Date) => string;

/** All that a ticket contributes to figures, from its history and clocks (docs/rules/kpis.md, “Observed”). */
export function marksOf(given: Observed, dayOf: DayOf): Mark[] {
  const observed = { ...given, history: withoutTakenBack(given.history) };
  return distinct([
    { agent: null, day: dayOf(null, observed.ticket.createdAt), kind: 'created' },
    ...workMarks(observed, dayOf),
    ...clockMarks(observed, dayOf),
  ]);
}

/** A resolution that was taken back by Undo is none, and so is an assignment; a question went out all the same. */
function withoutTakenBack(history: readonly HistoryEntry[]): HistoryEntry[] {
  const undone = new Set(history.flatMap(({ kind, details }) => (kind === 'undone' ? [details?.of] : [])));
  return history.filter(
    ({ seq, kind, details }) => !undone.has(seq) && !(kind === 'undone' && details?.of !== undefined),
  );
}

function workMarks({ ticket, history, clocks, resolutionMinutes }: Observed, dayOf: DayOf): Mark[] {
  const marks: Mark[] = [];
  let answered = false;
  let queued = false;
  let assignee: string | null = null;
  history.forEach((entry, index) => {
    const { at, by } = entry;
    if (entry.kind === 'replied' && by !== DESK) {
      marks.push({ agent: by, day: dayOf(by, at), kind: 'repliedIn' });
      if (!answered)
        marks.push({
          agent: by,
          day: dayOf(by, at),
          kind: 'firstAnswered',
          value: firstResponse(clocks, ticket, at),
        });
      answered = true;
    }
    const to = entry.assignee?.to;
    if (to) {
      const day = dayOf(to, at);
      marks.push({
        agent: to,
        day,
        kind: 'assigned',
        until: resolvedAfter(history.slice(index + 1), to, dayOf),
      });
      if (!queued)
        marks.push({ agent: to, day, kind: 'queued', value: secondsBetween(ticket.createdAt, at) });
      queued = true;
    }
    if (entry.kind === 'resolved') {
      const agent = by === DESK ? assignee : by;
      const day = dayOf(agent, at);
      marks.push({ agent: null, day: dayOf(null, at), kind: 'resolved' });
      if (agent) {
        marks.push({ agent, day, kind: 'resolved' });
        if (resolutionMinutes !== null)
          marks.push({ agent, day, kind: 'resolutionTime', value: resolutionMinutes });
      }
    }
    if (entry.kind === 'rated') marks.push(...ratingMark(entry, dayOf));
    if (entry.assignee) assignee = entry.assignee.to;
  });
  return marks;
}

/** A rating belongs to who resolved the ticket, on the day it came. */
function ratingMark(entry: HistoryEntry, dayOf: DayOf): Mark[] {
  const { score, agent } = entry.details ?? {};
  if (typeof score !== 'number' || typeof agent !== 'string') return [];
  return [{ agent, day: dayOf(agent, entry.at), kind: 'rated', value: score }];
}

/** The agent's day on which the ticket left their hands for good: resolved, closed, cancelled or merged. */
function resolvedAfter(later: readonly HistoryEntry[], agent: string, dayOf: DayOf): string | null {
  const end = later.find(({ kind }) => ['resolved', 'closed', 'cancelled', 'merged'].includes(kind));
  return end ? dayOf(agent, end.at) : null;
}

function clockMarks({ history, clocks }: Observed, dayOf: DayOf): Mark[] {
  const marks: Mark[] = [];
  const breaches = clocks.flatMap(({ breachedAt }) => (breachedAt ? [breachedAt] : []));
  const first = breaches.toSorted((one, other) => one.getTime() - other.getTime())[0];
  if (first) {
    const agent = assigneeAt(history, first);
    marks.push({ agent: null, day: dayOf(null, first), kind: 'breached' });
    if (agent) marks.push({ agent, day: dayOf(agent, first), kind: 'escalated' });
  }
  for (const clock of clocks) {
    const kinds =
      clock.clock === 'first_response'
        ? firstResponseKinds
        : clock.clock === 'resolution'
          ? resolutionKinds
          : null;
    if (!kinds || clock.breachedBefore) continue;
    const at = clock.breachedAt ?? (clock.state === 'met' ? clock.endedAt : null);
    if (!at) continue;
    const kind = clock.breachedAt ? kinds.breached : kinds.met;
    const agent = clock.breachedAt
      ? assigneeAt(history, at)
      : (actorAt(history, at) ?? assigneeAt(history, at));
    marks.push({ agent: null, day: dayOf(null, at), kind });
    if (agent) marks.push({ agent, day: dayOf(agent, at), kind });
  }
  return marks;
}

const firstResponseKinds = { met: 'firstResponseMet', breached: 'firstResponseBreached' } as const;
const resolutionKinds = { met: 'resolutionMet', breached: 'resolutionBreached' } as const;

/** Seconds to the first answer as the ticket's clock shows them; by the wall clock where no policy counts. */
function firstResponse(clocks: readonly Clock[], ticket: Observed['ticket'], at: Date): number {
  const clock = clocks.find((each) => each.clock === 'first_response' && each.cycle === 1);
  return clock ? clock.elapsedMinutes * 60 : secondsBetween(ticket.createdAt, at);
}

function assigneeAt(history: readonly HistoryEntry[], moment: Date): string | null {
  return history.findLast((entry) => entry.assignee && entry.at <= moment)?.assignee?.to ?? null;
}

function actorAt(history: readonly HistoryEntry[], moment: Date): string | null {
  const entry = history.find(
    ({ at, kind }) => at.getTime() === moment.getTime() && (kind === 'replied' || kind === 'resolved'),
  );
  return entry && entry.by !== DESK ? entry.by : null;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1_000);
}

/** A ticket counts once a day for what is counted in tickets. */
function distinct(marks: readonly Mark[]): Mark[] {
  const seen = new Set<string>();
  return marks
    .toReversed()
    .filter((mark) => {
      if (mark.kind === 'rated') return true;
      const key = `${mark.agent} ${mark.day} ${mark.kind}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .toReversed();
}
