import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { defineModal, textField } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';
import { about, meta, type Opened, type Subject } from './form.ts';

export const commentModal = defineModal({
  id: 'tickets.commentModal',
  meta,
  fields: z.object({ comment: z.string().max(2000, 'Write 2000 characters at the most.').default('') }),
});

/** What stands behind a rating. */
export function commentView(
  ticket: Subject & Pick<Ticket, 'rating'>,
  score: number,
  from: Opened = {},
): ModalView {
  return commentModal.view({
    title: 'Your comment',
    submit: 'Send',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      textField({
        name: 'comment',
        label: `What made it ${score} of 5?`,
        value: ticket.rating?.comment,
        multiline: true,
        max: 2000,
        optional: true,
      }),
    ],
  });
}
