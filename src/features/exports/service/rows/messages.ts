import { eachMessage } from '../../../tickets/index.ts';
import { fitsTicket, readsMessage } from '../../domain/rights.ts';
import { tableOf } from './table.ts';
import { numberIn, ticketsById } from './tickets.ts';

/** Messages written in the range; a person's are those they wrote. */
export const messages = tableOf({
  each: eachMessage,
  lookUp: (desk, workspace, items) =>
    ticketsById(
      desk,
      workspace,
      items.map(({ ticketId }) => ticketId),
    ),
  isRow: (message, { request, isAsked, beside }) => {
    const ticket = beside.get(message.ticketId);
    return isAsked(message.author) && readsMessage(request, message, ticket) && fitsTicket(request, ticket);
  },
  columns: {
    ticket: ({ ticketId }, { beside }) => numberIn(beside, ticketId),
    at: ({ at }, { time }) => time(at),
    kind: ({ kind }) => kind,
    author: ({ author }, { name }) => name(author),
    text: ({ text }) => text,
    edited_at: ({ editedAt }, { time }) => time(editedAt),
    files: ({ files }) => files.map((file) => file.name).join(', '),
  },
});
