import type { Button, ContextBlock, KnownBlock } from '@slack/types';
import { button, context, fields, header, plain, row, safe, section } from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import { isOpen, STATUS_NAMES } from '../domain/states.ts';
import type { Ticket, TicketFile } from '../domain/types.ts';
import { CARD_MENU, type CardMenu, ids } from '../ids.ts';
import { clockName, clockText, PRIORITY_SIGNS } from './signs.ts';

/** What a card shows beside the ticket itself. */
export type CardContext = {
  requesterName: string;
  assigneeName: string | null;
  clocks: readonly ClockView[];
  /** Said in small print: where the talk is when the app cannot write to the requester. */
  remark?: string;
};

export type Message = { text: string; blocks: KnownBlock[] };

const EXCERPT = 300;
const MENU_LABELS: Record<CardMenu, string> = {
  assign: 'Assign',
  priority: 'Priority',
  status: 'Status',
  merge: 'Merge or link',
  details: 'Details',
};

/** The ticket's one card in the triage channel. It carries nothing that ages (docs/rules/voice.md). */
export function ticketCard(ticket: Ticket, shown: CardContext): Message {
  const text = safe(`T-${ticket.number} ${ticket.subject} · ${STATUS_NAMES[ticket.status]}`, 300);
  const over = !isOpen(ticket.status);
  return { text, blocks: over ? finishedCard(ticket, shown) : openCard(ticket, shown) };
}

function openCard(ticket: Ticket, shown: CardContext): KnownBlock[] {
  const late = shown.clocks.some(({ state }) => state === 'late');
  const blocks: KnownBlock[] = [
    header(`${late ? '🔴' : '🎫'} T-${ticket.number}  ${ticket.subject}`),
    context(lineOf(ticket, shown)),
    fields(...fieldsOf(ticket, shown)),
  ];
  const excerpt = excerptOf(ticket);
  if (excerpt) blocks.push(section(excerpt));
  const pictures = picturesOf(ticket);
  if (pictures) blocks.push(pictures);
  if (shown.remark) blocks.push(context(shown.remark));
  blocks.push(actionsOf(ticket, CARD_MENU));
  return blocks;
}

function finishedCard(ticket: Ticket, shown: CardContext): KnownBlock[] {
  const who = shown.assigneeName ? ` · ${safe(shown.assigneeName, 80)}` : '';
  const merged = ticket.mergedInto ? ' · merged' : '';
  const rating = ticket.rating ? ` · rated ${ticket.rating.score} of 5` : '';
  const line = section(
    `*T-${ticket.number}  ${safe(ticket.subject, 200)}*\n${STATUS_NAMES[ticket.status]}${merged}${who}${rating}`,
  );
  const details = button(ids.details, 'Details', ticket._id);
  return [line, row(...(canReopen(ticket) ? [reopenButton(ticket)] : []), details)];
}

function lineOf(ticket: Ticket, { requesterName }: CardContext): string {
  const parts = [
    PRIORITY_SIGNS[ticket.priority],
    safe(ticket.category, 75),
    `from ${safe(requesterName, 80)}`,
  ];
  if (ticket.tags.length > 0) parts.push(safe(ticket.tags.join(', '), 200));
  return parts.join(' · ');
}

function fieldsOf(ticket: Ticket, { assigneeName, clocks }: CardContext): string[] {
  return [
    `*Status*\n${STATUS_NAMES[ticket.status]}`,
    `*Assignee*\n${assigneeName ? safe(assigneeName, 80) : 'Nobody yet'}`,
    ...clocks
      .filter(({ clock, state }) => clock !== 'next_response' || state !== 'none')
      .map((clock) => `*${clockName(clock)}*\n${clockText(clock)}`),
  ];
}

/** The first words of the request, quoted. */
function excerptOf(ticket: Ticket): string {
  const words =
    ticket.text || ticket.answers.filter(({ pictures }) => pictures.length === 0).at(-1)?.text || '';
  const excerpt = safe(words, EXCERPT);
  return excerpt && `>${excerpt.replaceAll('\n', '\n>')}`;
}

/** Pictures of the request as thumbnails, once Slack has the app's own upload. */
function picturesOf(ticket: Ticket): ContextBlock | null {
  const elements = requestPictures(ticket)
    .filter(({ slackFile, stored }) => slackFile !== null && stored !== null)
    .slice(0, 5)
    .map(({ slackFile, name }) => ({
      type: 'image' as const,
      slack_file: { id: String(slackFile) },
      alt_text: name.slice(0, 200),
    }));
  return elements.length > 0 ? { type: 'context', elements } : null;
}

export function requestPictures(ticket: Pick<Ticket, 'answers'>): TicketFile[] {
  return ticket.answers.flatMap(({ pictures }) => pictures);
}

const canReopen = ({ status, mergedInto }: Ticket): boolean =>
  !mergedInto && (status === 'resolved' || status === 'closed');

const reopenButton = ({ _id }: Ticket): Button => button(ids.reopen, 'Reopen', _id);

/** What can be done with the ticket, for its view: the same as on the card. */
export function ticketActions(ticket: Ticket): KnownBlock {
  const talk = [button(ids.reply, 'Reply', ticket._id), button(ids.note, 'Note', ticket._id)];
  if (canReopen(ticket)) return row(reopenButton(ticket), ...talk);
  if (!isOpen(ticket.status)) return row(button(ids.note, 'Note', ticket._id));
  return actionsOf(
    ticket,
    CARD_MENU.filter((entry) => entry !== 'details'),
  );
}

function actionsOf({ _id, status, assignee }: Ticket, menu: readonly CardMenu[]): KnownBlock {
  const first =
    assignee === null || status === 'assigned'
      ? button(ids.claim, 'Claim', _id, 'primary')
      : button(ids.resolve, 'Resolve', _id);
  return row(first, button(ids.reply, 'Reply', _id), button(ids.note, 'Note', _id), {
    type: 'overflow',
    action_id: ids.more,
    options: menu.map((entry) => ({ text: plain(MENU_LABELS[entry]), value: `${entry}:${_id}` })),
  });
}
