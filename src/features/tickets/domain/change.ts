import { UserError } from '../../../platform/errors.ts';
import { STATUS_NAMES } from './states.ts';
import type { HistoryEntry, HistoryKind, Ticket } from './types.ts';

/** A decision: what the ticket becomes and the entry that says so (its `seq` comes with the write). */
export type Change = { set: Partial<Ticket>; entry: Omit<HistoryEntry, 'seq'> };

/** Who acts and when. */
export type Act = { by: string; now: Date; why?: string | undefined };

/** What a decision may look at. */
export type TicketState = Pick<
  Ticket,
  | 'number'
  | 'status'
  | 'assignee'
  | 'lastAssignee'
  | 'returns'
  | 'requester'
  | 'priority'
  | 'firstReplyAt'
  | 'mentionedAt'
  | 'mentionDueAt'
  | 'unmentioned'
  | 'mergedInto'
  | 'rating'
  | 'estimate'
>;

/** An entry that says who did what and when, and why where there is a reason. */
export function entryOf(kind: HistoryKind, { by, now, why }: Act): Omit<HistoryEntry, 'seq'> {
  return { kind, at: now, by, ...(why?.trim() ? { why: why.trim() } : {}) };
}

/** What is said where the table of states allows no such move. */
export const illegal = (ticket: TicketState, verb: string): UserError =>
  new UserError(
    `You cannot ${verb} T-${ticket.number}: it is ${STATUS_NAMES[ticket.status].toLowerCase()}${
      ticket.mergedInto ? ' and merged into another ticket' : ''
    }.`,
  );
