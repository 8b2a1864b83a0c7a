import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartRefused } from '../../platform/errors.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { holidaysFromICalendar } from './icalendar.ts';
import { type PolicyText, parsePolicies } from './policy-text.ts';

const FOLDER = fileURLToPath(new URL('../../../manifests/', import.meta.url));

/**
 * The policies of `manifests/sla/*.yml` with the calendars of `manifests/calendars/*.yml`, in the order of the file
 * names. `<key>.ics` beside a calendar adds the holidays of that iCalendar file for the years given.
 * @throws StartRefused naming file, line and fault.
 */
export function readPolicyManifests(years: readonly number[], folder = FOLDER): PolicyText {
  const calendars = filesOf(join(folder, 'calendars'))
    .flatMap((file) => read(file, []).calendars)
    .map((calendar) => withICalendar(calendar, join(folder, 'calendars'), years));
  const texts = filesOf(join(folder, 'sla')).map((file) => read(file, calendars));
  return {
    policies: texts.flatMap(({ policies }) => policies),
    calendars: [...calendars, ...texts.flatMap((text) => text.calendars)],
  };
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

function read(file: string, calendars: readonly Calendar[]): PolicyText {
  const { value, faults } = parsePolicies(readFileSync(file, 'utf8'), calendars);
  if (value) return value;
  throw new StartRefused(
    faults.map(({ line, message }) => `${file}${line ? `, line ${line}` : ''}: ${message}`),
  );
}

function withICalendar(calendar: Calendar, folder: string, years: readonly number[]): Calendar {
  const file = join(folder, `${calendar.key}.ics`);
  if (!existsSync(file)) return calendar;
  const holidays = holidaysFromICalendar(readFileSync(file, 'utf8'), years);
  return { ...calendar, holidays: [...calendar.holidays, ...holidays] };
}
