import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';

/** Rows fetched at once; a cursor holds no more than two such batches in memory. */
const batchSize = 1_000;

type Span = {
  workspace: string;
  from: Date;
  to: Date;
  /** Only tickets that this person asked for or has; everyone's when null or absent. */
  ownOf?: string | null;
};

/** Tickets created in a span (start included, end not), oldest first, one after the other. */
export function eachTicket(desk: Desk, { workspace, from, to, ownOf = null }: Span): AsyncIterable<Ticket> {
  const found = ticketModel(desk.database).find({ workspace, createdAt: trusted({ $gte: from, $lt: to }) });
  if (ownOf !== null) found.or(sidesOf(ownOf));
  return found.sort({ createdAt: 1 }).lean<Ticket>().cursor({ batchSize });
}

/**
 * Messages written in a span (start included, end not), oldest first, one after the other; deleted ones are left out.
 * One's own are those of the own tickets and those one wrote elsewhere.
 */
export async function* eachMessage(
  desk: Desk,
  { workspace, from, to, ownOf = null }: Span,
): AsyncGenerator<TicketMessage> {
  const found = messageModel(desk.database).find({
    workspace,
    at: trusted({ $gte: from, $lt: to }),
    deletedAt: null,
  });
  if (ownOf !== null) {
    const ticketIds = await ownTickets(desk, workspace, ownOf);
    found.or([{ author: ownOf }, { ticketId: trusted({ $in: ticketIds }) }]);
  }
  yield* found.sort({ at: 1 }).lean<TicketMessage>().cursor({ batchSize });
}

async function ownTickets(desk: Desk, workspace: string, userId: string): Promise<string[]> {
  const found = await ticketModel(desk.database).find({ workspace }, { _id: 1 }).or(sidesOf(userId)).lean();
  return found.map(({ _id }) => _id);
}

const sidesOf = (userId: string) => [{ requester: userId }, { assignee: userId }];
