import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { defineModal, safe, section, textField } from '../../../platform/slack/index.ts';
import { about, type Opened, opened, type Subject } from './form.ts';

/** Asks before what cannot be undone; `into` is the number of the ticket to merge into, absent for cancelling. */
export const confirmModal = defineModal({
  id: 'tickets.confirmModal',
  meta: z.object({ ticketId: z.string(), into: z.string().optional(), ...opened }),
  fields: z.object({ why: z.string().default('') }),
});
/** Names what is lost, and asks for the reason that the requester is told. */
export function confirmCancelView(ticket: Subject, why: string, from: Opened): ModalView {
  return confirmModal.view({
    title: 'Cancel this ticket?',
    submit: 'Cancel it',
    close: 'Keep it',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      section('⚠️ Nobody works on it any more, and the requester is told. *This cannot be undone.*'),
      textField({
        name: 'why',
        label: 'Reason, for the requester',
        value: why,
        multiline: true,
        optional: true,
      }),
    ],
  });
}

export function confirmMergeView(ticket: Subject, into: Subject, from: Opened): ModalView {
  return confirmModal.view({
    title: 'Merge these tickets?',
    submit: 'Merge',
    close: 'Keep both',
    meta: { ticketId: ticket._id, into: `T-${into.number}`, ...from },
    blocks: [
      about(ticket),
      section(
        `⚠️ T-${ticket.number} is closed. Its conversation and watchers go to *T-${into.number}* ${safe(into.subject, 300)}, and its requester is told. *This cannot be undone.*`,
      ),
      textField({ name: 'why', label: 'Why (may be empty)', multiline: true, optional: true }),
    ],
  });
}
