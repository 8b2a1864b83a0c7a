import type { Desk } from '../../../../platform/desk.ts';
import { eachMessage, eachTicket, findTickets, type Ticket } from '../../../tickets/index.ts';
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
    'rating_comment',
    'fields',
    'journey',
    'opened_from',
    'links',
    'merged_into',
  ],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachTicket(desk, momentsOf(request)))) {
      const asked = some.filter(({ assignee }) => isAsked(assignee));
      const numbers = await numbersOf(desk, request.workspace, asked.flatMap(othersOf));
      yield asked.map((ticket) => [
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
        ticket.rating?.comment ?? null,
        fieldsText(ticket.fields),
        ticket.journey?.key ?? null,
        ticket.origin.kind,
        ticket.links.map((id) => numbers.get(id) ?? '').join(' '),
        (ticket.mergedInto && numbers.get(ticket.mergedInto)) ?? null,
      ]);
    }
  },
};

/** Messages written in the range; a person's are those they wrote. */
export const messages: Dataset = {
  fields: ['ticket', 'at', 'kind', 'author', 'text', 'files'],
  async *rows(desk, request) {
    const { name, time, isAsked } = await toolsFor(desk, request);
    for await (const some of inBatches(eachMessage(desk, momentsOf(request)))) {
      const written = some.filter(({ author }) => isAsked(author));
      const ticketIds = written.map(({ ticketId }) => ticketId);
      const numbers = await numbersOf(desk, request.workspace, ticketIds);
      yield written.map(({ ticketId, at, kind, author, text, files }) => [
        numbers.get(ticketId) ?? null,
        time(at),
        kind,
        name(author),
        text,
        files.map((file) => file.name).join(', '),
      ]);
    }
  },
};

const othersOf = ({ links, mergedInto }: Ticket): string[] => [...links, ...(mergedInto ? [mergedInto] : [])];

/** The numbers people know tickets by. */
async function numbersOf(
  desk: Desk,
  workspace: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await findTickets(desk, { workspace, ticketIds: [...new Set(ids)] });
  return new Map(found.map(({ _id, number }) => [_id, `T-${number}`]));
}

/** `order: 4711; carrier: DHL`. */
function fieldsText(fields: Ticket['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
