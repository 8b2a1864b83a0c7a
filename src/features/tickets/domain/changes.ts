import { UserError } from '../../../platform/errors.ts';
import { type Act, type Change, entryOf, type TicketState } from './change.ts';
import { holderOf, move, NOTHING_UNTOLD } from './move.ts';
import { DESK, type Explanation, type Ticket } from './types.ts';

/** Messages of the requester within this time mention the assignee once (docs/rules/tickets.md). */
const MENTION_PAUSE_MINUTES = 5;

/** The ticket has been taken by somebody else: the loser is told who. */
export class AlreadyTaken extends UserError {
  override readonly name: string = 'AlreadyTaken';
  readonly winner: string;
  constructor(winner: string, number: number) {
    super(`T-${number} was taken already.`);
    this.winner = winner;
  }
}

/** An agent takes a new ticket, or starts on one that was assigned to them. */
export function claim(ticket: TicketState, act: Act): Change {
  if (ticket.assignee !== null && ticket.assignee !== act.by)
    throw new AlreadyTaken(ticket.assignee, ticket.number);
  if (ticket.requester === act.by) throw new UserError(ownRequest(ticket.number));
  return move(ticket, 'claim', 'claimed', act, { assignee: act.by });
}

/** The desk or a lead gives the ticket to an agent. */
export function assign(
  ticket: TicketState,
  act: Act & { to: string; explanation?: Explanation | undefined; fromQueueOnly?: boolean | undefined },
): Change {
  if (act.fromQueueOnly && ticket.status !== 'new')
    throw new AlreadyTaken(ticket.assignee ?? '', ticket.number);
  if (ticket.requester === act.to) throw new UserError(ownRequest(ticket.number));
  if (ticket.assignee === act.to && ticket.status !== 'waiting_on_customer')
    throw new UserError(`T-${ticket.number} is theirs already.`, { field: 'assignee' });
  return move(
    ticket,
    'assign',
    'assigned',
    act,
    { assignee: act.to, explanation: act.explanation ?? null },
    act.explanation ? { explanation: act.explanation } : undefined,
  );
}

/** Somebody of the team wrote to the requester. */
export function reply(ticket: TicketState, act: Act & { messageId: string }): Change {
  const event = ticket.assignee === act.by ? 'assigneeReplied' : 'otherReplied';
  const change = move(ticket, event, 'replied', act, ticket.firstReplyAt ? {} : { firstReplyAt: act.now });
  return withMessage(change, act.messageId);
}

/** The requester wrote. */
export function requesterWrote(ticket: TicketState, act: Act & { messageId: string }): Change {
  const free = (ticket.mentionedAt?.getTime() ?? Number.NEGATIVE_INFINITY) + MENTION_PAUSE_MINUTES * 60_000;
  const mention = ticket.assignee !== null && act.now.getTime() >= free;
  const set = { ...mentions(ticket, mention, act.now, new Date(free)), waitingSince: null, remindedAt: null };
  const change = move(
    ticket,
    'requesterWrote',
    'requester_wrote',
    act,
    set,
    mention ? { mention } : undefined,
  );
  return withMessage(change, act.messageId);
}

/** Mentions now, or notes that there is something to tell once the pause is over; nothing without an assignee. */
function mentions(ticket: TicketState, mention: boolean, now: Date, free: Date): Partial<Ticket> {
  if (mention) return { mentionedAt: now, ...NOTHING_UNTOLD };
  return ticket.assignee === null ? {} : { mentionDueAt: free, unmentioned: ticket.unmentioned + 1 };
}

/** The assignee is told at once of all that the requester wrote since they were mentioned; null when they know. */
export function bundle(ticket: TicketState, now: Date): Change | null {
  const { mentionDueAt, unmentioned } = ticket;
  if (!mentionDueAt || mentionDueAt > now || unmentioned === 0) return null;
  return {
    set: { mentionedAt: now, ...NOTHING_UNTOLD },
    entry: { ...entryOf('bundled', { by: DESK, now }), details: { count: unmentioned } },
  };
}

/** A note for the team alone; it moves nothing. */
export function note(ticket: TicketState, act: Act & { messageId: string }): Change {
  if (ticket.mergedInto) throw new UserError(`T-${ticket.number} was merged. Write on the other ticket.`);
  return withMessage({ set: {}, entry: entryOf('noted', act) }, act.messageId);
}

/** The assignee gives the ticket back to the queue. */
export function giveBack(ticket: TicketState, act: Act): Change {
  if (!act.why?.trim())
    throw new UserError('Say why, for example: needs someone with billing access.', { field: 'why' });
  const returned = ticket.assignee ? [{ by: ticket.assignee, at: act.now }] : [];
  return move(ticket, 'return', 'returned', act, {
    assignee: null,
    explanation: null,
    returns: [...ticket.returns.filter(({ by }) => by !== ticket.assignee), ...returned],
  });
}

/** The team waits for the requester; `messageId` is the question that goes out. */
export function wait(ticket: TicketState, act: Act & { messageId?: string | undefined }): Change {
  const change = move(ticket, 'wait', 'waiting', act, { waitingSince: act.now, remindedAt: null });
  return act.messageId ? withMessage(change, act.messageId) : change;
}

/** Work goes on without the requester's answer. */
export function resume(ticket: TicketState, act: Act): Change {
  return move(ticket, 'resume', 'resumed', act);
}

export function resolve(ticket: TicketState, act: Act): Change {
  return move(ticket, 'resolve', 'resolved', act, {
    resolvedAt: act.now,
    lastAssignee: ticket.assignee,
  });
}

/** Back to the former assignee when they are eligible, else to the queue. */
export function reopen(ticket: TicketState, act: Act & { formerIsEligible: boolean }): Change {
  if (ticket.mergedInto) throw new UserError(`T-${ticket.number} was merged and cannot be reopened.`);
  const former = ticket.lastAssignee ?? ticket.assignee;
  const toAgent = former !== null && act.formerIsEligible;
  return move(ticket, toAgent ? 'reopenToAgent' : 'reopenToQueue', 'reopened', act, {
    assignee: toAgent ? former : null,
    resolvedAt: null,
    closedAt: null,
    estimate: null,
  });
}

export function close(ticket: TicketState, act: Act): Change {
  return move(ticket, 'close', 'closed', act, { closedAt: act.now });
}

export function cancel(ticket: TicketState, act: Act): Change {
  return move(ticket, 'cancel', 'cancelled', act, { closedAt: act.now });
}

/** The ticket's conversation goes on in another. */
export function mergeInto(ticket: TicketState, act: Act & { into: string; intoNumber: number }): Change {
  return move(
    ticket,
    'merge',
    'merged',
    act,
    { mergedInto: act.into, closedAt: act.now },
    { into: act.into, intoNumber: act.intoNumber },
  );
}

/** Takes a merge into `from` back, because that one was merged into this at the same moment; null when it is not so. */
export function unmerge(ticket: TicketState, act: Act & { from: string }): Change | null {
  if (ticket.mergedInto !== act.from) return null;
  const to = ticket.assignee ? 'assigned' : 'new';
  const holder = { from: null, to: holderOf(to, ticket.assignee) };
  return {
    set: { mergedInto: null, closedAt: null, status: to },
    entry: {
      ...entryOf('undone', act),
      status: { from: ticket.status, to },
      ...(holder.to ? { holder } : {}),
      details: { kind: 'merged' },
    },
  };
}

const withMessage = (change: Change, messageId: string): Change => ({
  ...change,
  entry: { ...change.entry, messageId },
});

const ownRequest = (number: number): string =>
  `T-${number} is a request of your own. Someone else has to work on it.`;
