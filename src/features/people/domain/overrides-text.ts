import { DateTime } from 'luxon';
import type { ShiftOverride } from '../../../platform/time/hours.ts';
import { formatHours, parseHours } from '../../../platform/time/hours-text.ts';

const line = /^(off|on)\s+(\S+)(?:\s+to\s+(\S+))?(?:\s+(.+))?$/i;

/** What people are shown when a line cannot be read. */
export const OVERRIDES_EXAMPLE = 'off 2026-12-24 to 2026-12-31, or on 2026-12-05 09:00-13:00';

/**
 * Reads days off and extra days, one a line.
 * @throws RangeError naming the line and what would be right.
 */
export function parseOverrides(text: string): ShiftOverride[] {
  return text.split('\n').flatMap((raw, index): ShiftOverride[] => {
    if (raw.trim() === '') return [];
    const wrong = (why: string): RangeError =>
      new RangeError(`Line ${index + 1}: ${why} Write for example: ${OVERRIDES_EXAMPLE}`);
    const [, kind = '', from = '', to = from, hours] = line.exec(raw.trim()) ?? [];
    if (kind === '') throw wrong('this cannot be read.');
    for (const date of [from, to]) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !DateTime.fromISO(date).isValid)
        throw wrong(`“${date}” is not a date.`);
    }
    if (to < from) throw wrong('the last day comes before the first.');
    if (kind.toLowerCase() === 'off') return [{ kind: 'off', from, to }];
    if (!hours) throw wrong('extra days need hours.');
    return [{ kind: 'on', from, to, hours: parseHours(hours) }];
  });
}

export function formatOverrides(overrides: readonly ShiftOverride[]): string {
  return overrides
    .map((override) => {
      const days = override.from === override.to ? override.from : `${override.from} to ${override.to}`;
      return override.kind === 'off' ? `off ${days}` : `on ${days} ${formatHours(override.hours)}`;
    })
    .join('\n');
}

/** The first day of days off that begin tomorrow in the person's zone; null when none do. */
export function offTomorrow(
  { timeZone, overrides }: { timeZone: string; overrides: readonly ShiftOverride[] },
  now: Date,
): string | null {
  const tomorrow = DateTime.fromJSDate(now, { zone: timeZone }).plus({ days: 1 }).toISODate();
  return overrides.some(({ kind, from }) => kind === 'off' && from === tomorrow) ? tomorrow : null;
}
