import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, safe } from '../../../platform/slack/index.ts';
import type { CannedReply } from '../domain/canned.ts';
import { nextStatus, PRIORITIES, STATUS_NAMES } from '../domain/states.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { PRIORITY_SIGNS } from './signs.ts';

const meta = z.object({ ticketId: z.string() });
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
    how: z.enum(['merge', 'link'], 'Choose merge or link.'),
  }),
});
export const commentModal = defineModal({
  id: 'tickets.commentModal',
  meta: z.object({ ticketId: z.string(), score: z.number() }),
  fields: z.object({ comment: z.string().max(2000, 'Write 2000 characters at the most.').default('') }),
});

export const labelsModal = defineModal({
  id: 'tickets.labelsModal',
  meta,
  fields: z.object({
    category: z.string().max(75, 'Write 75 characters at the most.').default(''),
    tags: z.string().default(''),
  }),
});

type Subject = Pick<Ticket, '_id' | 'number' | 'subject'>;

const about = ({ number, subject }: Subject) => context(safe(`T-${number} · ${subject}`, 300));

/** Words to the requester. A canned reply chosen above fills the text. */
export function replyView(ticket: Subject, canned: readonly CannedReply[], draft = '', round = 0): ModalView {
  return replyModal.view({
    title: 'Reply',
    submit: 'Send',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      ...(canned.length > 0
        ? [
            {
              type: 'actions' as const,
              elements: [
                {
                  type: 'static_select' as const,
                  action_id: ids.cannedReply,
                  placeholder: plain('Start from a canned reply', 150),
                  options: canned.slice(0, 100).map(({ key, title }) => ({ text: plain(title), value: key })),
                },
              ],
            },
          ]
        : []),
      textInput(round > 0 ? `text#${round}` : 'text', 'What the requester will read', draft),
      fileInput(),
    ],
  });
}

export function noteView(ticket: Subject): ModalView {
  return noteModal.view({
    title: 'Internal note',
    submit: 'Save',
    meta: { ticketId: ticket._id },
    blocks: [about(ticket), textInput('text', 'Only the team sees this', ''), fileInput()],
  });
}

export function assignView(ticket: Subject & Pick<Ticket, 'assignee'>): ModalView {
  return assignModal.view({
    title: 'Assign',
    submit: 'Assign',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      {
        type: 'input',
        block_id: 'assignee',
        label: plain('Who works on it', 2000),
        element: {
          type: 'users_select',
          action_id: 'assignee',
          ...(ticket.assignee ? { initial_user: ticket.assignee } : {}),
        },
      },
      reasonInput('why', ticket.assignee ? 'Why it moves' : 'Why (may be empty)', ticket.assignee === null),
    ],
  });
}

export function priorityView(ticket: Subject & Pick<Ticket, 'priority'>): ModalView {
  const options = PRIORITIES.map((priority) => ({ text: plain(PRIORITY_SIGNS[priority]), value: priority }));
  const current = options.find(({ value }) => value === ticket.priority);
  return priorityModal.view({
    title: 'Priority',
    submit: 'Save',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      {
        type: 'input',
        block_id: 'priority',
        label: plain('How urgent is it', 2000),
        element: {
          type: 'radio_buttons',
          action_id: 'priority',
          options,
          ...(current ? { initial_option: current } : {}),
        },
      },
      reasonInput('why', 'Why (may be empty)', true),
    ],
  });
}

const MOVE_LABELS: Record<(typeof STATUS_MOVES)[number], { label: string; hint: string }> = {
  wait: { label: 'Wait for the requester', hint: 'Sends them the question below' },
  resume: { label: 'Go on with it', hint: 'In progress again' },
  resolve: { label: 'Resolve', hint: 'Asks them how it was' },
  return: { label: 'Return to the queue', hint: 'Say why below' },
  cancel: { label: 'Cancel', hint: 'They are told, with the reason below' },
};

/** Offers the moves that are legal now. */
export function statusView(ticket: Subject & Pick<Ticket, 'status'>): ModalView | null {
  const options = STATUS_MOVES.filter((move) => nextStatus(ticket.status, move) !== null).map((move) => ({
    text: plain(MOVE_LABELS[move].label),
    description: plain(MOVE_LABELS[move].hint),
    value: move,
  }));
  if (options.length === 0) return null;
  return statusModal.view({
    title: 'Status',
    submit: 'Change',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      context(`Now: ${STATUS_NAMES[ticket.status]}`),
      {
        type: 'input',
        block_id: 'move',
        label: plain('What happens', 2000),
        element: { type: 'radio_buttons', action_id: 'move', options },
      },
      reasonInput('text', 'Question or reason', true),
    ],
  });
}

export function mergeView(ticket: Subject): ModalView {
  const options = [
    { text: plain('Merge this one into it'), value: 'merge' },
    { text: plain('Link the two'), value: 'link' },
  ];
  return mergeModal.view({
    title: 'Merge or link',
    submit: 'Save',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      {
        type: 'input',
        block_id: 'ticket',
        label: plain('The other ticket', 2000),
        element: {
          type: 'plain_text_input',
          action_id: 'ticket',
          placeholder: plain('T-1042', 150),
          max_length: 20,
        },
      },
      {
        type: 'input',
        block_id: 'how',
        label: plain('What to do', 2000),
        element: { type: 'radio_buttons', action_id: 'how', options },
      },
    ],
  });
}

export function labelsView(ticket: Subject & Pick<Ticket, 'category' | 'tags'>): ModalView {
  const line = (blockId: string, label: string, initial: string) => ({
    type: 'input' as const,
    block_id: blockId,
    optional: true,
    label: plain(label, 2000),
    element: {
      type: 'plain_text_input' as const,
      action_id: blockId,
      max_length: 1000,
      ...(initial ? { initial_value: initial.slice(0, 1000) } : {}),
    },
  });
  return labelsModal.view({
    title: 'Category and tags',
    submit: 'Save',
    meta: { ticketId: ticket._id },
    blocks: [
      about(ticket),
      line('category', 'Category', ticket.category),
      line('tags', 'Tags, with commas between', ticket.tags.join(', ')),
    ],
  });
}

export function commentView(ticket: Subject, score: number): ModalView {
  return commentModal.view({
    title: 'Your comment',
    submit: 'Send',
    meta: { ticketId: ticket._id, score },
    blocks: [about(ticket), { ...textInput('comment', `What made it ${score} of 5?`, ''), optional: true }],
  });
}

function textInput(blockId: string, label: string, initial: string) {
  return {
    type: 'input' as const,
    block_id: blockId,
    optional: true,
    label: plain(label, 2000),
    element: {
      type: 'plain_text_input' as const,
      action_id: 'text',
      multiline: true,
      max_length: 3000,
      ...(initial ? { initial_value: initial.slice(0, 3000) } : {}),
    },
  };
}

function reasonInput(blockId: string, label: string, optional: boolean) {
  return {
    type: 'input' as const,
    block_id: blockId,
    optional,
    label: plain(label, 2000),
    element: {
      type: 'plain_text_input' as const,
      action_id: blockId,
      multiline: true,
      max_length: 3000,
    },
  };
}

function fileInput() {
  return {
    type: 'input' as const,
    block_id: 'files',
    optional: true,
    label: plain('Files', 2000),
    element: { type: 'file_input' as const, action_id: 'files', max_files: 10 },
  };
}
