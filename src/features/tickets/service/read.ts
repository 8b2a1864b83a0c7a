import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { numberOf } from '../domain/search.ts';
import { isOpen, isOver, STATUSES, type TicketStatus } from '../domain/states.ts';
import type { HistoryEntry, HistoryKind, Place, Ticket, TicketMessage } from '../domain/types.ts';
import { eventModel, messageModel, ticketModel } from '../model.ts';
import { loadTicket } from './change.ts';

/** A part of a longer list. */
export type Page = { skip?: number; limit?: number };

const UNFINISHED = STATUSES.filter(isOpen);

/** @throws UserError when the workspace has no such ticket. */
export function getTicket(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
): Promise<Ticket> {
  return loadTicket(desk, workspace, ticketId);
}

/** Several tickets by id, in no order; missing ones are left out. */
export function findTickets(
  desk: Desk,
  { workspace, ticketIds }: { workspace: string; ticketIds: readonly string[] },
): Promise<Ticket[]> {
  return ticketModel(desk.database)
    .find({ workspace, _id: trusted({ $in: [...ticketIds] }) })
    .lean<Ticket[]>();
}

/** The tickets that were merged into this one, and into those before. */
export async function mergedTickets(desk: Desk, ticket: Ticket): Promise<Ticket[]> {
  const { workspace } = ticket;
  const all = new Map<string, Ticket>();
  let wave = [ticket];
  while (wave.length > 0) {
    const targets = new Set(wave.map(({ _id }) => _id));
    const ticketIds = wave.flatMap(({ links }) => links).filter((id) => id !== ticket._id && !all.has(id));
    const linked = ticketIds.length > 0 ? await findTickets(desk, { workspace, ticketIds }) : [];
    wave = linked.filter(({ mergedInto }) => mergedInto !== null && targets.has(mergedInto));
    for (const one of wave) all.set(one._id, one);
  }
  return [...all.values()];
}

/** The ticket that a message was put on, by the message's key; null when it is on none. */
export async function ticketOfMessage(desk: Desk, workspace: string, key: string): Promise<Ticket | null> {
  const message = await messageModel(desk.database)
    .findOne({ workspace, key }, { ticketId: 1 })
    .lean<Pick<TicketMessage, 'ticketId'>>();
  return message && getTicket(desk, { workspace, ticketId: message.ticketId });
}

/** The ticket called `T-1042`. @throws UserError when the text is no number or there is no such ticket. */
export async function getTicketByNumber(
  desk: Desk,
  { workspace, number }: { workspace: string; number: string },
): Promise<Ticket> {
  const parsed = numberOf(number);
  if (parsed === null)
    throw new UserError('Name a ticket by its number, for example: T-1042', { field: 'ticket' });
  const ticket = await ticketModel(desk.database).findOne({ workspace, number: parsed }).lean<Ticket>();
  if (!ticket) throw new UserError(`There is no T-${parsed}.`, { field: 'ticket' });
  return ticket;
}

