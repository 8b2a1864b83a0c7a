import type { ClockChange, ClockView } from '../control/types.ts';

/**
 * The workspace's clock: the system's time plus an offset, or frozen at an instant. It dates messages and
 * wakes retries. Protocol time (trigger ids, acks, response URLs, signatures) never follows it.
 */
export class WorkspaceClock {
  #offsetMs: number;
  #frozenAt: number | undefined;
  readonly #changed: (view: ClockView) => void;

  constructor(initial: { offsetMs: number; frozenAt?: number }, changed: (view: ClockView) => void) {
    this.#offsetMs = initial.offsetMs;
    this.#frozenAt = initial.frozenAt;
    this.#changed = changed;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offsetMs;
  }

  view(): ClockView {
    const now = this.now();
    return { offsetMs: now - Date.now(), now, frozen: this.#frozenAt !== undefined };
  }

  /** @throws RangeError when the change names no known field or no valid time. */
  change(change: ClockChange): ClockView {
    const target = this.#target(change);
    const frozen = change.frozen ?? this.#frozenAt !== undefined;
    this.#frozenAt = frozen ? target : undefined;
    this.#offsetMs = target - Date.now();
    const view = this.view();
    this.#changed(view);
    return view;
  }

  #target(change: ClockChange): number {
    if (change.skipMinutes !== undefined) return this.now() + change.skipMinutes * 60_000;
    if (change.offsetMinutes !== undefined) return Date.now() + change.offsetMinutes * 60_000;
    if (change.set !== undefined) {
      const set = Date.parse(change.set);
      if (Number.isNaN(set)) throw new RangeError(`"${change.set}" is not an ISO time`);
      return set;
    }
    if (change.frozen === undefined) throw new RangeError('name skipMinutes, offsetMinutes, set or frozen');
    return this.now();
  }
}
