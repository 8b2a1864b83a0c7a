import { DateTime } from 'luxon';

export type Holiday = { date: string; name: string };

/**
 * Reads one holiday a line: `2026-12-25 Christmas Day`.
 * @throws RangeError naming the line that cannot be read.
 */
export function parseHolidays(text: string): Holiday[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const [date = '', ...name] = line.split(/\s+/);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !DateTime.fromISO(date).isValid) {
      throw new RangeError(
        `Line ${index + 1}: “${date.slice(0, 40)}” is not a date. Write for example: 2026-12-25 Christmas Day`,
      );
    }
    return [{ date, name: name.join(' ').slice(0, 80) || 'Holiday' }];
  });
}

export function formatHolidays(holidays: readonly Holiday[]): string {
  return holidays.map(({ date, name }) => `${date} ${name}`).join('\n');
}
