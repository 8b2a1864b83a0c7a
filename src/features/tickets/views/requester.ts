import type { Button, StaticSelect } from '@slack/types';
import { button, context, dateToken, plain, row, safe, section } from '../../../platform/slack/index.ts';
import { opensAgain } from '../domain/tellings.ts';
import type { HistoryEntry, Ticket, TicketMessage } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { Message } from './card.ts';
import { said, wordsMessage } from './words.ts';

/** What a message to the requester says beside ticket and entry. */
export type RequesterContext = {
  /** Who acted, by plain name. */
  actorName: string;
  assigneeName: string | null;
  message: TicketMessage | null;
  /** When the first answer is promised; null when nothing is. */
  answerBy: Date | null;
};

/** What the requester reads of an entry: plainly what happened and what they can do. Null when there is nothing to say. */
export function requesterMessage(
  ticket: Ticket,
  entry: HistoryEntry,
  shown: RequesterContext,
): Message | null {
  const name = `T-${ticket.number}`;
  const actor = safe(shown.actorName, 80);
  switch (entry.kind) {
    case 'opened':
      return received(ticket, shown);
    case 'assigned':
    case 'claimed':
      return said(`${safe(shown.assigneeName ?? shown.actorName, 80)} has your request now.`);
    case 'replied':
      return ofMessage(`${actor} wrote:`, shown.message);
    case 'waiting':
      return ofMessage(`${actor} asks:`, shown.message, 'We wait for your answer. Write it here.');
    case 'reminded':
      return said(`We still wait for your answer on ${name}: ${safe(ticket.subject, 200)}. Write it here.`);
    case 'resolved':
      return resolved(ticket);
    case 'reopened':
      return said(`${name} is open again. We go on with it.`);
    case 'undone':
      if (opensAgain(entry)) return said(`${name} is open again. We go on with it.`);
      return entry.assignee?.to ? said(`${safe(shown.assigneeName ?? '', 80)} has your request now.`) : null;
    case 'merged':
      return said(
        `${name} is handled together with T-${String(entry.details?.intoNumber)} now. The conversation goes on there.`,
      );
    case 'cancelled':
      return said(
        entry.by === ticket.requester
          ? `You cancelled ${name}.`
          : `${name} was cancelled${entry.why ? `: ${safe(entry.why, 500)}` : '.'}`,
      );
    default:
      return null;
  }
}

function received(ticket: Ticket, { answerBy }: RequesterContext): Message {
  const promise = answerBy
    ? `You can expect an answer by ${dateToken(answerBy)}.`
    : 'We answer as soon as we can.';
  const text = `🎫 We have your request *T-${ticket.number}*: ${safe(ticket.subject, 200)}\n${promise}`;
  return {
    text,
    blocks: [
      section(text),
      context('Write in this thread whenever you have something to add.'),
      row(cancelButton(ticket), ...(ticket.journey ? [] : [addDetailsButton(ticket)])),
    ],
  };
}

/** A request without a journey's answers can get them later. */
export const addDetailsButton = ({ _id }: Pick<Ticket, '_id'>): Button =>
  button(ids.addDetails, 'Add details', _id);

/** Cancelling cannot be undone, so it asks first. */
export function cancelButton({ _id, number }: Pick<Ticket, '_id' | 'number'>): Button {
  return {
    ...button(ids.cancelOwn, 'Cancel request', _id),
    confirm: {
      title: plain('Cancel this request?', 100),
      text: plain(`T-${number} will not be worked on any more.`, 300),
      confirm: plain('Cancel it', 30),
      deny: plain('Keep it', 30),
      style: 'danger',
    },
  };
}

function resolved(ticket: Ticket): Message {
  const text = `✅ *T-${ticket.number}* is resolved: ${safe(ticket.subject, 200)}\nHow was our help? Is something still open?`;
  return {
    text,
    blocks: [section(text), row(ratingMenu(ticket._id), button(ids.reopen, 'Reopen', ticket._id))],
  };
}

/** One to five stars. */
export function ratingMenu(ticketId: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: ids.rate,
    placeholder: plain('Rate our help', 150),
    options: [5, 4, 3, 2, 1].map((score) => ({
      text: plain(`${'★'.repeat(score)}${'☆'.repeat(5 - score)}  ${score} of 5`),
      value: `${score}:${ticketId}`,
    })),
  };
}

function ofMessage(intro: string, message: TicketMessage | null, outro?: string): Message {
  if (!message) return said(`${intro} (message deleted)`);
  return wordsMessage(message, intro, outro ? context(outro) : undefined);
}
