// the global of this name is looked up anew with every use
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MongoError } from '../errors.ts';

/** Milliseconds one operation may keep the thread before others get their turn. */
const SLICE_MS = 4;

/** The moment (in `performance.now()`'s milliseconds) at which an operation's `maxTimeMS` is over; Infinity without one. */
export type Deadline = number;

/** The deadline of an operation that starts now; 0 and undefined mean none. */
export function deadlineIn(maxTimeMs: number | undefined): Deadline {
  return maxTimeMs ? performance.now() + maxTimeMs : Number.POSITIVE_INFINITY;
}

/** Throws MaxTimeMSExpired (50) once the deadline has passed. */
export function checkDeadline(deadline: Deadline): void {
  if (deadline !== Number.POSITIVE_INFINITY && performance.now() > deadline) {
    throw new MongoError(50, 'operation exceeded time limit');
  }
}

/** A little work; true when all is done. */
export type Step = () => boolean | Promise<boolean>;

/**
 * Calls `step` until it says true. What fits in one slice is done at once and nothing is returned; otherwise a
 * promise, and the others' requests are served between the slices.
 */
export function inSlices(step: Step, deadline: Deadline): void | Promise<void> {
  const start = performance.now();
  for (;;) {
    const done = step();
    if (done === true) return undefined;
    if (done) return laterSlices(step, deadline, done);
    const now = performance.now();
    if (now > deadline) checkDeadline(deadline);
    if (now - start > SLICE_MS) return laterSlices(step, deadline);
  }
}

async function laterSlices(step: Step, deadline: Deadline, first?: Promise<boolean>): Promise<void> {
  if (await first) return;
  for (;;) {
    await nextTurn();
    const start = performance.now();
    do {
      if (await step()) return;
      checkDeadline(deadline);
    } while (performance.now() - start < SLICE_MS);
  }
}

/** `then(value)` at once, or when the promise has resolved. */
export function after<T, R>(value: T | Promise<T>, then: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(then) : then(value);
}
