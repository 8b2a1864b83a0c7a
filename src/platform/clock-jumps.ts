import type { Logger } from './logging.ts';

const lookMilliseconds = 1_000;
/** Less than this is what time servers mend every day. */
const leastMilliseconds = 5_000;

/**
 * Calls `mend` after the system's clock was set back. Leases, pauses and plans that were written before then lie as far
 * ahead as the clock has gone back, and would be waited out (docs/delivery.md).
 */
export class ClockJumps {
  readonly #mend: () => Promise<void>;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #ahead = 0;

  constructor(mend: () => Promise<void>, log: Logger) {
    this.#mend = mend;
    this.#log = log.child({ part: 'clock' });
  }

  start(): void {
    this.#ahead = aheadOfSteady();
    this.#timer = setInterval(() => void this.#look(), lookMilliseconds).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const before = this.#ahead;
    this.#ahead = aheadOfSteady();
    const back = before - this.#ahead;
    if (back < leastMilliseconds) return;
    this.#log.warn({ milliseconds: Math.round(back) }, 'the system’s clock was set back');
    try {
      await this.#mend();
    } catch (error) {
      this.#log.warn({ error }, 'what was planned before the clock was set back will be mended later');
      this.#ahead = before;
    }
  }
}

/** How far the system's clock is ahead of the one that nobody sets. */
const aheadOfSteady = (): number => Date.now() - performance.now();
