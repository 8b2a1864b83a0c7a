import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  defineModal,
  personField,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { TicketTemplate } from '../domain/template.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { templateFields, templateInputs } from './presets.ts';

/** `/ticket template`: a ticket for somebody who called or wrote elsewhere. */
export const fromTemplateModal = defineModal({
  id: 'tickets.fromTemplateModal',
  meta: z.object({}),
  fields: z.object({ requester: z.string('Choose who asks.'), ...templateFields }),
});

/** The form, filled by the template chosen above; another `round` forgets what was typed. */
export function fromTemplateView(
  templates: readonly TicketTemplate[],
  template: TicketTemplate | null,
  given: { requester: string | null; round: number },
): ModalView {
  const options = templates.map(({ key, title }) => ({ text: plain(title), value: key }));
  const chosen = options.find(({ value }) => value === template?.key);
  return fromTemplateModal.view({
    title: 'New ticket',
    submit: 'Open',
    meta: {},
    blocks: [
      ...(options.length > 0
        ? [
            row({
              type: 'static_select',
              action_id: ids.chosenTemplate,
              placeholder: plain('Start from a template', 150),
              options,
              ...(chosen ? { initial_option: chosen } : {}),
            }),
          ]
        : [
            section(
              'There is no template. Fill the form, or ask a manager to write one with `/desk templates`.',
            ),
          ]),
      personField({ name: 'requester', label: 'Who asks', value: given.requester }),
      ...templateInputs(template, given.round),
    ],
  });
}

/** What came of it. */
export function openedView({ _id, number, subject }: Ticket): ModalView {
  return fromTemplateModal.view({
    title: 'New ticket',
    close: 'Close',
    meta: {},
    blocks: [
      section(
        `🎫 *T-${number}* ${safe(subject, 200)}\nIt is in the queue, and the one who asks is told.`,
        button(ids.details, 'Open', _id),
      ),
    ],
  });
}