/** Tickets that wait for somebody, in the order of the queue: priority, then age. */
export function waitingTickets(
  desk: Desk,
  { workspace, skip = 0, limit = 100 }: { workspace: string } & Page,
): Promise<Ticket[]> {
  return ticketModel(desk.database)
    .find({ workspace, status: 'new' })
    .sort({ rank: 1, createdAt: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Ticket[]>();
}

/** An agent's unfinished tickets, most urgent first. */
export function openTicketsOf(
  desk: Desk,
  { workspace, userId, skip = 0, limit = 100 }: { workspace: string; userId: string } & Page,
): Promise<Ticket[]> {
  return ticketModel(desk.database)
    .find({ workspace, assignee: userId, status: trusted({ $in: UNFINISHED }) })
    .sort({ rank: 1, createdAt: 1 })
    .skip(skip)
    .limit(limit)
    .lean<Ticket[]>();
}

/** All of somebody's unfinished tickets, however many. */
export async function allOpenTicketsOf(
  desk: Desk,
  given: { workspace: string; userId: string },
): Promise<Ticket[]> {
  const all: Ticket[] = [];
  let page: Ticket[];
  do {
    page = await openTicketsOf(desk, { ...given, skip: all.length, limit: 100 });
    all.push(...page);
  } while (page.length === 100);
  return all;
}

/** Who has tickets that wait for a customer. */
export async function assigneesWaiting(desk: Desk, workspace: string): Promise<string[]> {
  const found = await ticketModel(desk.database).distinct('assignee', {
    workspace,
    status: 'waiting_on_customer',
  });
  return found.filter((userId): userId is string => userId !== null);
}

/** Which of a requester's tickets: those that are not over, those too that wait for their verdict, or all. */
type Which = 'unfinished' | 'current' | 'all';

const STATUSES_OF: Record<Which, readonly TicketStatus[]> = {
  unfinished: UNFINISHED,
  current: STATUSES.filter((status) => !isOver(status)),
  all: STATUSES,
};

/** A requester's tickets, newest first. */
export function ticketsOfRequester(
  desk: Desk,
  {
    workspace,
    userId,
    which = 'unfinished',
    skip = 0,
    limit = 100,
  }: { workspace: string; userId: string; which?: Which } & Page,
): Promise<Ticket[]> {
  return ticketModel(desk.database)
    .find({ workspace, requester: userId, status: trusted({ $in: [...STATUSES_OF[which]] }) })
    .sort({ createdAt: -1 })
    .skip(skip)
    .limit(limit)
    .lean<Ticket[]>();
}

/** How many tickets stand in each status. */
export async function countByStatus(desk: Desk, workspace: string): Promise<Record<TicketStatus, number>> {
  const Ticket = ticketModel(desk.database);
  const counts = await Promise.all(STATUSES.map((status) => Ticket.countDocuments({ workspace, status })));
  return Object.fromEntries(STATUSES.map((status, index) => [status, counts[index] ?? 0])) as Record<
    TicketStatus,
    number
  >;
}

/** The ticket whose card's thread or requester's thread this is, and which of the two. */
export async function ticketOfThread(
  desk: Desk,
  workspace: string,
  { channel, ts }: Place,
): Promise<{ ticket: Ticket; side: 'team' | 'requester' } | null> {
  const Ticket = ticketModel(desk.database);
  const talk = await Ticket.findOne({ workspace, 'talk.channel': channel, 'talk.ts': ts }).lean<Ticket>();
  if (talk) return { ticket: talk, side: 'requester' };
  const card =
    (await Ticket.findOne({ workspace, 'card.channel': channel, 'card.ts': ts }).lean<Ticket>()) ??
    (await Ticket.findOne({
      workspace,
      'formerCards.channel': channel,
      'formerCards.ts': ts,
    }).lean<Ticket>());
  return card ? { ticket: card, side: 'team' } : null;
}

/** A page of a ticket's conversation, newest first. */
export function messagesOf(
  desk: Desk,
  { workspace, ticketId, skip = 0, limit = 100 }: { workspace: string; ticketId: string } & Page,
): Promise<TicketMessage[]> {
  return messageModel(desk.database)
    .find({ workspace, ticketId })
    .sort({ at: -1, _id: -1 })
    .skip(skip)
    .limit(limit)
    .lean<TicketMessage[]>();
}

/** @throws UserError when there is no such message any more. */
export async function getMessage(
  desk: Desk,
  { workspace, messageId }: { workspace: string; messageId: string },
): Promise<TicketMessage> {
  const message = await messageModel(desk.database)
    .findOne({ workspace, _id: messageId, deletedAt: null })
    .lean<TicketMessage>();
  if (!message) throw new UserError('This message was deleted.');
  return message;
}

/** History entries of all tickets in a span of time (start included, end not), in order: what figures are made from. */
export function eventsBetween(
  desk: Desk,
  { workspace, from, to, kinds }: { workspace: string; from: Date; to: Date; kinds?: readonly HistoryKind[] },
): Promise<(HistoryEntry & { ticketId: string })[]> {
  return eventModel(desk.database)
    .find(
      {
        workspace,
        at: trusted({ $gte: from, $lt: to }),
        ...(kinds ? { kind: trusted({ $in: [...kinds] }) } : {}),
      },
      { _id: 0 },
    )
    .sort({ at: 1 })
    .lean<(HistoryEntry & { ticketId: string })[]>();
}
