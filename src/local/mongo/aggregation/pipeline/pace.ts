import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkDeadline, type Deadline } from '../../execute/slices.ts';

/** Milliseconds a pipeline may keep the thread before others get their turn. */
const SLICE_MS = 4;

/** Lets others in between the slices of a pipeline, and ends it when its `maxTimeMS` is over (error 50). */
export class Pace {
  readonly #deadline: Deadline;
  #sliceStart = performance.now();

  constructor(deadline: Deadline = Number.POSITIVE_INFINITY) {
    this.#deadline = deadline;
  }

  /** True when it is time to `await rest()`. */
  get isOver(): boolean {
    return performance.now() - this.#sliceStart > SLICE_MS;
  }

  async rest(): Promise<void> {
    checkDeadline(this.#deadline);
    await nextTurn();
    this.#sliceStart = performance.now();
  }
}
