import type { Priority, TicketStatus } from '../../tickets/index.ts';
import { policyFor } from './match.ts';
import { Meter } from './meter.ts';
import type {
  Clock,
  ClockEntry,
  ClockName,
  ClockReport,
  Policy,
  PolicySubject,
  PolicyVersion,
} from './types.ts';
import { CLOCKS } from './types.ts';

/** Shares of the target at which a dot changes colour; 100 is the breach. */
export const DOT_PERCENTS = [50, 80, 100] as const;

/** Who the history names when the desk itself acts: a priority it raises moves no target (SPEC §8). */
const DESK = 'desk';

const noTargets = { first_response: null, next_response: null, resolution: null };

type Standing = { policy: Policy | null; priority: Priority; status: TicketStatus };

/**
 * The clocks of a ticket at `now`, derived from its history and the policies of the time (SPEC §7). `percents` are the
 * shares of a target whose passing somebody wants to know; 50, 80 and 100 are always among them.
 */
export function clocksFromHistory(
  history: readonly ClockEntry[],
  subject: PolicySubject,
  versions: readonly PolicyVersion[],
  now: Date,
  percents: readonly number[] = [],
): ClockReport {
  const wanted = [...new Set([...DOT_PERCENTS, ...percents])].sort((a, b) => a - b);
  const moments = momentsOf(history, versions, subject.createdAt, now);
  const desk = new ClockDesk(wanted);
  const standing: Standing = { policy: null, priority: 'medium', status: 'new' };
  let frozen = false;
  for (const moment of moments) {
    if (frozen) break;
    if (moment.version) {
      standing.policy = policyFor(subject, moment.version);
      desk.promise(moment.at, standing);
    }
    if (moment.entry) {
      apply(desk, standing, moment.entry);
      frozen = standing.status === 'cancelled';
    }
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

/** What one entry does to the clocks. */
function apply(desk: ClockDesk, standing: Standing, entry: ClockEntry): void {
  const before = standing.status;
  if (entry.priority && (entry.by !== DESK || entry.kind === 'opened')) standing.priority = entry.priority.to;
  if (entry.status) standing.status = entry.status.to;
  const { at } = entry;
  if (entry.kind === 'opened') desk.open(at, standing);
  else if (entry.priority) desk.promise(at, standing);
  if (isReply(entry)) desk.answered(at);
  if (entry.kind === 'requester_wrote' && before !== 'resolved' && before !== 'closed')
    desk.asked(at, standing);
  if (standing.status === before) return;
  if (standing.status === 'resolved') desk.resolved(at);
  else if (standing.status === 'cancelled') desk.stopped(at);
  else if (standing.status === 'closed') {
    if (before !== 'resolved') desk.stopped(at);
  } else if (before === 'resolved' || before === 'closed') desk.reopened(at, standing);
  else desk.moved(at, standing);
}

/** A human wrote to the requester: a reply, or the question that a ticket waits on. */
function isReply(entry: ClockEntry): boolean {
  if (entry.by === DESK) return false;
  return entry.kind === 'replied' || (entry.kind === 'waiting' && entry.messageId !== undefined);
}

/** The clocks of one ticket while its history is read. */
class ClockDesk {
  readonly #percents: readonly number[];
  readonly #running = new Map<ClockName, Meter>();
  readonly #ended: Clock[] = [];
  readonly #cycles = new Map<ClockName, number>();
  #lastResolution: Meter | null = null;
  #firstResolutionMinutes: number | null = null;
  #totalResolutionMinutes: number | null = null;

  constructor(percents: readonly number[]) {
    this.#percents = percents;
  }

  open(at: Date, standing: Standing): void {
    this.#start('first_response', at, standing);
    this.#start('resolution', at, standing);
    this.moved(at, standing);
  }

  promise(at: Date, standing: Standing): void {
    for (const [clock, meter] of this.#running)
      meter.promise(at, targetOf(clock, standing), calendarOf(standing));
    this.moved(at, standing);
  }

  asked(at: Date, standing: Standing): void {
    if (this.#running.has('first_response') || this.#running.has('next_response')) return;
    if (targetOf('next_response', standing) !== null) this.#start('next_response', at, standing);
  }

  answered(at: Date): void {
    this.#end('first_response', at, 'met');
    this.#end('next_response', at, 'met');
  }

  resolved(at: Date): void {
    const meter = this.#running.get('resolution') ?? null;
    meter?.advance(at);
    this.#lastResolution = meter;
    this.stopped(at, 'met');
    if (!meter) return;
    this.#totalResolutionMinutes = meter.elapsed / 60_000;
    this.#firstResolutionMinutes ??= this.#totalResolutionMinutes;
  }

  /** Nothing is owed any more: response clocks end without result. */
  stopped(at: Date, resolution: 'met' | 'none' = 'none'): void {
    this.#end('first_response', at, 'none');
    this.#end('next_response', at, 'none');
    this.#end('resolution', at, resolution);
  }

  reopened(at: Date, standing: Standing): void {
    const last = this.#lastResolution;
    const restart = standing.policy?.restartOnReopen === true || last === null;
    this.#start('resolution', at, standing, restart ? undefined : last);
    this.moved(at, standing);
  }

  moved(at: Date, standing: Standing): void {
    const pauses = standing.policy?.pausesIn.includes(standing.status) === true;
    this.#running.get('resolution')?.run(at, !pauses);
  }

  report(now: Date): Omit<ClockReport, 'policy'> {
    const standing = [...this.#running.values()].map((meter) => meter.standing(now));
    return {
      clocks: [...this.#ended, ...standing].filter(
        (clock) => clock.targetMinutes !== null || clock.breachedAt,
      ),
      firstResolutionMinutes: this.#firstResolutionMinutes,
      totalResolutionMinutes: this.#totalResolutionMinutes,
    };
  }

  #start(clock: ClockName, at: Date, standing: Standing, carriedFrom?: Meter): void {
    const cycle = (this.#cycles.get(clock) ?? 0) + 1;
    this.#cycles.set(clock, cycle);
    const carried = carriedFrom && { elapsed: carriedFrom.elapsed, breachedAt: carriedFrom.breachedAt };
    const meter = new Meter({
      clock,
      cycle,
      at,
      targetMinutes: targetOf(clock, standing),
      calendar: calendarOf(standing),
      percents: this.#percents,
      ...(carried ? { carried } : {}),
    });
    this.#running.set(clock, meter);
  }

  #end(clock: ClockName, at: Date, state: 'met' | 'none'): void {
    const meter = this.#running.get(clock);
    if (!meter) return;
    this.#running.delete(clock);
    this.#ended.push(meter.ended(at, state));
  }
}

function targetOf(clock: ClockName, { policy, priority }: Standing): number | null {
  return (policy?.targets[priority] ?? noTargets)[clock];
}

function calendarOf({ policy }: Standing): Policy['calendar'] {
  return policy?.calendar ?? { key: '24x7', name: 'Always open', zone: 'UTC', hours: '24x7', holidays: [] };
}
