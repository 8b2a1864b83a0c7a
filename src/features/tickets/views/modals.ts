import type { ModalView } from '@slack/types';
import { z } from 'zod';
import {
  context,
  defineModal,
  fileField,
  limits,
  parsedField,
  peopleField,
  personField,
  plain,
  radioField,
  row,
  safe,
  textField,
} from '../../../platform/slack/index.ts';
import type { CannedReply } from '../domain/canned.ts';
import { editableFields, parseFields } from '../domain/fields-text.ts';
import { nextStatus, PRIORITIES, STATUS_NAMES } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { PRIORITY_SIGNS } from './signs.ts';

/** Where a form was opened: the ticket view behind it, or the channel with the card. The outcome is told there. */
export const opened = { behind: z.string().optional(), channel: z.string().optional() };
export type Opened = { behind?: string | undefined; channel?: string | undefined };
const meta = z.object({ ticketId: z.string(), ...opened });
const file = z.looseObject({ id: z.string(), name: z.string(), mimetype: z.string(), size: z.number() });
const words = { text: z.string().default(''), files: z.array(file).default([]) };

export const replyModal = defineModal({ id: 'tickets.replyModal', meta, fields: z.object(words) });
export const noteModal = defineModal({ id: 'tickets.noteModal', meta, fields: z.object(words) });
export const assignModal = defineModal({
  id: 'tickets.assignModal',
  meta,
  fields: z.object({ assignee: z.string('Choose who gets it.'), why: z.string().default('') }),
});
export const priorityModal = defineModal({
  id: 'tickets.priorityModal',
  meta,
  fields: z.object({ priority: z.enum(PRIORITIES, 'Choose a priority.'), why: z.string().default('') }),
});
const STATUS_MOVES = ['wait', 'resume', 'resolve', 'return', 'cancel'] as const;
export const statusModal = defineModal({
  id: 'tickets.statusModal',
  meta,
  fields: z.object({ move: z.enum(STATUS_MOVES, 'Choose what happens.'), text: z.string().default('') }),
});
export const mergeModal = defineModal({
  id: 'tickets.mergeModal',
  meta,
  fields: z.object({
    ticket: z.string('Name a ticket by its number, for example: T-1042'),
    how: z.enum(['merge', 'link', 'unlink'], 'Choose what to do.'),
  }),
});
export const commentModal = defineModal({
  id: 'tickets.commentModal',
  meta,
  fields: z.object({ comment: z.string().max(2000, 'Write 2000 characters at the most.').default('') }),
});

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

export type Subject = Pick<Ticket, '_id' | 'number' | 'subject'>;

/** Which ticket a form is about. */
export const about = ({ number, subject }: Subject) => context(safe(`T-${number} · ${subject}`, 300));
const files = () => fileField({ name: 'files', label: 'Files', most: 10, optional: true });
const reason = (name: string, label: string, optional = true) =>
  textField({ name, label, multiline: true, optional });

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
      files(),
    ],
  });
}

export function noteView(ticket: Subject, from: Opened = {}): ModalView {
  return noteModal.view({
    title: 'Internal note',
    submit: 'Save',
    meta: { ticketId: ticket._id, ...from },
    blocks: [about(ticket), reason('text', 'Only the team sees this'), files()],
  });
}

export function assignView(ticket: Subject & Pick<Ticket, 'assignee'>, from: Opened = {}): ModalView {
  const { assignee } = ticket;
  return assignModal.view({
    title: 'Assign',
    submit: 'Assign',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      personField({ name: 'assignee', label: 'Who works on it', value: assignee }),
      reason('why', assignee ? 'Why it moves' : 'Why (may be empty)', assignee === null),
    ],
  });
}

export function priorityView(ticket: Subject & Pick<Ticket, 'priority'>, from: Opened = {}): ModalView {
  return priorityModal.view({
    title: 'Priority',
    submit: 'Save',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      radioField({
        name: 'priority',
        label: 'How urgent is it',
        options: PRIORITY_SIGNS,
        value: ticket.priority,
      }),
      reason('why', 'Why (may be empty)'),
    ],
  });
}

type StatusMove = (typeof STATUS_MOVES)[number];
const MOVE_LABELS: Record<StatusMove, string> = {
  wait: 'Wait for the requester',
  resume: 'Go on with it',
  resolve: 'Resolve',
  return: 'Return to the queue',
  cancel: 'Cancel',
};
const MOVE_HINTS: Record<StatusMove, string> = {
  wait: 'Sends them the question below',
  resume: 'In progress again',
  resolve: 'Asks them how it was',
  return: 'Say why below',
  cancel: 'They are told, with the reason below',
};

/** Offers the moves that are legal now. */
export function statusView(ticket: Subject & Pick<Ticket, 'status'>, from: Opened = {}): ModalView | null {
  const legal = STATUS_MOVES.filter((move) => nextStatus(ticket.status, move) !== null);
  if (legal.length === 0) return null;
  return statusModal.view({
    title: 'Status',
    submit: 'Change',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      context(`Now: ${STATUS_NAMES[ticket.status]}`),
      radioField({
        name: 'move',
        label: 'What happens',
        options: Object.fromEntries(legal.map((move) => [move, MOVE_LABELS[move]])),
        hints: MOVE_HINTS,
      }),
      reason('text', 'Question or reason'),
    ],
  });
}

export function mergeView(ticket: Subject, from: Opened = {}): ModalView {
  return mergeModal.view({
    title: 'Merge or link',
    submit: 'Save',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      textField({ name: 'ticket', label: 'The other ticket', placeholder: 'T-1042', max: 20 }),
      radioField({
        name: 'how',
        label: 'What to do',
        options: {
          merge: 'Merge this one into it',
          link: 'Link the two',
          unlink: 'Remove the link between them',
        },
      }),
    ],
  });
}

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
