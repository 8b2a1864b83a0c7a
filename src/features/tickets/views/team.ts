import { button, mention, row, safe, section } from '../../../platform/slack/index.ts';
import { STATUS_NAMES } from '../domain/states.ts';
import type { HistoryEntry, Ticket, TicketMessage } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { Message } from './card.ts';
import { said, wordsMessage } from './words.ts';

/** What a message in the card's thread says beside ticket and entry. */
export type TeamContext = {
  actorName: string;
  assigneeName: string | null;
  message: TicketMessage | null;
  /** The assignee, when they must act and may be mentioned now (docs/rules/tickets.md: nobody off shift). */
  mention: string | null;
};

/** What the team reads of an entry in the card's thread; null when nothing is to be said there. */
export function teamMessage(ticket: Ticket, entry: HistoryEntry, shown: TeamContext): Message | null {
  const actor = safe(shown.actorName, 80);
  const why = entry.why ? `: ${safe(entry.why, 1000)}` : '.';
  switch (entry.kind) {
    case 'assigned':
      return said(
        shown.mention
          ? `${mention(shown.mention)}, this one is yours${why}`
          : `${safe(shown.assigneeName ?? '', 80)} has it now${why}`,
      );
    case 'reopened':
      return said(
        `Reopened by ${actor}${why}${shown.mention ? ` ${mention(shown.mention)}, it is yours again.` : ''}`,
      );
    case 'requester_wrote':
      return fromRequester(ticket, actor, shown);
    case 'bundled':
      return shown.mention ? said(`${mention(shown.mention)}, ${moreMessages(entry)}`) : null;
    case 'replied':
    case 'waiting':
      return ofMessage(shown.message, `✉️ ${actor} wrote to the requester:`);
    case 'noted':
      return ofMessage(shown.message, `🔒 Note by ${actor}:`);
    case 'returned':
      return said(`${actor} returned it${why}`);
    case 'cancelled':
      return said(`Cancelled by ${actor}${why}`);
    case 'merged':
      return said(`Merged into T-${String(entry.details?.intoNumber)} by ${actor}. Go on there.`);
    case 'absorbed':
      return said(
        `T-${String(entry.details?.fromNumber)} was merged into this ticket by ${actor}; its conversation is in Details.`,
      );
    case 'linked':
      return said(`Linked with T-${String(entry.details?.toNumber)} by ${actor}.`);
    case 'unlinked':
      return said(`${actor} removed the link with T-${String(entry.details?.toNumber)}.`);
    case 'undone':
      return said(undoneText(entry, actor, shown));
    case 'detailed':
      return said(`${actor} added details. They are on the card and in Details.`);
    case 'rated':
      return said(`The requester rated this ${String(entry.details?.score)} of 5.`);
    case 'commented':
      return said(`The requester about the rating: ${safe(String(entry.details?.comment), 2000)}`);
    default:
      return null;
  }
}

function moreMessages({ details }: HistoryEntry): string {
  const count = Number(details?.count);
  return count === 1 ? 'the requester wrote once more.' : `the requester wrote ${count} more messages.`;
}

function undoneText({ status, assignee }: HistoryEntry, actor: string, shown: TeamContext): string {
  const now = status ? ` It is ${STATUS_NAMES[status.to].toLowerCase()} again.` : '';
  const yours = assignee?.to && shown.mention ? ` ${mention(shown.mention)}, it is yours again.` : '';
  return `${actor} took the last change back.${now}${yours}`;
}

function fromRequester(ticket: Ticket, actor: string, shown: TeamContext): Message | null {
  const message = ofMessage(
    shown.message,
    `${actor} wrote:`,
    shown.mention ? mention(shown.mention) : undefined,
  );
  if (message && ticket.status === 'resolved')
    message.blocks.push(row(button(ids.reopen, 'Reopen', ticket._id)));
  return message;
}

/** A message written elsewhere; what was written in this thread itself is not said again. */
function ofMessage(message: TicketMessage | null, intro: string, outro?: string): Message | null {
  return message && wordsMessage(message, intro, outro ? section(outro) : undefined);
}
