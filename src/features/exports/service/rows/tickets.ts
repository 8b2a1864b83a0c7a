import type { Desk } from '../../../../platform/desk.ts';
import { eachTicket, findTickets, type Ticket } from '../../../tickets/index.ts';
import type { CellValue } from '../../domain/cells.ts';
import { fitsTicket, readsAsTeam } from '../../domain/rights.ts';
import { type Context, tableOf } from './table.ts';

/** The tickets that a batch names, by id. */
type Others = ReadonlyMap<string, Ticket>;
type TicketCell = (ticket: Ticket, context: Context<Others>) => CellValue;

/** A cell that only who reads as the team does gets to see. */
const forTeam =
  (cell: TicketCell): TicketCell =>
  (ticket, context) =>
    readsAsTeam(context.request, ticket) ? cell(ticket, context) : null;

/** Tickets created in the range; a person's are those assigned to them. */
export const tickets = tableOf<Ticket, Others>({
  each: eachTicket,
  lookUp: (desk, workspace, items) => ticketsById(desk, workspace, items.flatMap(othersOf)),
  isRow: (ticket, { request, isAsked }) => isAsked(ticket.assignee) && fitsTicket(request, ticket),
  columns: {
    number: ({ number }) => `T-${number}`,
    subject: ({ subject }) => subject,
    text: forTeam(({ text }) => text),
    status: ({ status }) => status,
    priority: forTeam(({ priority }) => priority),
    category: forTeam(({ category }) => category),
    tags: forTeam(({ tags }) => tags.join(', ')),
    requester: ({ requester }, { name }) => name(requester),
    assignee: ({ assignee }, { name }) => name(assignee),
    watchers: forTeam(({ watchers }, { name }) => watchers.map(name).join(', ')),
    created_at: ({ createdAt }, { time }) => time(createdAt),
    assigned_at: ({ assignedAt }, { time }) => time(assignedAt),
    first_reply_at: ({ firstReplyAt }, { time }) => time(firstReplyAt),
    resolved_at: ({ resolvedAt }, { time }) => time(resolvedAt),
    closed_at: ({ closedAt }, { time }) => time(closedAt),
    rating: ({ rating }) => rating?.score ?? null,
    rating_comment: ({ rating }) => rating?.comment ?? null,
    answers: ({ answers }) => answers.map(({ ask, text }) => `${ask} ${text}`).join('\n'),
    fields: forTeam(({ fields }) => fieldsText(fields)),
    journey: ({ journey }) => journey?.key ?? null,
    opened_from: ({ origin }) => origin.kind,
    links: forTeam(({ links }, { beside }) => links.map((id) => numberIn(beside, id) ?? '').join(' ')),
    merged_into: ({ mergedInto }, { beside }) => mergedInto && numberIn(beside, mergedInto),
  },
});

const othersOf = ({ links, mergedInto }: Ticket): string[] => [...links, ...(mergedInto ? [mergedInto] : [])];

/** Tickets by their ids. */
export async function ticketsById(desk: Desk, workspace: string, ids: readonly string[]): Promise<Others> {
  const ticketIds = [...new Set(ids)];
  const found = ticketIds.length > 0 ? await findTickets(desk, { workspace, ticketIds }) : [];
  return new Map(found.map((ticket) => [ticket._id, ticket]));
}

/** The number people know a ticket by. */
export function numberIn(known: Others, ticketId: string): string | null {
  const ticket = known.get(ticketId);
  return ticket ? `T-${ticket.number}` : null;
}

/** `order: 4711; carrier: DHL`. */
function fieldsText(fields: Ticket['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}
