import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, safe } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';

/** When the assignee means to be done; empty takes an estimate back. */
export const estimateModal = defineModal({
  id: 'tickets.estimateModal',
  meta: z.object({ ticketId: z.string() }),
  fields: z.object({
    dueAt: z.coerce
      .number()
      .transform((seconds) => new Date(seconds * 1_000))
      .nullable()
      .default(null),
  }),
});

/** `proposed` is shown where there is no estimate yet. */
export function estimateView(ticket: Ticket, proposed: Date): ModalView {
  const shown = ticket.estimate?.dueAt ?? proposed;
  return estimateModal.view({
    title: 'Estimate',
    submit: 'Save',
    meta: { ticketId: ticket._id },
    blocks: [
      context(safe(`T-${ticket.number} · ${ticket.subject}`, 300)),
      {
        type: 'input',
        block_id: 'dueAt',
        optional: true,
        label: plain('When will it be done?'),
        hint: plain('Earlier than due, it decides when managers are alerted. Empty takes it back.', 150),
        element: {
          type: 'datetimepicker',
          action_id: 'value',
          initial_date_time: Math.floor(shown.getTime() / 1_000),
        },
      },
    ],
  });
}
