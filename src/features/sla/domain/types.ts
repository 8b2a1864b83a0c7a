import type { Calendar } from '../../../platform/time/hours.ts';
import type { HistoryEntry, Priority, TicketStatus } from '../../tickets/index.ts';
import type { ChainStep } from './chain.ts';

export const CLOCKS = ['first_response', 'next_response', 'resolution'] as const;
export type ClockName = (typeof CLOCKS)[number];

/** What of a ticket can pass: a share of a clock, or of the assignee's estimate. */
export type FiringClock = ClockName | 'estimate';

/** Minutes of working time in the policy's calendar; null means that the clock does not run. */
export type Targets = Record<ClockName, number | null>;

/** What a policy promises, with its calendar in it. */
export type Policy = {
  key: string;
  name: string;
  /** A ticket matches when each list that is given holds its value; without lists every ticket matches. */
  match: { categories?: string[] | undefined; journeys?: string[] | undefined; tags?: string[] | undefined };
  targets: Record<Priority, Targets>;
  calendar: Calendar;
  /** Statuses in which the resolution clock stands. Response clocks never pause. */
  pausesIn: TicketStatus[];
  /** A reopened ticket gets its whole resolution target again. */
  restartOnReopen: boolean;
  chain: ChainStep[];
};

/** The policies in force from `since` on; the first that matches wins. */
export type PolicyVersion = { since: Date; policies: Policy[] };

/** What of a ticket decides its policy. */
export type PolicySubject = {
  slaPolicy: string | null;
  category: string;
  tags: readonly string[];
  journey: { key: string } | null;
  createdAt: Date;
};

/** What of an entry of a ticket's history moves a clock. */
export type ClockEntry = Pick<
  HistoryEntry,
  'seq' | 'kind' | 'at' | 'by' | 'status' | 'assignee' | 'priority' | 'messageId' | 'details'
>;

/** A piece of a clock's life, for the explanation. */
export type ClockSpan = {
  from: Date;
  to: Date;
  kind: 'run' | 'pause';
  /** Working minutes in the calendar of that time; 0 in a pause. */
  minutes: number;
};

/** What the assignee has estimated for a resolution clock. */
export type Estimate = {
  /** The entry of the history that gave it; a new estimate is a new one. */
  seq: number;
  dueAt: Date;
  /** Whether it is earlier than the clock's own target, in working time. */
  counts: boolean;
  /** When the share of it that alerts passes if nothing changes; null when it has passed or does not count. */
  alertAt: Date | null;
  passedAt: Date | null;
};

/**
 * One run of one clock. `running` and `paused` clocks can still be met; `none` means that it ended without a result
 * and stays outside SLA %.
 */
export type Clock = {
  clock: ClockName;
  /** 1 for the first run; a reopened resolution and each next response is a new one. */
  cycle: number;
  state: 'running' | 'paused' | 'met' | 'none';
  startedAt: Date;
  endedAt: Date | null;
  targetMinutes: number | null;
  elapsedMinutes: number;
  /** When the target is used up if nothing changes; null while paused or without target. */
  dueAt: Date | null;
  /** The moment the target was used up; stays even when a later change would allow more. */
  breachedAt: Date | null;
  /** True when an earlier cycle breached already, so that this one tells nobody again. */
  breachedBefore: boolean;
  /** When each share of the target (percent) was passed, in this cycle. */
  passed: { percent: number; at: Date }[];
  /** The next share that will be passed if nothing changes. */
  next: { percent: number; at: Date } | null;
  estimate: Estimate | null;
  spans: ClockSpan[];
};

export type ClockReport = {
  clocks: Clock[];
  /** The policy in force, or null when none matches. */
  policy: Policy | null;
  /** Working minutes to the first and to the last `resolved`, without pauses; null before. */
  firstResolutionMinutes: number | null;
  totalResolutionMinutes: number | null;
};
