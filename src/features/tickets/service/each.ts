import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';

/** Rows fetched at once; a cursor holds no more than two such batches in memory. */
const batchSize = 1_000;

type Span = { workspace: string; from: Date; to: Date };

/** Tickets created in a span (start included, end not), oldest first, one after the other. */
export function eachTicket(desk: Desk, { workspace, from, to }: Span): AsyncIterable<Ticket> {
  return ticketModel(desk.database)
    .find({ workspace, createdAt: trusted({ $gte: from, $lt: to }) })
    .sort({ createdAt: 1 })
    .lean<Ticket>()
    .cursor({ batchSize });
}

/** Messages written in a span (start included, end not), oldest first, one after the other; deleted ones are left out. */
export function eachMessage(desk: Desk, { workspace, from, to }: Span): AsyncIterable<TicketMessage> {
  return messageModel(desk.database)
    .find({ workspace, at: trusted({ $gte: from, $lt: to }), deletedAt: null })
    .sort({ at: 1 })
    .lean<TicketMessage>()
    .cursor({ batchSize });
}
