import type { Fact } from './fact.ts';
import type { DayTotals, Performance } from './fold.ts';

/** A number from 0 up to 1 that depends on the text alone (FNV-1a, then mixed), so that made-up figures are repeatable. */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

function between(text: string, low: number, high: number): number {
  return low + share(text) * (high - low);
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** A plausible day of an agent, or null on a day off. */
export function madeUpDay(
  agent: string,
  day: string,
): { cells: Fact['cells']; performance: Performance } | null {
  const seed = `${agent} ${day}`;
  if (isWeekend(day) || share(`${seed} off`) < 0.08) return null;
  const skill = between(agent, 0.8, 1.2);
  const chats = Math.round(between(`${seed} chats`, 14, 30) * skill);
  const resolved = Math.round(chats * between(`${seed} resolved`, 0.45, 0.75));
  const pending = Math.round(between(`${seed} pending`, 1, 6) / skill);
  const response = Math.round(between(`${seed} response`, 900, 4_500) / skill);
  const csat = Math.round(between(`${seed} csat`, 84, 99));
  const late = Math.round(between(`${seed} late`, -1.5, 2.4));
  const breached = Math.max(0, late);
  return {
    cells: {
      totalChats: { logged: chats, observed: chats },
      resolved: { logged: resolved, observed: resolved },
      csat: { logged: csat },
      avgResponseTime: { observed: response },
      escalations: { observed: breached },
      pending: { observed: pending },
      avgChatDuration: { logged: Math.round(between(`${seed} minutes`, 60, 140)) / 10 },
      salesConversion: { logged: Math.round(between(`${seed} sales`, 40, 120)) / 10 },
      avgQueueTime: { observed: Math.round(between(`${seed} queue`, 20, 240)) },
    },
    performance: {
      assigned: resolved + Math.round(pending / 2),
      handled: resolved,
      firstResponseSeconds: response * resolved,
      firstResponses: resolved,
      resolutionMinutes: Math.round(between(`${seed} resolution`, 120, 600)) * resolved,
      resolutions: resolved,
      escalated: breached,
      firstResponseMet: Math.max(0, resolved - Math.ceil(breached / 2)),
      firstResponseBreached: Math.ceil(breached / 2),
      resolutionMet: Math.max(0, resolved - Math.floor(breached / 2)),
      resolutionBreached: Math.floor(breached / 2),
      goodRatings: Math.round((resolved * csat) / 200),
      ratings: Math.round(resolved / 2),
    },
  };
}

/** A plausible day of the whole team. */
export function madeUpTotals(day: string): DayTotals {
  const busy = isWeekend(day) ? 0.3 : 1;
  const created = Math.round(between(`${day} created`, 34, 56) * busy);
  const resolved = Math.round(created * between(`${day} resolved`, 0.8, 1.12));
  const breached = Math.round(created * between(`${day} breached`, 0, 0.14));
  const slow = Math.round(breached * 0.6);
  return {
    created,
    resolved,
    breached,
    firstResponseMet: Math.max(1, created - slow),
    firstResponseBreached: slow,
    resolutionMet: Math.max(1, resolved - (breached - slow)),
    resolutionBreached: breached - slow,
  };
}
