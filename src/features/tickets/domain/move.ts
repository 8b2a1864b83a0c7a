import { type Act, type Change, entryOf, illegal, type TicketState } from './change.ts';
import { isOver, nextStatus, type TicketEvent, type TicketStatus, usesCapacity } from './states.ts';
import type { HistoryKind, Ticket } from './types.ts';

/** The assignee knows of all that was written, or need not any more. */
export const NOTHING_UNTOLD = { mentionDueAt: null, unmentioned: 0 };

const VERBS: Record<TicketEvent, string> = {
  assign: 'assign',
  claim: 'claim',
  assigneeReplied: 'reply on',
  otherReplied: 'reply on',
  requesterWrote: 'write on',
  return: 'return',
  wait: 'wait on',
  resume: 'go on with',
  resolve: 'resolve',
  reopenToAgent: 'reopen',
  reopenToQueue: 'reopen',
  close: 'close',
  cancel: 'cancel',
  merge: 'merge',
};

/**
 * Moves a ticket by an event of the table of states: its status, whose capacity it uses, and what the move makes void.
 * @throws UserError where the table has no such move.
 */
export function move(
  ticket: TicketState,
  event: TicketEvent,
  kind: HistoryKind,
  act: Act,
  set: Partial<Ticket> = {},
  details?: Record<string, unknown>,
): Change {
  const to = nextStatus(ticket.status, event);
  if (to === null) throw illegal(ticket, VERBS[event]);
  const assignee = set.assignee === undefined ? ticket.assignee : set.assignee;
  const holder = { from: holderOf(ticket.status, ticket.assignee), to: holderOf(to, assignee) };
  const untold = isOver(to) ? NOTHING_UNTOLD : {};
  const fresh = assignee === ticket.assignee ? {} : { mentionedAt: null, ...NOTHING_UNTOLD };
  const waitsNoMore = ticket.status === 'waiting_on_customer' && to !== ticket.status;
  return {
    set: {
      ...untold,
      ...fresh,
      ...(waitsNoMore ? { waitingSince: null, remindedAt: null } : {}),
      ...set,
      ...(to === ticket.status ? {} : { status: to }),
      // An estimate is its assignee's word.
      ...(assignee === ticket.assignee || !ticket.estimate ? {} : { estimate: null }),
    },
    entry: {
      ...entryOf(kind, act),
      ...(to === ticket.status ? {} : { status: { from: ticket.status, to } }),
      ...(assignee === ticket.assignee ? {} : { assignee: { from: ticket.assignee, to: assignee } }),
      ...(holder.from === holder.to ? {} : { holder }),
      ...(details ? { details } : {}),
    },
  };
}

/** Whose capacity the ticket uses, or null. */
export function holderOf(status: TicketStatus, assignee: string | null): string | null {
  return usesCapacity(status) ? assignee : null;
}
