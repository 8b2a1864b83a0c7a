/** One session record as a person gives it. Minutes and observation may be missing. */
export interface SessionRecord {
  customer: string;
  region: string;
  /** A whole number from 1. */
  sessions: number;
  source: string;
  destination: string;
  /** 1 to 120. */
  minutes: number | null;
  observation: string | null;
}

/** Characters that fit a short field, and an observation. */
export const mostShort = 200;
export const mostObservation = 3_000;
const mostSessions = 1_000_000;
const longestMinutes = 120;

/** Two customers are the same when case, `www.`, a trailing dot and spaces are left aside (docs/rules/sessions.md). */
export function customerKey(customer: string): string {
  return customer
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^www\./, '')
    .replace(/\.+$/, '');
}

/** What is wrong with the text of a short field, if anything. */
export function shortProblem(name: string, text: string): string | undefined {
  if (text === '') return `${name} is empty.`;
  if (text.length > mostShort) return `${name} is longer than ${mostShort} characters.`;
  return undefined;
}

/** Reads a number of sessions. */
export function readSessions(text: string): number | { problem: string } {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 1 && value <= mostSessions))
    return { problem: `Sessions must be a whole number from 1, not “${text}”.` };
  return value;
}

/** Reads a time such as `15 mins`, `15 min`, `15 minutes` or `15`. */
export function readMinutes(text: string): number | { problem: string } {
  const match = /^(\d+)\s*(?:m|mins?|minutes?)?\.?$/i.exec(text);
  const value = match ? Number(match[1]) : Number.NaN;
  if (!(value >= 1 && value <= longestMinutes))
    return { problem: `The time must be 1 to ${longestMinutes} minutes, such as “15 mins”, not “${text}”.` };
  return value;
}
