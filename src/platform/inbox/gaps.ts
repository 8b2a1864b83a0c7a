import type { Logger } from '../logging.ts';
import type { Inbox } from './inbox.ts';

/** Slack may have said something that was not heard; `since` is the Slack timestamp of the last event that was. */
export interface Gap {
  workspace: string;
  since: string;
}

/** Looks for what was missed; it must be safe to repeat. */
type GapHandler = (gap: Gap) => Promise<void>;

/** Slack itself delivers again what it could not deliver for so short a time. A socket that it renews is back sooner. */
const shortestMilliseconds = 7_000;
const retryMilliseconds = 2_000;
const watchMilliseconds = 1_000;

/**
 * Notices when this process could not hear Slack for longer than Slack's own repetitions make good: before it started,
 * while its socket was away or it was frozen, while events could not be stored. Described in docs/delivery.md.
 */
export class Gaps {
  readonly #inbox: Inbox;
  readonly #log: Logger;
  readonly #handlers: GapHandler[] = [];
  /** Why it is deaf now, and since when. */
  readonly #deaf = new Map<string, { at: number; heard: readonly Gap[] }>();
  isStopped = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(inbox: Inbox, log: Logger) {
    this.#inbox = inbox;
    this.#log = log.child({ part: 'gaps' });
  }

  onGap(handler: GapHandler): void {
    this.#handlers.push(handler);
  }

  /** Nothing is heard from now on, for this reason. */
  lost(reason: string): void {
    if (!this.#deaf.has(reason)) this.#deaf.set(reason, { at: Date.now(), heard: this.#inbox.heard() });
  }

  /** The reason is gone; what was missed meanwhile is looked for when it took long. */
  back(reason: string): void {
    const deaf = this.#deaf.get(reason);
    this.#deaf.delete(reason);
    if (deaf && Date.now() - deaf.at >= shortestMilliseconds) this.tell(deaf.heard);
  }

  /** Has what was missed looked for, again and again until somebody has taken it on. */
  tell(gaps: readonly Gap[]): void {
    for (const gap of gaps) void this.#insist(gap);
  }

  /** Watches for a process that was frozen, which hears of nothing and loses its socket only when it wakes. */
  watch(): void {
    let last = { at: Date.now(), heard: this.#inbox.heard() };
    this.#watch = setInterval(() => {
      const now = { at: Date.now(), heard: this.#inbox.heard() };
      if (now.at - last.at >= watchMilliseconds + shortestMilliseconds) this.tell(last.heard);
      last = now;
    }, watchMilliseconds).unref();
  }

  stop(): void {
    this.isStopped = true;
    clearInterval(this.#watch);
  }

  async #insist(gap: Gap): Promise<void> {
    for (let left = this.#handlers; left.length > 0 && !this.isStopped; ) {
      const outcomes = await Promise.allSettled(left.map((handle) => handle(gap)));
      left = left.filter((_, index) => outcomes[index]?.status === 'rejected');
      if (left.length === 0) return;
      this.#log.warn({ outcomes }, 'what was missed could not be looked for and will be');
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds).unref());
    }
  }
}
