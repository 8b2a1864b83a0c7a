import type { ActionsBlockElement, KnownBlock, ModalView } from '@slack/types';
import { button, context, dateToken, header, row, safe, section } from '../../../platform/slack/index.ts';
import type { ClockView } from '../domain/clock-view.ts';
import { isOpen, PLAIN_STATUS_NAMES } from '../domain/states.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { ids } from '../ids.ts';
import { detailsModal } from './details.ts';
import { addDetailsButton, cancelButton, ratingMenu } from './requester.ts';
import { requestBlocks, wordsInList } from './words.ts';

/** What a requester sees of their ticket beside it: never priority, notes, or what the team says among itself. */
export type OwnContext = {
  /** Running promises; empty when the workspace does not show them. */
  promises: readonly ClockView[];
  /** The conversation, newest first. */
  messages: readonly TicketMessage[];
  names: Map<string, string>;
  /** What they have just done here. */
  done: KnownBlock | null;
};

/** Messages shown. */
export const OWN_PAGE = 20;

/** What is promised and when, in the requester's words; nothing of clocks that do not run. */
export function promiseLines(clocks: readonly ClockView[]): string[] {
  return clocks.flatMap(({ clock, dueAt }) =>
    dueAt && PROMISES[clock] ? [`${PROMISES[clock]} ${dateToken(dueAt)}`] : [],
  );
}

const PROMISES: Partial<Record<ClockView['clock'], string>> = {
  first_response: 'You get an answer by',
  resolution: 'It is done by',
};

/** A requester's own ticket, with everything that the app's messages about it let them do. */
export function ownView(ticket: Ticket, { promises, messages, names, done }: OwnContext): ModalView {
  const spoken = messages.filter(
    ({ kind, deletedAt }) => kind !== 'note' && kind !== 'internal' && !deletedAt,
  );
  const said = (message: TicketMessage): KnownBlock =>
    wordsInList(
      `*${safe(names.get(message.author) ?? message.author, 80)}* · ${dateToken(message.at)}`,
      message,
    );
  return detailsModal.view({
    title: `T-${ticket.number}`,
    close: 'Close',
    meta: { ticketId: ticket._id, tab: 'overview', page: 0 },
    blocks: [
      header(ticket.subject),
      ...(done ? [done] : []),
      section([`*${PLAIN_STATUS_NAMES[ticket.status]}*`, ...promiseLines(promises)].join('\n')),
      context(`Opened ${dateToken(ticket.createdAt)}`),
      ...actions(ticket),
      ...requestBlocks(ticket),
      ...ticket.answers
        .slice(0, 40)
        .map(({ ask, text }) => section(`*${safe(ask, 500)}*\n${safe(text, 2400)}`)),
      ...(spoken.length > 0 ? [{ type: 'divider' as const }, ...spoken.slice(0, OWN_PAGE).map(said)] : []),
      context(whereToWrite(ticket, spoken.length > OWN_PAGE)),
    ],
  });
}

/** What they can do, as in the app's messages: cancel, add details, rate, reopen. */
function actions(ticket: Ticket): KnownBlock[] {
  const elements: ActionsBlockElement[] = [];
  if (isOpen(ticket.status)) elements.push(cancelButton(ticket));
  if (isOpen(ticket.status) && !ticket.journey) elements.push(addDetailsButton(ticket));
  if (ticket.status === 'resolved')
    elements.push(...verdict(ticket), button(ids.reopen, 'Reopen', ticket._id));
  return elements.length > 0 ? [row(...elements)] : [];
}

/** A rating is given once here, and may be explained afterwards. */
function verdict({ _id, rating }: Ticket): ActionsBlockElement[] {
  if (!rating) return [ratingMenu(_id)];
  return rating.comment ? [] : [button(ids.comment, 'Add a comment', `${rating.score}:${_id}`)];
}

function whereToWrite({ status, rating, unreachable }: Ticket, isMore: boolean): string {
  const rated = rating ? `You gave ${rating.score} of 5. ` : '';
  const more = isMore ? 'Older messages are there too. ' : '';
  const where = unreachable ? 'where it began' : 'in the app’s messages';
  if (isOpen(status) || status === 'resolved')
    return `${rated}Write in the thread of this request ${where} to add something. ${more}`.trim();
  return `${rated}Write in its thread ${where} to open another one that is linked to it. ${more}`.trim();
}
