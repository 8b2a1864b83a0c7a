import { nanoid } from 'nanoid';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { clean } from '../../../platform/slack/index.ts';
import { wordsOfTicket } from '../domain/search.ts';
import { type Priority, rankOf } from '../domain/states.ts';
import type { HistoryEntry, Origin, Place, Ticket, TicketAnswer, TicketFile } from '../domain/types.ts';
import { counterModel, ticketModel } from '../model.ts';

/** The first ticket of a workspace is T-1001. */
const FIRST_NUMBER = 1001;
const MAX_TAGS = 20;

export type OpenTicketInput = {
  workspace: string;
  requester: string;
  /** Who opened it, when that is not the requester. */
  by?: string;
  origin: Origin;
  subject: string;
  text?: string;
  priority?: Priority;
  category?: string;
  tags?: string[];
  skills?: string[];
  slaPolicy?: string | null;
  fields?: Record<string, string>;
  journey?: { key: string; version: number };
  answers?: TicketAnswer[];
  links?: string[];
  /** Files that came with the request; they are passed on in the team's thread. */
  files?: TicketFile[];
  /** Where the request arose, when its thread is to get the number. */
  talk?: Place;
};

/** Opens a ticket, once per origin: a second try finds the first ticket. The number comes from the workspace's counter. */
export async function openTicket(desk: Desk, input: OpenTicketInput): Promise<Ticket> {
  const { workspace, origin } = input;
  const earlier = await findByOrigin(desk, workspace, origin);
  if (earlier) return earlier;
  const ticket = newTicket(input, await nextNumber(desk, workspace), desk.clock.now());
  try {
    await ticketModel(desk.database).collection.insertOne(ticket as never);
  } catch (error) {
    const other = isDuplicateKey(error) ? await findByOrigin(desk, workspace, origin) : null;
    if (!other) throw error;
    return other;
  }
  desk.events.emit('ticket.changed', { workspace, ticketId: ticket._id });
  desk.events.emit('ticket.opened', { workspace, ticketId: ticket._id });
  desk.events.emit('ticket.queued', { workspace, ticketId: ticket._id });
  return ticket;
}

function findByOrigin(desk: Desk, workspace: string, { kind, key }: Origin): Promise<Ticket | null> {
  return ticketModel(desk.database)
    .findOne({ workspace, 'origin.kind': kind, 'origin.key': key })
    .lean<Ticket>();
}

/** The next number of the workspace; numbers increase and are never given twice, gaps may happen. */
async function nextNumber(desk: Desk, workspace: string): Promise<number> {
  const Counter = counterModel(desk.database);
  const take = () =>
    Counter.findOneAndUpdate(
      { workspace, name: 'ticket' },
      { $inc: { value: 1 } },
      { upsert: true, returnDocument: 'after' },
    ).lean();
  const counter = await take().catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
    return take();
  });
  return FIRST_NUMBER - 1 + (counter?.value ?? 0);
}

function newTicket(input: OpenTicketInput, number: number, now: Date): Ticket {
  const { workspace, requester, by = requester, origin, priority = 'medium', journey } = input;
  const { links, files } = input;
  const opened: HistoryEntry = {
    seq: 1,
    kind: 'opened',
    at: now,
    by,
    status: { from: null, to: 'new' },
    priority: { from: null, to: priority },
    details: { origin: origin.kind, ...(links ? { links } : {}), ...(files?.length ? { files } : {}) },
  };
  const ticket: Ticket = {
    _id: nanoid(),
    workspace,
    number,
    rev: 1,
    status: 'new',
    priority,
    rank: rankOf(priority),
    category: input.category ?? 'Other',
    tags: (input.tags ?? []).slice(0, MAX_TAGS),
    subject: clean(input.subject).replaceAll(/\s+/g, ' ').trim() || 'Without a subject',
    text: clean(input.text ?? ''),
    fields: input.fields ?? {},
    skills: input.skills ?? [],
    slaPolicy: input.slaPolicy ?? null,
    requester,
    assignee: null,
    lastAssignee: null,
    returns: [],
    watchers: by === requester ? [] : [by],
    origin,
    journey: journey ?? null,
    answers: input.answers ?? [],
    createdAt: now,
    changedAt: now,
    assignedAt: null,
    firstReplyAt: null,
    waitingSince: null,
    remindedAt: null,
    resolvedAt: null,
    closedAt: null,
    mentionedAt: null,
    mentionDueAt: null,
    unmentioned: 0,
    explanation: null,
    estimate: null,
    links: links ?? [],
    mergedInto: null,
    rating: null,
    card: null,
    formerCards: [],
    talk: input.talk ?? null,
    unreachable: false,
    words: [],
    pending: [opened],
  };
  return { ...ticket, words: wordsOfTicket(ticket) };
}
