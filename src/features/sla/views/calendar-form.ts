import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  checkField,
  context,
  defineModal,
  parsedField,
  plain,
  safe,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { type Calendar, WEEKDAYS, type Weekday } from '../../../platform/time/hours.ts';
import { formatHours, HOURS_EXAMPLE, parseHours } from '../../../platform/time/hours-text.ts';
import { isZone } from '../../../platform/time/zone.ts';
import { formatHolidays, parseHolidays } from '../../settings/index.ts';
import { policyKey } from '../domain/policy-schema.ts';

const hours = parsedField(parseHours);
const days = Object.fromEntries(WEEKDAYS.map((day) => [day, hours])) as Record<Weekday, typeof hours>;
const file = z.looseObject({ id: z.string(), name: z.string(), url_private_download: z.string() });

/** One calendar, field by field; `key` is null for a new one. */
export const calendarFormModal = defineModal({
  id: 'sla.calendarForm',
  meta: z.object({ key: z.string().nullable() }),
  fields: z.object({
    key: policyKey.optional(),
    name: z.string('Write a name.').min(1, 'Write a name.').max(75, 'Write 75 characters at the most.'),
    zone: z.string().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.'),
    always: z.array(z.string()).default([]),
    ...days,
    holidays: parsedField(parseHolidays).optional(),
    dropHolidays: z.array(z.string()).default([]),
    files: z.array(file).default([]),
  }),
});

export type CalendarFields = ReturnType<typeof calendarFormModal.fields>;

/** What the form says, as a calendar; holidays that it could not show are kept, unless they are dropped. */
export function calendarFrom(fields: CalendarFields, key: string, before: Calendar | null): Calendar {
  const { name, zone, always } = fields;
  const kept = fields.dropHolidays.includes('yes') ? [] : (before?.holidays ?? []);
  const week = WEEKDAYS.map((day) => [day, fields[day]] as const).filter(([, of]) => of.length > 0);
  return {
    key,
    name,
    zone,
    hours: always.includes('yes') ? '24x7' : Object.fromEntries(week),
    holidays: fits(before) ? (fields.holidays ?? []) : kept,
  };
}

/** The calendar with the holidays of a file beside its own; a day comes once. */
export function withHolidays(calendar: Calendar, more: Calendar['holidays']): Calendar {
  const days = new Map([...more, ...calendar.holidays].map((holiday) => [holiday.date, holiday]));
  return { ...calendar, holidays: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

/** `fault` is said on top, when a file could not be read. */
export function calendarFormView(key: string | null, shown: Calendar | null, fault?: string): ModalView {
  const week = !shown || shown.hours === '24x7' ? {} : shown.hours;
  return calendarFormModal.view({
    title: key ? 'Calendar' : 'New calendar',
    submit: 'Preview',
    meta: { key },
    blocks: [
      ...(fault ? [section(`⚠️ ${safe(fault, 500)}`)] : []),
      ...(key
        ? []
        : [
            textField({
              name: 'key',
              label: 'Key',
              value: shown?.key,
              hint: 'Small letters, digits, hyphens, for example: office',
            }),
          ]),
      textField({ name: 'name', label: 'Name', value: shown?.name }),
      textField({ name: 'zone', label: 'Time zone', value: shown?.zone, hint: 'For example Europe/Berlin' }),
      checkField({
        name: 'always',
        label: 'Hours',
        option: 'Around the clock; the days below do not count',
        checked: shown?.hours === '24x7',
      }),
      context(`For each day: ${HOURS_EXAMPLE}.`),
      ...WEEKDAYS.map((day) =>
        textField({
          name: day,
          label: day.charAt(0).toUpperCase() + day.slice(1),
          value: formatHours(week[day]),
          optional: true,
        }),
      ),
      ...holidayBlocks(shown),
      {
        type: 'input',
        block_id: 'files',
        optional: true,
        label: plain('Add the holidays of an iCalendar file (.ics)', 200),
        hint: plain('All-day events of this year and the next two, up to 1 MB.', 200),
        element: { type: 'file_input', action_id: 'value', max_files: 1 },
      },
    ],
  });
}

/** What one text field holds. */
const MAX_TEXT = 3_000;

const fits = (calendar: Calendar | null) => formatHolidays(calendar?.holidays ?? []).length <= MAX_TEXT;

function holidayBlocks(shown: Calendar | null): KnownBlock[] {
  if (!fits(shown)) {
    const label = `${shown?.holidays.length} holidays, more than a field holds`;
    return [checkField({ name: 'dropHolidays', label, option: 'Drop them', checked: false })];
  }
  return [
    textField({
      name: 'holidays',
      label: 'Holidays, one a line',
      value: formatHolidays(shown?.holidays ?? []),
      hint: 'For example: 2026-12-25 Christmas Day',
      multiline: true,
      optional: true,
    }),
  ];
}

/** Shown at once while a file is fetched and read. */
export function readingView(): ModalView {
  return calendarFormModal.view({
    title: 'Calendar',
    close: 'Close',
    meta: { key: null },
    blocks: [section('Reading the file…')],
  });
}
