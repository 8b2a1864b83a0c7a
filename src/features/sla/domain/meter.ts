import { addWorkingMinutes, workingMinutes } from '../../../platform/time/calendar.ts';
import type { Calendar } from '../../../platform/time/hours.ts';
import { EstimateMark } from './estimate.ts';
import type { Clock, ClockName, ClockSpan } from './types.ts';

const minute = 60_000;

/** A running measure of working time against a target. Times go forward only. */
export class Meter {
  readonly clock: ClockName;
  readonly cycle: number;
  readonly startedAt: Date;
  readonly #percents: readonly number[];
  /** Shares that an earlier cycle passed: no news in this one. */
  readonly #old: ReadonlySet<number>;
  readonly breachedBefore: boolean;
  #since: Date;
  #running: boolean;
  #elapsed: number;
  #target: number | null;
  #calendar: Calendar;
  #passed = new Map<number, Date>();
  #breachedAt: Date | null;
  #spans: ClockSpan[] = [];
  #estimate: EstimateMark | null = null;

  /** `elapsed` in milliseconds and `breachedAt` are what an earlier cycle leaves to this one. */
  constructor(given: {
    clock: ClockName;
    cycle: number;
    at: Date;
    running: boolean;
    targetMinutes: number | null;
    calendar: Calendar;
    percents: readonly number[];
    carried?: { elapsed: number; breachedAt: Date | null };
  }) {
    this.clock = given.clock;
    this.cycle = given.cycle;
    this.startedAt = given.at;
    this.#since = given.at;
    this.#running = given.running;
    this.#target = milliseconds(given.targetMinutes);
    this.#calendar = given.calendar;
    this.#percents = given.percents;
    this.#elapsed = given.carried?.elapsed ?? 0;
    this.#breachedAt = given.carried?.breachedAt ?? null;
    this.breachedBefore = this.#breachedAt !== null;
    this.#old = given.carried ? this.#alreadyPassed() : new Set();
  }

  get elapsed(): number {
    return this.#elapsed;
  }

  get breachedAt(): Date | null {
    return this.#breachedAt;
  }

  /** Lets time pass up to `to`, noting each share of the target on the way. */
  advance(to: Date): void {
    if (to < this.#since) return;
    if (this.#running) {
      const used = Math.round(workingMinutes(this.#since, to, this.#calendar) * minute);
      for (const { percent, at } of this.#upcoming()) {
        if (at > to) break;
        this.#note(percent, at);
      }
      this.#estimate?.note(this.#estimateAlertAt(), to);
      this.#elapsed += used;
      this.#explain({ from: this.#since, to, kind: 'run', minutes: used / minute });
    } else this.#explain({ from: this.#since, to, kind: 'pause', minutes: 0 });
    this.#since = to;
  }

  /** Runs or stands from `at` on. */
  run(at: Date, running: boolean): void {
    this.advance(at);
    this.#running = running;
  }

  /** Another promise from `at` on; what has elapsed carries over. */
  promise(at: Date, targetMinutes: number | null, calendar: Calendar): void {
    this.advance(at);
    this.#target = milliseconds(targetMinutes);
    this.#calendar = calendar;
  }

  /** What its assignee means to need from `at` on; null without an estimate. */
  estimate(at: Date, given: { seq: number; dueAt: Date; percent: number } | null): void {
    this.advance(at);
    this.#estimate =
      given &&
      new EstimateMark(given, this.#elapsed, workingMinutes(at, given.dueAt, this.#calendar) * minute);
  }

  /** The clock as it stands at `now`, running or paused. */
  standing(now: Date): Clock {
    this.advance(now);
    const upcoming = this.#running ? this.#upcoming() : [];
    return {
      ...this.#view(),
      state: this.#running ? 'running' : 'paused',
      endedAt: null,
      dueAt: this.#running ? this.#dueAt() : null,
      next: upcoming[0] ?? null,
    };
  }

  /** The clock as it ended at `at`. */
  ended(at: Date, state: 'met' | 'none'): Clock {
    this.advance(at);
    return { ...this.#view(), state, endedAt: at, dueAt: this.#dueAt(), next: null };
  }

  #view(): Omit<Clock, 'state' | 'endedAt' | 'dueAt' | 'next'> {
    return {
      clock: this.clock,
      cycle: this.cycle,
      startedAt: this.startedAt,
      targetMinutes: this.#target === null ? null : this.#target / minute,
      elapsedMinutes: this.#elapsed / minute,
      breachedAt: this.#breachedAt,
      breachedBefore: this.breachedBefore,
      passed: [...this.#passed].map(([percent, at]) => ({ percent, at })),
      estimate: this.#estimate?.shown(this.#target, this.#running ? this.#estimateAlertAt() : null) ?? null,
      spans: this.#spans,
    };
  }

  /** A breach that has happened was due when it happened; else what is left is added to the last known moment. */
  #dueAt(): Date | null {
    if (this.#breachedAt) return this.#breachedAt;
    return this.#target === null ? null : this.#after(this.#target - this.#elapsed);
  }

  #upcoming(): { percent: number; at: Date }[] {
    if (this.#target === null) return [];
    const moments: { percent: number; at: Date }[] = [];
    for (const percent of this.#percents) {
      if (this.#passed.has(percent) || this.#old.has(percent)) continue;
      const at = this.#after(Math.round((this.#target * percent) / 100) - this.#elapsed);
      if (at) moments.push({ percent, at });
    }
    return moments;
  }

  #estimateAlertAt(): Date | null {
    const left = this.#estimate?.left(this.#elapsed, this.#target) ?? null;
    return left === null ? null : this.#after(left);
  }

  #after(left: number): Date | null {
    return addWorkingMinutes(this.#since, Math.max(0, left) / minute, this.#calendar);
  }

  /** Adds a span, or lengthens the last one of its kind. */
  #explain(span: ClockSpan): void {
    if (span.from.getTime() === span.to.getTime()) return;
    const last = this.#spans.at(-1);
    if (last?.kind === span.kind) {
      this.#spans[this.#spans.length - 1] = { ...last, to: span.to, minutes: last.minutes + span.minutes };
    } else this.#spans.push(span);
  }

  #note(percent: number, at: Date): void {
    this.#passed.set(percent, at);
    if (percent === 100) this.#breachedAt ??= at;
  }

  #alreadyPassed(): Set<number> {
    const target = this.#target;
    if (target === null) return new Set();
    return new Set(
      this.#percents.filter((percent) => {
        if (percent === 100) return this.breachedBefore;
        return this.#elapsed >= (target * percent) / 100;
      }),
    );
  }
}

function milliseconds(minutes: number | null): number | null {
  return minutes === null ? null : Math.round(minutes * minute);
}
