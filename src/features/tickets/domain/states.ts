/** The ways of a ticket (docs/rules/tickets.md), as one table. */
export const STATUSES = [
  'new',
  'assigned',
  'in_progress',
  'waiting_on_customer',
  'resolved',
  'closed',
  'cancelled',
] as const;
export type TicketStatus = (typeof STATUSES)[number];

export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const TICKET_EVENTS = [
  'assign',
  'claim',
  'assigneeReplied',
  'otherReplied',
  'requesterWrote',
  'return',
  'wait',
  'resume',
  'resolve',
  'reopenToAgent',
  'reopenToQueue',
  'close',
  'cancel',
  'merge',
] as const;
export type TicketEvent = (typeof TICKET_EVENTS)[number];

type Row = Partial<Record<TicketEvent, TicketStatus>>;

const open = { cancel: 'cancelled', merge: 'closed' } satisfies Row;
const reopen = { reopenToAgent: 'assigned', reopenToQueue: 'new' } satisfies Row;

/** From each status, what each event leads to; what is absent is refused. */
const TRANSITIONS: Record<TicketStatus, Row> = {
  new: { ...open, assign: 'assigned', claim: 'in_progress', otherReplied: 'new', requesterWrote: 'new' },
  assigned: {
    ...open,
    assign: 'assigned',
    claim: 'in_progress',
    assigneeReplied: 'in_progress',
    otherReplied: 'assigned',
    requesterWrote: 'assigned',
    return: 'new',
    wait: 'waiting_on_customer',
    resume: 'in_progress',
    resolve: 'resolved',
  },
  in_progress: {
    ...open,
    assign: 'assigned',
    assigneeReplied: 'in_progress',
    otherReplied: 'in_progress',
    requesterWrote: 'in_progress',
    return: 'new',
    wait: 'waiting_on_customer',
    resolve: 'resolved',
  },
  waiting_on_customer: {
    ...open,
    assign: 'assigned',
    assigneeReplied: 'waiting_on_customer',
    otherReplied: 'waiting_on_customer',
    requesterWrote: 'in_progress',
    return: 'new',
    resume: 'in_progress',
    resolve: 'resolved',
  },
  resolved: {
    ...reopen,
    assigneeReplied: 'resolved',
    otherReplied: 'resolved',
    requesterWrote: 'resolved',
    close: 'closed',
  },
  closed: reopen,
  cancelled: {},
};

/** Where the event leads from this status, or null when the move is illegal. */
export function nextStatus(status: TicketStatus, event: TicketEvent): TicketStatus | null {
  return TRANSITIONS[status][event] ?? null;
}

/** Whether a ticket in this status uses a place of its assignee's capacity (docs/rules/assignment.md). */
export function usesCapacity(status: TicketStatus): boolean {
  return status === 'assigned' || status === 'in_progress';
}

/** Untouched: nobody has begun to work on it (docs/rules/tickets.md). */
export function isUnclaimed(status: TicketStatus): boolean {
  return status === 'new' || status === 'assigned';
}

/** Not over: somebody still owes something. */
export function isOpen(status: TicketStatus): boolean {
  return status !== 'resolved' && status !== 'closed' && status !== 'cancelled';
}

/** Closed or cancelled: nothing more is asked, answered or changed. */
export function isOver(status: TicketStatus): boolean {
  return status === 'closed' || status === 'cancelled';
}

/** 0 urgent … 3 low. */
export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority);
}

/** How a status is called before the team. */
export const STATUS_NAMES: Record<TicketStatus, string> = {
  new: 'New',
  assigned: 'Assigned',
  in_progress: 'In progress',
  waiting_on_customer: 'Waiting on customer',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
};

/** How a status is called before the requester. */
export const PLAIN_STATUS_NAMES: Record<TicketStatus, string> = {
  new: 'Received',
  assigned: 'Someone has it',
  in_progress: 'We are on it',
  waiting_on_customer: 'Waiting for you',
  resolved: 'Resolved',
  closed: 'Closed',
  cancelled: 'Cancelled',
};
