import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  channelField,
  context,
  defineModal,
  parsedField,
  peopleField,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { formatHours } from '../../../platform/time/hours-text.ts';
import { formatHolidays, parseHolidays } from '../domain/holidays-text.ts';
import type { Settings } from '../schema.ts';
import { hoursField, hoursHint, zoneField } from './fields.ts';

/** `/desk setup`: what a desk needs before its first ticket. */
export const setupModal = defineModal({
  id: 'settings.setup',
  /** What these hours do to open tickets, as it was shown. */
  meta: z.object({ seen: z.string().nullable() }),
  fields: z.object({
    triageChannel: z.string('Choose a channel.'),
    alertsChannel: z.string('Choose a channel.'),
    digestChannel: z.string('Choose a channel.'),
    leads: z.array(z.string()).default([]),
    managers: z.array(z.string()).default([]),
    timeZone: zoneField,
    weekdays: hoursField,
    saturday: hoursField,
    sunday: hoursField,
    holidays: parsedField(parseHolidays),
  }),
});

export type Setup = ReturnType<typeof setupModal.fields>;

const CARRIES_OVER = 'Nothing is saved yet. What has elapsed carries over, and a past breach stays.';

/** The form; with `effect`, what its hours would do, to be saved once more. */
export function setupView(
  settings: Settings,
  team: { leads: string[]; managers: string[] },
  effect: string | null = null,
): ModalView {
  const { calendar } = settings;
  const week = calendar.hours === '24x7' ? {} : calendar.hours;
  return setupModal.view({
    title: 'Set up the desk',
    submit: effect ? 'Save all the same' : 'Save',
    meta: { seen: effect },
    blocks: [
      ...(effect ? [section(`*With these working hours: ${effect}*`), context(CARRIES_OVER)] : []),
      channelField({ name: 'triageChannel', label: 'Channel for tickets', value: settings.triageChannel }),
      channelField({ name: 'alertsChannel', label: 'Channel for alerts', value: settings.alertsChannel }),
      channelField({ name: 'digestChannel', label: 'Channel for digests', value: settings.digestChannel }),
      context('Invite the app to these channels first: /invite @shiftdesk'),
      peopleField({ name: 'leads', label: 'Leads', values: team.leads, optional: true }),
      peopleField({ name: 'managers', label: 'Managers', values: team.managers, optional: true }),
      textField({ name: 'timeZone', label: 'Time zone', value: settings.timeZone }),
      textField({
        name: 'weekdays',
        label: 'Working hours, Monday to Friday',
        value: formatHours(week.monday),
        hint: `${hoursHint} With all three empty the desk is open around the clock.`,
        optional: true,
      }),
      textField({ name: 'saturday', label: 'Saturday', value: formatHours(week.saturday), optional: true }),
      textField({ name: 'sunday', label: 'Sunday', value: formatHours(week.sunday), optional: true }),
      textField({
        name: 'holidays',
        label: 'Holidays, one a line',
        value: formatHolidays(calendar.holidays),
        hint: 'For example: 2026-12-25 Christmas Day',
        multiline: true,
        optional: true,
      }),
    ],
  });
}
