import { eachMessage, eachTicket, findTickets } from '../../../tickets/index.ts';
import { type Dataset, inBatches, momentsOf, toolsFor } from './shared.ts';

/** Tickets created in the range; a person's are those assigned to them. */
export const tickets: Dataset = {
  fields: [
    'number',
    'subject',
    'status',
    'priority',
    'category',
    'tags',
    'requester',
    'assignee',
    'created_at',
    'first_reply_at',
    'resolved_at',
    'closed_at',
    'rating',
  ],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachTicket(desk, momentsOf(request))))
      yield some
        .filter(({ assignee }) => isAsked(assignee))
        .map((ticket) => [
          `T-${ticket.number}`,
          ticket.subject,
          ticket.status,
          ticket.priority,
          ticket.category,
          ticket.tags.join(' '),
          name(ticket.requester),
          name(ticket.assignee),
          time(ticket.createdAt),
          time(ticket.firstReplyAt),
          time(ticket.resolvedAt),
          time(ticket.closedAt),
          ticket.rating?.score ?? null,
        ]);
  },
};

/** Messages written in the range; a person's are those they wrote. */
export const messages: Dataset = {
  fields: ['ticket', 'at', 'kind', 'author', 'text'],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachMessage(desk, momentsOf(request)))) {
      const written = some.filter(({ author }) => isAsked(author));
      const ticketIds = [...new Set(written.map(({ ticketId }) => ticketId))];
      const found = await findTickets(desk, { workspace: request.workspace, ticketIds });
      const numbers = new Map(found.map(({ _id, number }) => [_id, `T-${number}`]));
      yield written.map(({ ticketId, at, kind, author, text }) => [
        numbers.get(ticketId) ?? null,
        time(at),
        kind,
        name(author),
        text,
      ]);
    }
  },
};
