import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { defineModal, plain, row, textField } from '../../../platform/slack/index.ts';
import type { CannedReply } from '../domain/canned.ts';
import { ids } from '../ids.ts';
import { about, filesField, meta, type Opened, reasonField, type Subject } from './form.ts';

const file = z.looseObject({ id: z.string(), name: z.string(), mimetype: z.string(), size: z.number() });
const words = { text: z.string().default(''), files: z.array(file).default([]) };

export const replyModal = defineModal({ id: 'tickets.replyModal', meta, fields: z.object(words) });
export const noteModal = defineModal({ id: 'tickets.noteModal', meta, fields: z.object(words) });

/** Words to the requester. A canned reply chosen above fills the text. */
export function replyView(
  ticket: Subject,
  canned: readonly CannedReply[],
  from: Opened = {},
  draft = '',
  round = 0,
): ModalView {
  return replyModal.view({
    title: 'Reply',
    submit: 'Send',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      ...(canned.length > 0
        ? [
            row({
              type: 'static_select',
              action_id: ids.cannedReply,
              placeholder: plain('Start from a canned reply', 150),
              options: canned.slice(0, 100).map(({ key, title }) => ({ text: plain(title), value: key })),
            }),
          ]
        : []),
      textField({
        name: round > 0 ? `text#${round}` : 'text',
        label: 'What the requester will read',
        value: draft,
        multiline: true,
        optional: true,
      }),
      filesField(),
    ],
  });
}

export function noteView(ticket: Subject, from: Opened = {}): ModalView {
  return noteModal.view({
    title: 'Internal note',
    submit: 'Save',
    meta: { ticketId: ticket._id, ...from },
    blocks: [about(ticket), reasonField('text', 'Only the team sees this'), filesField()],
  });
}
