import { type HoursInterval, WEEKDAYS, type Weekday, type WeeklyHours } from './hours.ts';
import { minutesOf } from './spans.ts';

const interval = /^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d{2}))?$/;

/** What people are shown when their hours cannot be read. */
export const HOURS_EXAMPLE =
  '09:00-12:00, 13:00-18:00 (22:00-06:00 runs over midnight; leave empty for a day off)';

/**
 * Reads the hours of one day, such as `9-12, 13:00-18:00`.
 * @throws RangeError whose message says what would be right.
 */
export function parseHours(text: string): HoursInterval[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const hours = parts.map(parseInterval).sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [index, each] of hours.entries()) {
    const next = hours[index + 1];
    if (next && (isOverMidnight(each) || next.from < each.to)) {
      throw new RangeError(`${formatInterval(each)} and ${formatInterval(next)} overlap.`);
    }
  }
  return hours;
}

/** `09:00-12:00, 13:00-18:00`; empty for none. */
export function formatHours(hours: readonly HoursInterval[] | undefined): string {
  return (hours ?? []).map(formatInterval).join(', ');
}

/** Weekly hours on one line, equal neighbours together: `Mon–Fri 09:00-17:00`. */
export function formatWeek(week: WeeklyHours): string {
  const groups: { first: Weekday; last: Weekday; text: string }[] = [];
  for (const day of WEEKDAYS) {
    const text = formatHours(week[day]);
    const last = groups.at(-1);
    if (last?.text === text) last.last = day;
    else groups.push({ first: day, last: day, text });
  }
  return groups
    .filter(({ text }) => text !== '')
    .map(({ first, last, text }) => `${short(first)}${first === last ? '' : `–${short(last)}`} ${text}`)
    .join('; ');
}

function parseInterval(part: string): HoursInterval {
  const match = interval.exec(part);
  if (!match) throw new RangeError(`“${part}” is not a span of time. Write for example ${HOURS_EXAMPLE}.`);
  const [, fromHour = '', fromMinute = '00', toHour = '', toMinute = '00'] = match;
  const from = `${fromHour.padStart(2, '0')}:${fromMinute}`;
  const to = `${toHour.padStart(2, '0')}:${toMinute}`;
  if (minutesOf(from) >= 1_440 || minutesOf(to) > 1_440 || Number(fromMinute) > 59 || Number(toMinute) > 59) {
    throw new RangeError(`“${part}” is not a time of day. Write for example ${HOURS_EXAMPLE}.`);
  }
  return { from, to };
}

function isOverMidnight({ from, to }: HoursInterval): boolean {
  return minutesOf(to) <= minutesOf(from);
}

function formatInterval({ from, to }: HoursInterval): string {
  return `${from}-${to}`;
}

function short(day: Weekday): string {
  return `${day.charAt(0).toUpperCase()}${day.slice(1, 3)}`;
}
