import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, personField, radioField, textField } from '../../../platform/slack/index.ts';
import { nextStatus, PRIORITIES, STATUS_NAMES } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { about, meta, type Opened, reasonField, type Subject } from './form.ts';
import { PRIORITY_SIGNS } from './signs.ts';

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

export function assignView(ticket: Subject & Pick<Ticket, 'assignee'>, from: Opened = {}): ModalView {
  const { assignee } = ticket;
  return assignModal.view({
    title: 'Assign',
    submit: 'Assign',
    meta: { ticketId: ticket._id, ...from },
    blocks: [
      about(ticket),
      personField({ name: 'assignee', label: 'Who works on it', value: assignee }),
      reasonField('why', assignee ? 'Why it moves' : 'Why (may be empty)', assignee === null),
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
      reasonField('why', 'Why (may be empty)'),
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
      reasonField('text', 'Question or reason'),
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
