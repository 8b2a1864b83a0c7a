import { DateTime } from 'luxon';

/** Whose eyes a time is for: their zone, and the workspace's clock in ms since 1970. */
export interface Viewer {
  zone: string;
  now: number;
}

const days = (date: DateTime, now: DateTime) =>
  Math.round(date.startOf('day').diff(now.startOf('day'), 'days').days);

function pretty(date: DateTime, now: DateTime, otherwise: string): string {
  const names: Record<number, string> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
  return names[days(date, now)] ?? otherwise;
}

const ordinal = (day: number) => {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${{ 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'}`;
};

/**
 * Formats a time by Slack's date tokens (`{date_short_pretty} at {time}`), in the viewer's zone.
 *
 * @param epochSeconds seconds since 1970
 * @returns undefined when the time is not a number, so that the fallback is shown
 */
export function formatSlackDate(epochSeconds: number, format: string, viewer: Viewer): string | undefined {
  const date = DateTime.fromSeconds(epochSeconds, { zone: viewer.zone, locale: 'en-GB' });
  if (!date.isValid) return undefined;
  const now = DateTime.fromMillis(viewer.now, { zone: viewer.zone });
  const long = `${date.toFormat('LLLL')} ${ordinal(date.day)}, ${date.year}`;
  const short = date.toFormat('LLL d, yyyy');
  const full = `${date.toFormat('cccc')}, ${long}`;
  const values: Record<string, string> = {
    date_num: date.toFormat('yyyy-LL-dd'),
    date_slash: date.toFormat('dd/LL/yyyy'),
    date: long,
    date_short: short,
    date_long: full,
    date_pretty: pretty(date, now, long),
    date_short_pretty: pretty(date, now, short),
    date_long_pretty: pretty(date, now, full),
    day_divider_pretty: pretty(date, now, date.toFormat('cccc, d LLLL')),
    time: date.toFormat('HH:mm'),
    time_secs: date.toFormat('HH:mm:ss'),
    ago: date.toRelative({ base: now }) ?? '',
  };
  return format.replace(/\{(\w+)\}/g, (whole, token) => values[token] ?? whole);
}

/** The line between two days of a conversation: `Today`, `Yesterday`, `Thursday, 19 November`. */
export function dayLabel(ts: string | number, viewer: Viewer): string {
  const label = formatSlackDate(Number(ts), '{day_divider_pretty}', viewer) ?? '';
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** `14:05` in the viewer's zone. */
export const timeLabel = (ts: string | number, viewer: Viewer): string =>
  formatSlackDate(Number(ts), '{time}', viewer) ?? '';

/** The whole moment, for a tooltip: `Saturday, November 21st, 2026 at 14:05:09`. */
export const momentLabel = (ts: string, viewer: Viewer): string =>
  formatSlackDate(Number(ts), '{date_long} at {time_secs}', viewer) ?? '';

/** What `<input type="datetime-local">` wants for an epoch in seconds. */
export const toLocalInput = (epochSeconds: number, zone: string): string =>
  DateTime.fromSeconds(epochSeconds, { zone }).toFormat("yyyy-LL-dd'T'HH:mm");

/** The epoch in seconds of what `<input type="datetime-local">` holds; null when it is empty. */
export function fromLocalInput(value: string, zone: string): number | null {
  const date = DateTime.fromISO(value, { zone });
  return value && date.isValid ? date.toSeconds() : null;
}

/** How far the desk's clock is from the real one, in its two largest units: `+2 h 5 min`; empty when it is not moved. */
export function offsetLabel(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  if (minutes === 0) return '';
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .slice(0, 2);
  return `${offsetMs < 0 ? '−' : '+'}${words.join(' ')}`;
}
