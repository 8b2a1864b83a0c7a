import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { defineModal } from '../../../platform/slack/index.ts';
import { type Person, ROLES } from '../../people/index.ts';
import { wholeNumber } from './fields.ts';
import { checkField, manyField, numberField, personField, textField } from './inputs.ts';

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

/** Someone's roles and profile. */
export const personModal = defineModal({
  id: 'settings.person',
  meta: z.object({ userId: z.string() }),
  fields: z.object({
    roles: z.array(z.enum(ROLES)).default([]),
    skills: z.string().default(''),
    capacity: wholeNumber(0, 500),
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
      manyField({ name: 'roles', label: `What ${shown.name} does`, options: ROLES, values: shown.roles }),
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
