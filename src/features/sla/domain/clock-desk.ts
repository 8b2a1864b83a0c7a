import type { Priority, TicketStatus } from '../../tickets/index.ts';
import { Meter } from './meter.ts';
import { CLOCKS, type Clock, type ClockName, type ClockReport, type Policy } from './types.ts';

const noTargets = { first_response: null, next_response: null, resolution: null };

/** What decides a clock's target and whether it runs. */
export type Standing = { policy: Policy | null; priority: Priority; status: TicketStatus };

/** The clocks of one ticket while its history is read. */
export class ClockDesk {
  readonly #percents: readonly number[];
  readonly #running = new Map<ClockName, Meter>();
  readonly #ended: Clock[] = [];
  readonly #cycles = new Map<ClockName, number>();
  #resolution: Resolution = { last: null, firstMinutes: null, totalMinutes: null };
  /**
   * What the last end of all clocks has stopped, when it was answered since, and how the resolution stood before: it may
   * be taken back.
   */
  #stopped: { clocks: Stopped[]; answeredAt: Date | null; resolution: Resolution } | null = null;

  constructor(percents: readonly number[]) {
    this.#percents = percents;
  }

  open(at: Date, standing: Standing): void {
    this.#start('first_response', at, standing);
    this.#start('resolution', at, standing);
  }

  promise(at: Date, standing: Standing): void {
    for (const [clock, meter] of this.#running)
      meter.promise(at, targetOf(clock, standing), calendarOf(standing));
    this.moved(at, standing);
  }

  asked(at: Date, standing: Standing): void {
    if (this.#running.has('first_response') || this.#running.has('next_response')) return;
    this.#start('next_response', at, standing);
  }

  answered(at: Date): void {
    if (this.#stopped) this.#stopped.answeredAt ??= at;
    this.#end('first_response', at, 'met');
    this.#end('next_response', at, 'met');
  }

  /** Only work on the solution is estimated. */
  estimated(at: Date, given: { seq: number; dueAt: Date; percent: number } | null): void {
    this.#running.get('resolution')?.estimate(at, given);
  }

  resolved(at: Date): void {
    const meter = this.#running.get('resolution') ?? null;
    this.stopped(at, 'met');
    const totalMinutes = meter ? meter.elapsed / 60_000 : this.#resolution.totalMinutes;
    this.#resolution = {
      last: meter,
      totalMinutes,
      firstMinutes: this.#resolution.firstMinutes ?? totalMinutes,
    };
  }

  /** Nothing is owed any more: response clocks end without result. */
  stopped(at: Date, resolution: 'met' | 'none' = 'none'): void {
    const clocks = [
      this.#end('first_response', at, 'none'),
      this.#end('next_response', at, 'none'),
      this.#end('resolution', at, resolution),
    ].flatMap((each) => each ?? []);
    this.#stopped = { clocks, answeredAt: null, resolution: this.#resolution };
  }

  /** The end was taken back: what it stopped goes on in the same cycle, or was met by an answer since. */
  takenBack(at: Date, standing: Standing): void {
    const { clocks, answeredAt, resolution } = this.#stopped ?? nothingStopped(this.#resolution);
    this.#stopped = null;
    this.#resolution = resolution;
    for (const { meter, ended } of clocks) {
      this.#ended.splice(this.#ended.indexOf(ended), 1);
      this.#running.set(meter.clock, meter);
      if (answeredAt && meter.clock !== 'resolution') this.#end(meter.clock, answeredAt, 'met');
      else {
        meter.promise(at, targetOf(meter.clock, standing), calendarOf(standing));
        meter.run(at, runs(meter.clock, standing));
      }
    }
  }

  reopened(at: Date, standing: Standing): void {
    const { last } = this.#resolution;
    this.#stopped = null;
    const restart = standing.policy?.restartOnReopen === true || last === null;
    this.#start('resolution', at, standing, restart ? undefined : last);
  }

  moved(at: Date, standing: Standing): void {
    this.#running.get('resolution')?.run(at, runs('resolution', standing));
  }

  report(now: Date): Omit<ClockReport, 'policy'> {
    const standing = [...this.#running.values()].map((meter) => meter.standing(now));
    return {
      clocks: [...this.#ended, ...standing]
        .filter((clock) => clock.targetMinutes !== null || clock.breachedAt)
        .sort((a, b) => CLOCKS.indexOf(a.clock) - CLOCKS.indexOf(b.clock) || a.cycle - b.cycle),
      firstResolutionMinutes: this.#resolution.firstMinutes,
      totalResolutionMinutes: this.#resolution.totalMinutes,
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
      running: runs(clock, standing),
      targetMinutes: targetOf(clock, standing),
      calendar: calendarOf(standing),
      percents: this.#percents,
      ...(carried ? { carried } : {}),
    });
    this.#running.set(clock, meter);
  }

  #end(clock: ClockName, at: Date, state: 'met' | 'none'): Stopped | null {
    const meter = this.#running.get(clock);
    if (!meter) return null;
    const ended = meter.ended(at, state);
    meter.run(at, false);
    this.#running.delete(clock);
    this.#ended.push(ended);
    return { meter, ended };
  }
}

/** A clock that was stopped, and how it stood then. */
type Stopped = { meter: Meter; ended: Clock };

const nothingStopped = (resolution: Resolution) => ({
  clocks: [] as Stopped[],
  answeredAt: null,
  resolution,
});

/** The last run of the resolution, and the working minutes to the first and to the last `resolved`. */
type Resolution = { last: Meter | null; firstMinutes: number | null; totalMinutes: number | null };

/** Resolution pauses where its policy says so; response clocks do not. */
function runs(clock: ClockName, { policy, status }: Standing): boolean {
  return clock !== 'resolution' || policy?.pausesIn.includes(status) !== true;
}

function targetOf(clock: ClockName, { policy, priority }: Standing): number | null {
  return (policy?.targets[priority] ?? noTargets)[clock];
}

function calendarOf({ policy }: Standing): Policy['calendar'] {
  return policy?.calendar ?? { key: '24x7', name: 'Always open', zone: 'UTC', hours: '24x7', holidays: [] };
}
