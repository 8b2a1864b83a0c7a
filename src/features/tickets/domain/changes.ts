import { isDeepStrictEqual } from 'node:util';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { wordsOfTicket } from './search.ts';
import {
  nextStatus,
  type Priority,
  rankOf,
  STATUS_NAMES,
  type TicketEvent,
  type TicketStatus,
  usesCapacity,
} from './states.ts';
import { DESK, type Explanation, type HistoryEntry, type HistoryKind, type Ticket } from './types.ts';

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
  if (mention) return { mentionedAt: now, mentionDueAt: null, unmentioned: 0 };
  return ticket.assignee === null ? {} : { mentionDueAt: free, unmentioned: ticket.unmentioned + 1 };
}

/** The assignee is told at once of all that the requester wrote since they were mentioned; null when they know. */
export function bundle(ticket: TicketState, now: Date): Change | null {
  const { mentionDueAt, unmentioned } = ticket;
  if (!mentionDueAt || mentionDueAt > now || unmentioned === 0) return null;
  return {
    set: { mentionedAt: now, mentionDueAt: null, unmentioned: 0 },
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
  return move(ticket, 'resume', 'resumed', act, { waitingSince: null, remindedAt: null });
}

export function resolve(ticket: TicketState, act: Act): Change {
  return move(ticket, 'resolve', 'resolved', act, {
    resolvedAt: act.now,
    lastAssignee: ticket.assignee,
    waitingSince: null,
    remindedAt: null,
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

/** Links the ticket with another, or takes the link away; null when it is so already. */
export function link(
  ticket: Pick<Ticket, '_id' | 'links' | 'mergedInto'>,
  act: Act & { to: Pick<Ticket, '_id' | 'number' | 'mergedInto'>; linked: boolean },
): Change | null {
  const { to, linked } = act;
  if (ticket.links.includes(to._id) === linked) return null;
  if (!linked && (to.mergedInto === ticket._id || ticket.mergedInto === to._id))
    throw new UserError('These two were merged and stay linked.', { field: 'ticket' });
  return {
    set: { links: linked ? [...ticket.links, to._id] : ticket.links.filter((id) => id !== to._id) },
    entry: {
      ...entryOf(linked ? 'linked' : 'unlinked', act),
      details: { to: to._id, toNumber: to.number },
    },
  };
}

export function changePriority(ticket: TicketState, act: Act & { to: Priority }): Change {
  if (ticket.status === 'closed' || ticket.status === 'cancelled')
    throw illegal(ticket, 'change the priority of');
  if (ticket.priority === act.to)
    throw new UserError(`T-${ticket.number} has this priority already.`, { field: 'priority' });
  return {
    set: { priority: act.to, rank: rankOf(act.to) },
    entry: { ...entryOf('priority_changed', act), priority: { from: ticket.priority, to: act.to } },
  };
}

const MAX_ESTIMATE_DAYS = 366;
const MAX_TAGS = 20;

/** What people may write on a ticket beside the conversation. */
export type Labels = Pick<Ticket, 'category' | 'fields' | 'watchers'> & { tags: readonly string[] };

/** Sets category, tags, fields and watchers; tags are small letters without spaces around, each once. */
export function relabel(ticket: Ticket, act: Act & Labels): Change | null {
  if (ticket.status === 'cancelled') throw illegal(ticket, 'relabel');
  const tags = [...new Set(act.tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))];
  if (tags.length > MAX_TAGS) throw new UserError(`${MAX_TAGS} tags at the most.`, { field: 'tags' });
  if (tags.some((tag) => tag.length > 40))
    throw new UserError('A tag has 40 characters at the most.', { field: 'tags' });
  const watchers = [...new Set(act.watchers)].filter((userId) => userId !== ticket.requester);
  const after = { category: act.category.trim() || ticket.category, tags, fields: act.fields, watchers };
  const from = {
    category: ticket.category,
    tags: ticket.tags,
    fields: ticket.fields,
    watchers: ticket.watchers,
  };
  if (isDeepStrictEqual(after, from)) return null;
  return {
    set: { ...after, words: wordsOfTicket({ ...ticket, ...after }) },
    entry: { ...entryOf('retagged', act), details: { ...after, from } },
  };
}

/** When the assignee means to be done, given at the claim or later; null takes it back. */
export function estimate(ticket: TicketState, act: Act & { dueAt: Date | null }): Change | null {
  const { by, now, dueAt } = act;
  if (ticket.assignee !== by)
    throw new NotAllowed(`Only the one who has T-${ticket.number} can say when it will be done.`);
  if (ticket.status === 'resolved' || ticket.status === 'closed' || ticket.status === 'cancelled')
    throw illegal(ticket, 'estimate');
  if (dueAt && (dueAt <= now || dueAt.getTime() - now.getTime() > MAX_ESTIMATE_DAYS * 86_400_000))
    throw new UserError('Choose a moment from now on, within a year.', { field: 'dueAt' });
  if (dueAt?.getTime() === ticket.estimate?.dueAt.getTime()) return null;
  return {
    set: { estimate: dueAt && { dueAt } },
    entry: { ...entryOf('estimated', act), details: { dueAt, from: ticket.estimate?.dueAt ?? null } },
  };
}

/** The requester's verdict on a resolved ticket: a whole number from 1 to 5. */
export function rate(ticket: TicketState, act: Act & { score: number }): Change {
  if (act.by !== ticket.requester) throw new UserError('Only the person who asked can rate the answer.');
  if (ticket.status !== 'resolved' && ticket.status !== 'closed') throw illegal(ticket, 'rate');
  const { score, now } = act;
  if (!Number.isInteger(score) || score < 1 || score > 5)
    throw new UserError('Choose 1 to 5.', { field: 'score' });
  return {
    set: { rating: { score, comment: '', at: now } },
    entry: { ...entryOf('rated', act), details: { score, agent: ticket.lastAssignee } },
  };
}

/** What the requester adds to the rating in words. */
export function comment(ticket: TicketState, act: Act & { comment: string }): Change {
  if (act.by !== ticket.requester) throw new UserError('Only the person who asked can comment the answer.');
  if (!ticket.rating) throw new UserError('Rate the answer first.');
  return {
    set: { rating: { ...ticket.rating, comment: act.comment } },
    entry: { ...entryOf('commented', act), details: { comment: act.comment } },
  };
}

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

function move(
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
  const known = act.by === ticket.assignee ? { mentionDueAt: null, unmentioned: 0 } : {};
  const fresh = assignee === ticket.assignee ? {} : { mentionedAt: null, mentionDueAt: null, unmentioned: 0 };
  return {
    set: {
      ...known,
      ...fresh,
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

function entryOf(kind: HistoryKind, { by, now, why }: Act): Omit<HistoryEntry, 'seq'> {
  return { kind, at: now, by, ...(why?.trim() ? { why: why.trim() } : {}) };
}

const withMessage = (change: Change, messageId: string): Change => ({
  ...change,
  entry: { ...change.entry, messageId },
});

const illegal = (ticket: TicketState, verb: string): UserError =>
  new UserError(
    `You cannot ${verb} T-${ticket.number}: it is ${STATUS_NAMES[ticket.status].toLowerCase()}${
      ticket.mergedInto ? ' and merged into another ticket' : ''
    }.`,
  );

const ownRequest = (number: number): string =>
  `T-${number} is a request of your own. Someone else has to work on it.`;
