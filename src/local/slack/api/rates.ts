import { type Tier, tiers } from './method.ts';

const windowMs = 60_000;

/** Calls of the last minute per method, team and (for posting) channel. */
export class Rates {
  readonly #calls = new Map<string, number[]>();

  /** Counts a call. @returns seconds to wait when it is one too many, else undefined. */
  take(tier: Tier, key: string, now: number): number | undefined {
    const span = tier === 'posting' ? 1000 : windowMs;
    const most = tier === 'posting' ? 1 : tiers[tier];
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - span);
    const [first] = recent;
    if (first !== undefined && recent.length >= most) return Math.ceil((first + span - now) / 1000);
    this.#calls.set(key, [...recent, now]);
    return undefined;
  }
}
