import type { Clock } from '../../src/platform/clock.ts';

/** A desk clock that tests move. It runs on from where it was set, like any clock. */
export class MovingClock implements Clock {
  #offsetMilliseconds = 0;

  /** @param start ISO time with offset, such as `2026-11-20T09:00:00+01:00`; now when absent. */
  constructor(start?: string) {
    if (start) this.set(start);
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMilliseconds);
  }

  set(moment: string): void {
    this.#offsetMilliseconds = new Date(moment).getTime() - Date.now();
  }

  skip(span: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = span;
    this.#offsetMilliseconds += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  }
}
