import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  context,
  dateToken,
  defineModal,
  fields,
  header,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import { isOpen, STATUS_NAMES } from '../domain/states.ts';
import type { HistoryEntry, Ticket, TicketMessage } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { requestPictures, ticketActions } from './card.ts';
import { historyLine } from './history.ts';
import { clockName, clockText, PRIORITY_SIGNS } from './signs.ts';
import { requestBlocks, wordsInList } from './words.ts';

export const DETAILS_TABS = ['overview', 'conversation', 'history'] as const;
export type DetailsTab = (typeof DETAILS_TABS)[number];
/** Messages or entries on one page. */
export const DETAILS_PAGE = 20;

export const detailsModal = defineModal({
  id: 'tickets.detailsModal',
  meta: z.object({ ticketId: z.string(), tab: z.enum(DETAILS_TABS), page: z.number() }),
  fields: z.object({}),
});

/** What the ticket view shows of one tab and page. */
export type DetailsContext = {
  tab: DetailsTab;
  page: number;
  /** True when another page follows. */
  more: boolean;
  names: Map<string, string>;
  clocks: readonly ClockView[];
  messages: readonly TicketMessage[];
  history: readonly HistoryEntry[];
  linked: readonly Pick<Ticket, '_id' | 'number' | 'subject' | 'status'>[];
  /** What the person has just changed here, with Undo. */
  done: KnownBlock | null;
};

/** The whole ticket, a tab at a time. */
export function detailsView(ticket: Ticket, shown: DetailsContext): ModalView {
  const { tab, page } = shown;
  const body = { overview, conversation, history }[tab](ticket, shown);
  return detailsModal.view({
    title: `T-${ticket.number}`,
    close: 'Close',
    meta: { ticketId: ticket._id, tab, page },
    blocks: [
      header(ticket.subject),
      ...(shown.done ? [shown.done] : []),
      tabs(ticket, tab),
      ...body,
      ...pages(shown),
    ],
  });
}

const TAB_LABELS: Record<DetailsTab, string> = {
  overview: 'Overview',
  conversation: 'Conversation',
  history: 'History',
};

function tabs(ticket: Ticket, current: DetailsTab): KnownBlock {
  const actionOf: Record<DetailsTab, string> = {
    overview: ids.details,
    conversation: ids.conversation,
    history: ids.history,
  };
  return row(
    ...DETAILS_TABS.map((tab) =>
      button(actionOf[tab], TAB_LABELS[tab], ticket._id, tab === current ? 'primary' : undefined),
    ),
  );
}

function overview(ticket: Ticket, { names, clocks, linked }: DetailsContext): KnownBlock[] {
  const name = (userId: string | null) => (userId ? safe(names.get(userId) ?? userId, 80) : 'Nobody yet');
  const facts = [
    `*Status*\n${STATUS_NAMES[ticket.status]}`,
    `*Priority*\n${PRIORITY_SIGNS[ticket.priority]}`,
    `*From*\n${name(ticket.requester)}`,
    `*Assignee*\n${name(ticket.assignee)}`,
    `*Category*\n${safe(ticket.category, 75)}${ticket.tags.length > 0 ? ` · ${safe(ticket.tags.join(', '), 200)}` : ''}`,
    `*Opened*\n${dateToken(ticket.createdAt)}`,
    ...clocks.map((clock) => `*${clockName(clock)}*\n${clockText(clock)}`),
    ...(ticket.estimate ? [`*Estimate*\n${dateToken(ticket.estimate.dueAt)}`] : []),
  ];
  const blocks: KnownBlock[] = [ticketActions(ticket), fields(...facts)];
  if (ticket.watchers.length > 0)
    blocks.push(context(`Watchers: ${ticket.watchers.slice(0, 20).map(name).join(', ')}`));
  blocks.push(...requestBlocks(ticket));
  for (const { ask, text, pictures } of ticket.answers.slice(0, 40)) {
    const answer = pictures.length > 0 ? `${pictures.length} pictures, below` : text;
    blocks.push(section(`*${safe(ask, 500)}*\n${safe(answer, 2400)}`));
  }
  for (const { slackFile, name: fileName } of requestPictures(ticket).slice(0, 10))
    if (slackFile)
      blocks.push({ type: 'image', slack_file: { id: slackFile }, alt_text: fileName.slice(0, 200) });
  const custom = Object.entries(ticket.fields).filter(([, value]) => value !== '');
  if (custom.length > 0)
    blocks.push(section(custom.map(([key, value]) => `*${safe(key, 75)}:* ${safe(value, 200)}`).join('\n')));
  if (ticket.rating)
    blocks.push(section(`*Rating* ${ticket.rating.score} of 5\n${safe(ticket.rating.comment, 2000)}`));
  for (const other of linked.slice(0, 10))
    blocks.push(
      section(
        `T-${other.number}  ${safe(other.subject, 200)} · ${STATUS_NAMES[other.status]}`,
        button(ids.openOther, 'Open', other._id),
      ),
    );
  const whyMe = ticket.explanation ? [button(ids.whyMe, 'Why me?', ticket._id)] : [];
  const estimate =
    isOpen(ticket.status) && ticket.assignee ? [button(ids.estimate, 'Estimate', ticket._id)] : [];
  const labels = button(ids.labels, 'Edit ticket', ticket._id);
  blocks.push(row(button(ids.sla, 'SLA', ticket._id), ...whyMe, ...estimate, labels));
  return blocks;
}

function conversation(_ticket: Ticket, { messages, names }: DetailsContext): KnownBlock[] {
  if (messages.length === 0) return [section('Nobody has written yet.')];
  return messages.flatMap((message) => messageBlocks(message, names));
}

const KIND_SIGNS: Record<TicketMessage['kind'], string> = {
  requester: '👤 wrote',
  reply: '✉️ replied',
  question: '✉️ asked',
  note: '🔒 noted',
  internal: '💬 said in the thread',
};

function messageBlocks(message: TicketMessage, names: Map<string, string>): KnownBlock[] {
  const { author, kind, at, editedAt, deletedAt } = message;
  const line = `*${safe(names.get(author) ?? author, 80)}* ${KIND_SIGNS[kind]} · ${dateToken(at)}${editedAt ? ' · edited' : ''}`;
  if (deletedAt) return [context(`${line} · deleted`)];
  return [wordsInList(line, message)];
}

function history(_ticket: Ticket, shown: DetailsContext): KnownBlock[] {
  return shown.history.map((entry) => context(`${dateToken(entry.at)} · ${historyLine(entry, shown.names)}`));
}

/** Newer and older pages; the two are distinct ids, because one block may not hold the same id twice. */
function pages({ tab, page, more }: DetailsContext): KnownBlock[] {
  const elements = [
    ...(page > 0 ? [button(ids.newer, 'Newer', `${tab}:${page - 1}`)] : []),
    ...(more ? [button(ids.older, 'Older', `${tab}:${page + 1}`)] : []),
  ];
  return tab === 'overview' || elements.length === 0 ? [] : [row(...elements)];
}
