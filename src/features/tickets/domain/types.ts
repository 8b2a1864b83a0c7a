import type { Priority, TicketStatus } from './states.ts';

/** Who caused a change: a user id, or `desk` for the app itself. */
export const DESK = 'desk';

export type HistoryKind =
  | 'opened'
  | 'assigned'
  | 'claimed'
  | 'replied'
  | 'requester_wrote'
  | 'bundled'
  | 'noted'
  | 'returned'
  | 'waiting'
  | 'reminded'
  | 'resumed'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'cancelled'
  | 'merged'
  | 'absorbed'
  | 'linked'
  | 'unlinked'
  | 'undone'
  | 'priority_changed'
  | 'retagged'
  | 'reworded'
  | 'estimated'
  | 'detailed'
  | 'rated'
  | 'commented';

/** One line of a ticket's append-only history. What did not change is absent. */
export type HistoryEntry = {
  /** The ticket's `rev` after the write that caused the entry; entries are ordered by it. */
  seq: number;
  kind: HistoryKind;
  at: Date;
  by: string;
  status?: { from: TicketStatus | null; to: TicketStatus };
  assignee?: { from: string | null; to: string | null };
  /** Whose capacity the ticket used before and after. */
  holder?: { from: string | null; to: string | null };
  priority?: { from: Priority | null; to: Priority };
  why?: string;
  /** The message that was written, as the conversation knows it. */
  messageId?: string;
  /** What only this kind has: the other ticket's id, a rating, tags … */
  details?: Record<string, unknown>;
};

/** A file of a conversation or an answer, with our own copy's place and Slack's id of it. */
export type TicketFile = {
  name: string;
  mimetype: string;
  bytes: number;
  stored: string | null;
  slackFile: string | null;
};

export type TicketAnswer = { question: string; ask: string; text: string; pictures: TicketFile[] };

/** A message of Slack's: where it stands. */
export type Place = { channel: string; ts: string };

/** Where a person wrote something, with the thread it stands in. */
export type Source = Place & { thread?: string };

/** Why this agent, and by reason how many others not and who, as far as 2 kB hold them. */
export type Explanation = {
  reason: string;
  others: Record<string, number>;
  /** User ids; absent in explanations from before names were kept. */
  names?: Record<string, string[]>;
};

/** How a ticket came to be; `key` makes a second try find the first ticket. */
export type Origin = {
  kind: 'journey' | 'message' | 'template' | 'workflow' | 'rest' | 'linked';
  key: string;
  /** The thread in which it arose: where the conversation stays when the app cannot write to the requester. */
  thread?: Place;
  /** Slack's time of the latest edit of the message it was opened with, so that an older one changes nothing. */
  editedTs?: string;
};

export type Ticket = {
  _id: string;
  workspace: string;
  number: number;
  rev: number;
  status: TicketStatus;
  priority: Priority;
  /** 0 urgent … 3 low: the order of the queue. */
  rank: number;
  category: string;
  tags: string[];
  subject: string;
  /** What the requester wrote first, whole. */
  text: string;
  fields: Record<string, string>;
  skills: string[];
  slaPolicy: string | null;
  requester: string;
  assignee: string | null;
  /** Who had it when it was resolved: the first choice when it is reopened. */
  lastAssignee: string | null;
  /** Who gave it back, and when: they do not get it again in the same shift (docs/rules/assignment.md). */
  returns: { by: string; at: Date }[];
  watchers: string[];
  origin: Origin;
  journey: { key: string; version: number } | null;
  answers: TicketAnswer[];
  createdAt: Date;
  changedAt: Date;
  assignedAt: Date | null;
  firstReplyAt: Date | null;
  waitingSince: Date | null;
  remindedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
  /** The last time the assignee was mentioned because the requester wrote. */
  mentionedAt: Date | null;
  /** When the assignee is told of what the requester wrote since; null when there is nothing to tell. */
  mentionDueAt: Date | null;
  /** How many messages that are. */
  unmentioned: number;
  explanation: Explanation | null;
  /** When its assignee means to be done; null without an estimate. */
  estimate: { dueAt: Date } | null;
  links: string[];
  mergedInto: string | null;
  rating: { score: number; comment: string; at: Date } | null;
  card: Place | null;
  /** Cards that Slack would not update any more; what is said in their threads still counts. */
  formerCards: Place[];
  /** The requester's thread with the app; null until the first message was sent. */
  talk: Place | null;
  /** The app cannot write to the requester; the card says so. */
  unreachable: boolean;
  /** Words of number, subject, text and tags, for search. */
  words: string[];
  /** Entries that are not copied to the events collection yet. */
  pending: HistoryEntry[];
};

export type MessageKind = 'requester' | 'reply' | 'question' | 'note' | 'internal';

/** One message of the conversation, on either side, or a note. */
export type TicketMessage = {
  _id: string;
  workspace: string;
  ticketId: string;
  kind: MessageKind;
  author: string;
  text: string;
  files: TicketFile[];
  at: Date;
  /** Unique per workspace: the same act stores one message. */
  key: string;
  /** Where a person wrote it in Slack; null when it came from a modal, REST or the desk. */
  source: Source | null;
  /** What the app posted of it elsewhere. */
  copies: Place[];
  /** The app's own uploads of its files, by Slack's id; absent in messages from before they were kept. */
  uploads?: string[];
  /** The history entry that tells of it; null until that is written. */
  seq: number | null;
  editedAt: Date | null;
  /** Slack's time of the latest edit that was followed, so that an older one changes nothing. */
  editedTs?: string;
  deletedAt: Date | null;
  /** It was edited or deleted, and its copies have not been asked to follow yet. */
  stale?: boolean;
};
