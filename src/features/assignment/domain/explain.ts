import { DateTime } from 'luxon';
import type { Explanation as Stored } from '../../tickets/index.ts';
import type { Explanation, Reason } from './types.ts';

/** Reasons as people read them, for one and for several agents. */
const SENTENCES: Record<Reason, [string, string]> = {
  own_request: ['asked for it', 'asked for it'],
  returned_it: ['returned it', 'returned it'],
  not_available: ['is not available', 'are not available'],
  off_shift: ['is off shift', 'are off shift'],
  lacks_skills: ['lacks a skill it needs', 'lack a skill it needs'],
  full: ['has no free place', 'have no free place'],
  plan: ["is not in the customer's plan", "are not in the customer's plan"],
};

/** Reasons as the ticket keeps them, with a count before. */
const LABELS: Record<Reason, string> = {
  own_request: 'asked for it',
  returned_it: 'returned it in this shift',
  not_available: 'not available',
  off_shift: 'off shift',
  lacks_skills: 'without a skill it needs',
  full: 'no free place',
  plan: "not in the customer's plan",
};

/** `3 are off shift, 1 has no free place`; empty when nobody was left out. */
export function othersInWords(others: Partial<Record<string, number>>): string {
  return Object.entries(others)
    .filter((entry): entry is [Reason, number] => entry[0] in SENTENCES && (entry[1] ?? 0) > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${SENTENCES[reason][count === 1 ? 0 : 1]}`)
    .join(', ');
}

/** What is kept with the ticket: why this agent in one sentence, and by reason how many others not, and who. */
export function storedExplanation(why: Explanation, now: Date): Stored {
  const labelled = <Value>(by: Partial<Record<Reason, Value>>): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(by).map(([reason, value]) => [LABELS[reason as Reason], value as Value]),
    );
  return { reason: reasonInWords(why, now), others: labelled(why.others), names: labelled(why.names) };
}

function reasonInWords({ mode, lastAssignedAt, load, capacity, eligible }: Explanation, now: Date): string {
  const among = eligible === 1 ? 'the only one who could take it' : `of ${eligible} who could take it`;
  const since = lastAssignedAt
    ? `the longest since a ticket (${DateTime.fromJSDate(lastAssignedAt).toRelative({ base: DateTime.fromJSDate(now), locale: 'en' })})`
    : 'no ticket yet';
  const open = `${load} of ${capacity} open`;
  if (eligible === 1) return `${capital(among)}; ${open}.`;
  return mode === 'balanced'
    ? `The fewest open tickets (${open}) ${among}.`
    : `${capital(since)} ${among}; ${open}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
