import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  context,
  defineModal,
  limits,
  parsedField,
  peopleField,
  textField,
} from '../../../platform/slack/index.ts';
import { editableFields, parseFields } from '../domain/fields-text.ts';
import type { Ticket } from '../domain/types.ts';
import { about, type Opened, opened, type Subject } from './form.ts';

export const labelsModal = defineModal({
  id: 'tickets.labelsModal',
  meta: z.object({ ticketId: z.string(), fieldsStay: z.boolean(), ...opened }),
  fields: z.object({
    category: z.string().max(75, 'Write 75 characters at the most.').default(''),
    tags: z.string().default(''),
    fields: parsedField(parseFields),
    watchers: z.array(z.string()).max(20, 'Choose 20 people at the most.').default([]),
  }),
});

type Labelled = Subject & Pick<Ticket, 'category' | 'tags' | 'fields' | 'watchers'>;

export function labelsView(ticket: Labelled, from: Opened = {}): ModalView {
  const { category, tags, watchers } = ticket;
  const editable = editableFields(ticket.fields, limits.inputText);
  return labelsModal.view({
    title: 'Edit ticket',
    submit: 'Save',
    meta: { ticketId: ticket._id, fieldsStay: editable === null, ...from },
    blocks: [
      about(ticket),
      textField({ name: 'category', label: 'Category', value: category, max: 1000, optional: true }),
      textField({
        name: 'tags',
        label: 'Tags, with commas between',
        value: tags.join(', '),
        max: 1000,
        optional: true,
      }),
      editable === null
        ? context('Its fields are longer than this form takes. They stay as they are.')
        : textField({
            name: 'fields',
            label: 'Fields, one a line',
            hint: 'For example: order: 4711',
            value: editable,
            multiline: true,
            optional: true,
          }),
      peopleField({
        name: 'watchers',
        label: 'Watchers',
        hint: 'They may write in the requester’s thread',
        values: watchers,
        optional: true,
      }),
    ],
  });
}
