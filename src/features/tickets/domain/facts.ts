import { isDeepStrictEqual } from 'node:util';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { type Act, type Change, entryOf, illegal, type TicketState } from './change.ts';
import { wordsOfTicket } from './search.ts';
import { isOpen, isOver, type Priority, rankOf } from './states.ts';
import type { Ticket } from './types.ts';

/** Decisions about what a ticket says rather than where it stands. */

/**
 * Links the ticket with another, or takes the link away; null when it is so already.
 * `mirrors` says that it follows what was done on the other side.
 */
export function link(
  ticket: Pick<Ticket, '_id' | 'links' | 'mergedInto'>,
  act: Act & { to: Pick<Ticket, '_id' | 'number' | 'mergedInto'>; linked: boolean; mirrors?: boolean },
): Change | null {
  const { to, linked, mirrors = false } = act;
  if (ticket.links.includes(to._id) === linked) return null;
  if (!linked && (to.mergedInto === ticket._id || ticket.mergedInto === to._id))
    throw new UserError('These two were merged and stay linked.', { field: 'ticket' });
  return {
    set: { links: linked ? [...ticket.links, to._id] : ticket.links.filter((id) => id !== to._id) },
    entry: {
      ...entryOf(linked ? 'linked' : 'unlinked', act),
      details: { to: to._id, toNumber: to.number, ...(mirrors ? { mirrors } : {}) },
    },
  };
}

export function changePriority(ticket: TicketState, act: Act & { to: Priority }): Change {
  if (isOver(ticket.status)) throw illegal(ticket, 'change the priority of');
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
export type Labels = Pick<Ticket, 'category' | 'watchers'> & {
  tags: readonly string[];
  /** Absent: they stay. */
  fields?: Ticket['fields'];
};

/** Sets category, tags, fields and watchers; tags are small letters without spaces around, each once. */
export function relabel(ticket: Ticket, act: Act & Labels): Change | null {
  if (ticket.status === 'cancelled') throw illegal(ticket, 'relabel');
  const tags = [...new Set(act.tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))];
  if (tags.length > MAX_TAGS) throw new UserError(`${MAX_TAGS} tags at the most.`, { field: 'tags' });
  if (tags.some((tag) => tag.length > 40))
    throw new UserError('A tag has 40 characters at the most.', { field: 'tags' });
  const watchers = [...new Set(act.watchers)].filter((userId) => userId !== ticket.requester);
  const { category, fields = ticket.fields } = act;
  const after = { category: category.trim() || ticket.category, tags, fields, watchers };
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

/**
 * The message that the ticket was opened with says something else now. A subject that was taken from its first line
 * follows; one that somebody chose stays. Null when nothing is different.
 */
export function reword(
  ticket: Pick<Ticket, 'number' | 'subject' | 'text' | 'tags' | 'category'>,
  act: Act & { text: string; subjectOf(text: string): string },
): Change | null {
  const { text, subjectOf } = act;
  if (text.trim() === ticket.text.trim()) return null;
  const subject = ticket.subject === subjectOf(ticket.text) ? subjectOf(text) : ticket.subject;
  return {
    set: { text, subject, words: wordsOfTicket({ ...ticket, text, subject }) },
    entry: { ...entryOf('reworded', act), details: { from: { subject: ticket.subject, text: ticket.text } } },
  };
}

/** When the assignee means to be done, given at the claim or later; null takes it back. */
export function estimate(ticket: TicketState, act: Act & { dueAt: Date | null }): Change | null {
  const { by, now, dueAt } = act;
  if (ticket.assignee !== by)
    throw new NotAllowed(`Only the one who has T-${ticket.number} can say when it will be done.`);
  if (!isOpen(ticket.status)) throw illegal(ticket, 'estimate');
  if (dueAt && (dueAt <= now || dueAt.getTime() - now.getTime() > MAX_ESTIMATE_DAYS * 86_400_000))
    throw new UserError('Choose a moment from now on, within a year.', { field: 'dueAt' });
  if (dueAt?.getTime() === ticket.estimate?.dueAt.getTime()) return null;
  return {
    set: { estimate: dueAt && { dueAt } },
    entry: { ...entryOf('estimated', act), details: { dueAt, from: ticket.estimate?.dueAt ?? null } },
  };
}

/** The requester's verdict on a resolved ticket: a whole number from 1 to 5; null when it is theirs already. */
export function rate(ticket: TicketState, act: Act & { score: number }): Change | null {
  if (act.by !== ticket.requester) throw new UserError('Only the person who asked can rate the answer.');
  if (ticket.status !== 'resolved' && ticket.status !== 'closed') throw illegal(ticket, 'rate');
  const { score, now } = act;
  if (!Number.isInteger(score) || score < 1 || score > 5)
    throw new UserError('Choose 1 to 5.', { field: 'score' });
  if (ticket.rating?.score === score) return null;
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
