import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  checkField,
  context,
  defineModal,
  manyField,
  numberField,
  parsedField,
  personField,
  row,
  safe,
  section,
  textField,
} from '../../../platform/slack/index.ts';
import { type Person, peopleIds, ROLES } from '../../people/index.ts';
import { wholeNumber } from './fields.ts';

/** `/desk people` without a name: whom to change. */
export const pickPersonModal = defineModal({
  id: 'settings.pickPerson',
  meta: z.object({}),
  fields: z.object({ person: z.string('Choose someone.') }),
});

export function pickPersonView(): ModalView {
  return pickPersonModal.view({
    title: 'People',
    submit: 'Next',
    meta: {},
    blocks: [personField({ name: 'person', label: 'Whom do you want to change?', value: null })],
  });
}

const person = z.string().nullable().default(null);

const capacity = wholeNumber(0, 500);

const skills = parsedField((text) =>
  text
    .split(',')
    .map((skill) => skill.trim())
    .filter((skill) => skill !== ''),
);

/** Someone's roles and profile. */
export const personModal = defineModal({
  id: 'settings.person',
  meta: z.object({ userId: z.string() }),
  fields: z.object({
    roles: z.array(z.enum(ROLES)).default([]),
    skills,
    capacity,
    teamLeader: person,
    supervisor: person,
    deputy: person,
    rate: z.coerce.number().min(0).nullable().default(null),
    active: z.array(z.string()).default([]),
  }),
});

export type PersonFields = ReturnType<typeof personModal.fields>;

export function personView(shown: Person): ModalView {
  return personModal.view({
    title: 'Person',
    submit: 'Save',
    meta: { userId: shown.userId },
    blocks: [
      ...(shown.outside ? [context(OUTSIDE)] : []),
      manyField({ name: 'roles', label: `What ${shown.name} does`, options: ROLES, values: shown.roles }),
      ...plannedFields(shown),
      personField({ name: 'teamLeader', label: 'Team leader', value: shown.teamLeader, optional: true }),
      personField({ name: 'supervisor', label: 'Supervisor', value: shown.supervisor, optional: true }),
      personField({ name: 'deputy', label: 'Deputy when off shift', value: shown.deputy, optional: true }),
      textField({
        name: 'rate',
        label: 'Rate per ticket',
        value: shown.ratePerTicket === null ? '' : String(shown.ratePerTicket),
        hint: 'For contractors; empty for the default of the settings',
        optional: true,
      }),
      checkField({ name: 'active', label: 'Active', option: 'May use the desk', checked: shown.active }),
    ],
  });
}

/** What leads change of somebody: skills and capacity here, hours by a button. */
export const planModal = defineModal({
  id: 'settings.plan',
  meta: z.object({ userId: z.string() }),
  fields: z.object({ skills, capacity }),
});

export type PlanFields = ReturnType<typeof planModal.fields>;

export function planView(shown: Person): ModalView {
  return planModal.view({
    title: 'Person',
    submit: 'Save',
    meta: { userId: shown.userId },
    blocks: [section(`*${safe(shown.name, 80)}*`), ...plannedFields(shown)],
  });
}

const OUTSIDE = 'A guest, or of another organisation: a customer until an owner gives another role.';

function plannedFields(shown: Person): KnownBlock[] {
  return [
    textField({
      name: 'skills',
      label: 'Skills',
      value: shown.skills.join(', '),
      hint: 'Separated by commas, for example: refunds, German',
      optional: true,
    }),
    numberField({
      name: 'capacity',
      label: 'Open tickets at once',
      value: shown.capacity,
      min: 0,
      max: 500,
    }),
    row(button(peopleIds.hoursOf, 'Working hours', shown.userId)),
  ];
}
