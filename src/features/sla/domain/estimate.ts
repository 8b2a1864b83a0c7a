import type { Estimate } from './types.ts';

/** An estimate on a clock's own measure: what it had used when it was given, and what it allows from there on. */
export class EstimateMark {
  readonly #seq: number;
  readonly #dueAt: Date;
  readonly #percent: number;
  readonly #start: number;
  readonly #length: number;
  #passedAt: Date | null = null;

  /** `start` and `length` in milliseconds of the clock's working time; `percent` of the length alerts. */
  constructor(given: { seq: number; dueAt: Date; percent: number }, start: number, length: number) {
    this.#seq = given.seq;
    this.#dueAt = given.dueAt;
    this.#percent = given.percent;
    this.#start = start;
    this.#length = Math.max(0, length);
  }

  /** Milliseconds of working time until it alerts; null when it has, or when the target comes first. */
  left(elapsed: number, target: number | null): number | null {
    if (this.#passedAt || !this.#counts(target)) return null;
    return this.#start + Math.round((this.#length * this.#percent) / 100) - elapsed;
  }

  /** It alerts at `alertAt`, which has come by `now`. */
  note(alertAt: Date | null, now: Date): void {
    if (alertAt && alertAt <= now) this.#passedAt = alertAt;
  }

  shown(target: number | null, alertAt: Date | null): Estimate {
    return {
      seq: this.#seq,
      dueAt: this.#dueAt,
      counts: this.#counts(target),
      alertAt,
      passedAt: this.#passedAt,
    };
  }

  #counts(target: number | null): boolean {
    return target !== null && this.#start + this.#length < target;
  }
}
