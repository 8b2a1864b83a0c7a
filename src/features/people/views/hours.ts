import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, parsedField, plain, safe, section } from '../../../platform/slack/index.ts';
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
      input('timeZone', 'Time zone', person.timeZone),
      {
        type: 'input',
        block_id: 'always',
        optional: true,
        label: plain('Shifts'),
        element: {
          type: 'checkboxes',
          action_id: 'value',
          options: [always],
          ...(shifts === null ? { initial_options: [always] } : {}),
        },
      },
      context(`For each day: ${HOURS_EXAMPLE}.`),
      ...WEEKDAYS.map((day) =>
        input(day, day.charAt(0).toUpperCase() + day.slice(1), formatHours(shifts?.[day]), true),
      ),
      input(
        'overrides',
        'Days off and extra days, one a line',
        formatOverrides(person.overrides),
        true,
        true,
      ),
      context(`For example: ${OVERRIDES_EXAMPLE}`),
    ],
  });
}

const always = { text: plain('Always on shift; the days below do not count'), value: 'always' };

function input(name: string, label: string, value: string, optional = false, multiline = false): KnownBlock {
  return {
    type: 'input',
    block_id: name,
    optional,
    label: plain(label),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline,
      max_length: multiline ? 3_000 : 200,
      ...(value ? { initial_value: value } : {}),
    },
  };
}
