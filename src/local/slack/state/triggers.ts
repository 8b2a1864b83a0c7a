import { newSecret } from './ids.ts';
import type { Tuning } from './world.ts';

/** A person's act that lets the app open one view for a short time. */
export interface Trigger {
  user: string;
  team: string;
  /** The view in which the act happened. */
  viewId?: string;
}

/** Trigger ids: each can be exchanged once, and only for three seconds of protocol time. */
export class Triggers {
  readonly #tuning: Tuning;
  readonly #known = new Map<string, Trigger & { expiresAt: number; used: boolean }>();

  constructor(tuning: Tuning) {
    this.#tuning = tuning;
  }

  issue(trigger: Trigger): string {
    const now = this.#tuning.protocolNow();
    const id = `${Math.floor(now / 1000)}.${Math.floor(Math.random() * 1e12)}.${newSecret()}`;
    this.#known.set(id, { ...trigger, expiresAt: now + this.#tuning.triggerMs, used: false });
    return id;
  }

  /** Uses the id up, or says with Slack's error code why it cannot be used. */
  exchange(id: string): Trigger | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' {
    const trigger = this.#known.get(id);
    if (!trigger) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.#tuning.protocolNow() > trigger.expiresAt) return 'expired_trigger_id';
    trigger.used = true;
    return trigger;
  }
}
