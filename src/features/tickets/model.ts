import { defineModel, trusted } from '../../platform/database/index.ts';
import type { HistoryEntry, Ticket, TicketMessage } from './domain/types.ts';

type Stored<Document> = Omit<Document, 'workspace'>;

const place = { _id: false, channel: String, ts: String };

export const ticketModel = defineModel<Stored<Ticket>>(
  'tickets',
  {
    _id: { type: String, required: true },
    number: { type: Number, required: true },
    rev: { type: Number, required: true },
    status: { type: String, required: true },
    priority: { type: String, required: true },
    rank: { type: Number, required: true },
    category: { type: String, required: true },
    tags: { type: [String], default: [] },
    subject: { type: String, required: true },
    text: { type: String, default: '' },
    fields: { type: Object, default: {} },
    skills: { type: [String], default: [] },
    slaPolicy: { type: String, default: null },
    requester: { type: String, required: true },
    assignee: { type: String, default: null },
    lastAssignee: { type: String, default: null },
    returns: { type: [{ _id: false, by: String, at: Date }], default: [] },
    watchers: { type: [String], default: [] },
    origin: { type: Object, required: true },
    journey: { type: Object, default: null },
    answers: { type: [Object], default: [] },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    assignedAt: { type: Date, default: null },
    firstReplyAt: { type: Date, default: null },
    waitingSince: { type: Date, default: null },
    remindedAt: { type: Date, default: null },
    resolvedAt: { type: Date, default: null },
    closedAt: { type: Date, default: null },
    mentionedAt: { type: Date, default: null },
    mentionDueAt: { type: Date, default: null },
    unmentioned: { type: Number, default: 0 },
    explanation: { type: Object, default: null },
    estimate: { type: Object, default: null },
    links: { type: [String], default: [] },
    mergedInto: { type: String, default: null },
    rating: { type: Object, default: null },
    card: { type: place, default: null },
    formerCards: { type: [place], default: [] },
    talk: { type: place, default: null },
    unreachable: { type: Boolean, default: false },
    words: { type: [String], default: [] },
    pending: { type: [Object], default: [] },
  },
  [
    {
      keys: { workspace: 1, number: 1 },
      unique: true,
      serves: 'a ticket by its number, which is never given twice',
    },
    {
      keys: { workspace: 1, 'origin.kind': 1, 'origin.key': 1 },
      unique: true,
      serves: 'the same act opens one ticket however often it is tried',
    },
    {
      keys: { workspace: 1, status: 1, rank: 1, createdAt: 1 },
      serves: 'the queue in its order; counts by status',
    },
    {
      keys: { workspace: 1, assignee: 1, status: 1, rank: 1, createdAt: 1 },
      serves: 'an agent’s tickets; places to reconcile',
    },
    { keys: { workspace: 1, requester: 1, status: 1, createdAt: -1 }, serves: 'a requester’s tickets' },
    { keys: { workspace: 1, status: 1, changedAt: 1 }, serves: 'merges that may have been cut in two' },
    { keys: { workspace: 1, createdAt: -1 }, serves: 'exports and figures by day of creation' },
    { keys: { workspace: 1, words: 1, createdAt: -1 }, serves: 'search by words, newest first' },
    { keys: { workspace: 1, tags: 1, createdAt: -1 }, serves: 'search by tag' },
    { keys: { workspace: 1, 'card.channel': 1, 'card.ts': 1 }, serves: 'the ticket of a card’s thread' },
    {
      keys: { workspace: 1, 'formerCards.channel': 1, 'formerCards.ts': 1 },
      serves: 'the ticket of a thread whose card was replaced',
    },
    { keys: { workspace: 1, 'talk.channel': 1, 'talk.ts': 1 }, serves: 'the ticket of a requester’s thread' },
    {
      keys: { workspace: 1, 'pending.at': 1 },
      serves: 'the relay’s net: tickets with entries not copied yet',
    },
    {
      keys: { workspace: 1, waitingSince: 1 },
      partialFilterExpression: { status: 'waiting_on_customer' },
      serves: 'reminders and resolving of those who do not answer',
    },
    {
      keys: { workspace: 1, mentionDueAt: 1 },
      partialFilterExpression: { unmentioned: { $gt: 0 } },
      serves: 'assignees who are to be told of several messages at once',
    },
    {
      keys: { workspace: 1, resolvedAt: 1 },
      partialFilterExpression: { status: 'resolved' },
      serves: 'closing what stayed silent',
    },
  ],
);

/** History entries that were copied from the tickets: append-only. */
export const eventModel = defineModel<HistoryEntry & { ticketId: string }>(
  'ticket_events',
  {
    ticketId: { type: String, required: true },
    seq: { type: Number, required: true },
    kind: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    status: Object,
    assignee: Object,
    holder: Object,
    priority: Object,
    why: String,
    messageId: String,
    details: Object,
  },
  [
    {
      keys: { workspace: 1, ticketId: 1, seq: 1 },
      unique: true,
      serves: 'an entry is copied once; a ticket’s history in order',
    },
    { keys: { workspace: 1, at: 1, kind: 1 }, serves: 'figures and exports by day' },
    {
      keys: { workspace: 1, messageId: 1 },
      partialFilterExpression: { messageId: { $exists: true } },
      serves: 'whether a message was told of already',
    },
  ],
);

export const messageModel = defineModel<Stored<TicketMessage>>(
  'ticket_messages',
  {
    _id: { type: String, required: true },
    ticketId: { type: String, required: true },
    kind: { type: String, required: true },
    author: { type: String, required: true },
    text: { type: String, default: '' },
    files: { type: [Object], default: [] },
    at: { type: Date, required: true },
    key: { type: String, required: true },
    source: { type: { ...place, thread: String }, default: null },
    copies: { type: [place], default: [] },
    uploads: { type: [String], default: undefined },
    seq: { type: Number, default: null },
    editedAt: { type: Date, default: null },
    editedTs: String,
    deletedAt: { type: Date, default: null },
    stale: Boolean,
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'the same act stores one message' },
    { keys: { workspace: 1, ticketId: 1, at: 1, _id: 1 }, serves: 'a conversation in order, in pages' },
    { keys: { workspace: 1, at: 1 }, serves: 'exports by day' },
    {
      keys: { workspace: 1, 'source.channel': 1, 'source.ts': 1 },
      serves: 'the message an edit or deletion means',
    },
    {
      keys: { workspace: 1, seq: 1, at: 1 },
      partialFilterExpression: { seq: null },
      serves: 'the net: messages whose ticket does not know of them yet',
    },
    {
      keys: { workspace: 1, stale: 1 },
      partialFilterExpression: { stale: true },
      serves: 'the net: edits and deletions that the copies have not followed yet',
    },
  ],
);

/**
 * Matches words that no later edit has changed, so that whoever comes late does not bring back what was said before. Slack
 * counts edits in whole seconds: of two in one second the one that is handled last stays.
 */
export function notEditedAfter(editedTs: string | undefined): { editedTs: never } {
  // Mongoose's types do not know that a field's filter may be an operator that was marked as trusted.
  return { editedTs: (editedTs === undefined ? null : trusted({ $not: { $gt: editedTs } })) as never };
}

export const counterModel = defineModel<{ name: string; value: number }>(
  'counters',
  { name: { type: String, required: true }, value: { type: Number, required: true } },
  [{ keys: { workspace: 1, name: 1 }, unique: true, serves: 'the last number that was given' }],
);
