import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  checkField,
  context,
  defineModal,
  parsedField,
  safe,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { WEEKDAYS, type Weekday } from '../../../platform/time/hours.ts';
import { formatHours, HOURS_EXAMPLE, parseHours } from '../../../platform/time/hours-text.ts';
import { isZone } from '../../../platform/time/zone.ts';
import { formatOverrides, OVERRIDES_EXAMPLE, parseOverrides } from '../domain/overrides-text.ts';
import type { Person } from '../types.ts';

const hours = parsedField(parseHours);

const days = Object.fromEntries(WEEKDAYS.map((day) => [day, hours])) as Record<Weekday, typeof hours>;

/** `/shift hours`: when someone works, in their own zone. */
export const hoursModal = defineModal({
  id: 'people.hours',
  meta: z.object({ userId: z.string() }),
  fields: z.object({
    timeZone: z.string().refine(isZone, 'Write an IANA time zone, for example Europe/Berlin.'),
    always: z.array(z.string()).default([]),
    ...days,
    overrides: parsedField(parseOverrides),
  }),
});

/** `named` says whose hours they are, where they are not the reader's own. */
export function hoursView(person: Person, named = false): ModalView {
  const { shifts } = person;
  return hoursModal.view({
    title: 'Working hours',
    submit: 'Save',
    meta: { userId: person.userId },
    blocks: [
      ...(named ? [section(`Working hours of *${safe(person.name, 80)}*`)] : []),
      line('timeZone', 'Time zone', person.timeZone),
      checkField({ name: 'always', label: 'Shifts', option: ALWAYS, checked: shifts === null }),
      context(`For each day: ${HOURS_EXAMPLE}.`),
      ...WEEKDAYS.map((day) =>
        line(day, day.charAt(0).toUpperCase() + day.slice(1), formatHours(shifts?.[day]), true),
      ),
      textField({
        name: 'overrides',
        label: 'Days off and extra days, one a line',
        value: formatOverrides(person.overrides),
        optional: true,
        multiline: true,
      }),
      context(`For example: ${OVERRIDES_EXAMPLE}`),
    ],
  });
}

const ALWAYS = 'Always on shift; the days below do not count';

function line(name: string, label: string, value: string, optional = false): KnownBlock {
  return textField({ name, label, value, optional, max: 200 });
}
