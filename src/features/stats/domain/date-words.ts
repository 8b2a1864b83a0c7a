import * as chrono from 'chrono-node/en';
import { DateTime } from 'luxon';
import { addDays } from '../../kpis/index.ts';

/** How a date of three numbers is read. */
export type DateOrder = 'day-month' | 'month-day';

/** A day, or why there is none in words for the person who typed it. */
export type ParsedDay = { day: string } | { error: string };

const examples = 'Try 2026-11-20, 20/11/2026, today, yesterday or last friday.';

/**
 * Reads a day as people type it: `2026-11-20`, `20/11/2026` in the workspace's order, or English words
 * (docs/rules/stats.md). Nothing typed is today. A date that does not exist and a date after `today` are errors.
 */
export function parseDay(text: string, { today, order }: { today: string; order: DateOrder }): ParsedDay {
  const typed = text.trim().replace(/\s+/g, ' ').slice(0, 60);
  if (typed === '') return { day: today };
  const numeric = fromNumbers(typed, order);
  const day = numeric === undefined ? fromWords(typed, today) : numeric;
  if (day === undefined) return { error: `“${typed}” is not a date I know. ${examples}` };
  if (day === null) return { error: `“${typed}” is not a day of any calendar. ${examples}` };
  if (day > today) return { error: `${day} is in the future. Stats are for days until today, ${today}.` };
  return { day };
}

/** The day; null when the numbers name no day; undefined when it is not written in numbers. */
function fromNumbers(typed: string, order: DateOrder): string | null | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
  if (!slashed) return undefined;
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
  return order === 'day-month' ? existing(year, second, first) : existing(year, first, second);
}

function existing(year: number, month: number, day: number): string | null {
  const date = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return date.isValid && year >= 2000 ? date.toFormat('yyyy-MM-dd') : null;
}

/** The parser works on the clock of the machine, so it is given noon there, where every zone has that day. */
function fromWords(typed: string, today: string): string | undefined {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const noon = new Date(year, month - 1, day, 12);
  const [result, ...more] = chrono.casual.parse(typed, noon);
  if (!result || more.length > 0 || result.text.length !== typed.length || result.end) return undefined;
  const { start } = result;
  if (start.isCertain('hour')) return undefined;
  const found = existing(start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0);
  if (!found) return undefined;
  const guessedAhead = !start.isCertain('year') && !start.isCertain('day') && found > today;
  return guessedAhead ? addDays(found, -7) : found;
}
