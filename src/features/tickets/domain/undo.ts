import { UserError } from '../../../platform/errors.ts';
import type { Act, Change } from './change.ts';
import { holderOf, NOTHING_UNTOLD } from './move.ts';
import { wordsOfTicket } from './search.ts';
import { rankOf } from './states.ts';
import type { HistoryEntry, HistoryKind, Ticket } from './types.ts';

/** What a person can take back; what cannot be asks before it is done (docs/rules/tickets.md). */
const UNDOABLE: ReadonlySet<HistoryKind> = new Set([
  'assigned',
  'claimed',
  'returned',
  'waiting',
  'resumed',
  'resolved',
  'priority_changed',
  'retagged',
]);

/** What changes category, tags, fields or watchers; a merge adds watchers, a journey's answers set category and fields. */
const RELABELLING: ReadonlySet<HistoryKind> = new Set(['retagged', 'detailed', 'absorbed']);

/** Whether the change can be taken back as long as nobody has changed the same since. */
export function canUndo({ kind }: Pick<HistoryEntry, 'kind'>): boolean {
  return UNDOABLE.has(kind);
}

/** Somebody has changed the same since, so nothing is taken back. */
export class ChangedSince extends UserError {
  override readonly name: string = 'ChangedSince';
  readonly entry: HistoryEntry;
  constructor(entry: HistoryEntry, number: number) {
    super(`T-${number} was changed again since then. Nothing was taken back.`);
    this.entry = entry;
  }
}

/** Takes one change of the history back, unless somebody changed the same later. */
export function undo(ticket: Ticket, history: readonly HistoryEntry[], seq: number, act: Act): Change {
  const entry = history.find((one) => one.seq === seq);
  if (!entry || !canUndo(entry)) throw new UserError('This cannot be taken back.');
  const later = history.filter((one) => one.seq > seq);
  if (later.some(({ kind, details }) => kind === 'undone' && details?.of === seq))
    throw new UserError('This was taken back already.');
  const since = later.findLast((one) => concernsTheSame(one, entry));
  if (since) throw new ChangedSince(since, ticket.number);
  const status = entry.status?.from ?? ticket.status;
  const assignee = entry.assignee ? entry.assignee.from : ticket.assignee;
  const holder = { from: holderOf(ticket.status, ticket.assignee), to: holderOf(status, assignee) };
  return {
    set: {
      status,
      assignee,
      ...times(ticket, entry, act.now),
      ...(entry.priority?.from ? { priority: entry.priority.from, rank: rankOf(entry.priority.from) } : {}),
      ...labels(ticket, entry),
    },
    entry: {
      kind: 'undone',
      at: act.now,
      by: act.by,
      ...(entry.status ? { status: { from: ticket.status, to: status } } : {}),
      ...(entry.assignee ? { assignee: { from: ticket.assignee, to: assignee } } : {}),
      ...(entry.priority?.from ? { priority: { from: ticket.priority, to: entry.priority.from } } : {}),
      ...(holder.from === holder.to ? {} : { holder }),
      details: { of: seq, kind: entry.kind },
    },
  };
}

/** A later rating counts as well: it judges the resolution. */
function concernsTheSame(later: HistoryEntry, entry: HistoryEntry): boolean {
  if (later.status || later.assignee) return Boolean(entry.status || entry.assignee);
  if (later.kind === 'rated') return entry.kind === 'resolved';
  if (later.priority) return Boolean(entry.priority);
  return entry.kind === 'retagged' && RELABELLING.has(later.kind);
}

/** The moments that belong to where the ticket goes back to. */
function times(ticket: Ticket, entry: HistoryEntry, now: Date): Partial<Ticket> {
  const from = entry.status?.from;
  return {
    ...(entry.kind === 'resolved' ? { resolvedAt: null } : {}),
    ...(from === 'waiting_on_customer' ? { waitingSince: now, remindedAt: null } : {}),
    ...(entry.kind === 'waiting' ? { waitingSince: null, remindedAt: null } : {}),
    ...(entry.kind === 'returned'
      ? { returns: ticket.returns.filter(({ by }) => by !== entry.assignee?.from) }
      : {}),
    ...(entry.assignee ? { estimate: null, explanation: null, mentionedAt: null, ...NOTHING_UNTOLD } : {}),
  };
}

/** Category, tags, fields and watchers as they were. */
function labels(ticket: Ticket, { kind, details }: HistoryEntry): Partial<Ticket> {
  if (kind !== 'retagged') return {};
  const before = details?.from as Partial<Pick<Ticket, 'category' | 'tags' | 'fields' | 'watchers'>>;
  return { ...before, words: wordsOfTicket({ ...ticket, ...before }) };
}
