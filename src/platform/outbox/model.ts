import { defineModel } from '../database/index.ts';

/** What must be told first when Slack is slow, smallest number first (docs/delivery.md). */
export const priority = { answer: 0, alert: 1, conversation: 2, newCard: 3, cardUpdate: 4, home: 5 } as const;
export type DeliveryPriority = (typeof priority)[keyof typeof priority];

/** One thing that Slack must be told. */
export interface OutboxRow {
  /** Unique in the workspace: enqueuing it again is nothing. */
  key: string;
  /** Rows of one stream go out one after the other, by `order`. */
  stream: string;
  order: number;
  priority: DeliveryPriority;
  kind: string;
  payload: Record<string, unknown>;
  state: 'waiting' | 'sent' | 'gave_up';
  /** Counts requests of a row that is redone until nothing newer was asked for. */
  wanted: number;
  /** Sendings that were begun; above 0 the message may be there although nothing was recorded. */
  attempts: number;
  createdAt: Date;
  /** When it was tried first; since then counts the time after which it is given up. */
  triedAt?: Date;
  notBefore: Date;
  sentAt?: Date;
  /** The budget that was used up when the row was last tried. */
  bucket?: string;
  gaveUpAt?: Date;
  /** When the owners were told that it was given up. */
  reportedAt?: Date | null;
  /** The lease under which the row was last touched; an older holder can no longer write. */
  fence: number;
  /** What a deliverer wants to remember between tries, such as the id of a file that is being uploaded. */
  progress: Record<string, unknown>;
  result?: { channel?: string; ts?: string };
  error?: string;
  expireAt?: Date;
}

export const outboxModel = defineModel<OutboxRow>(
  'outbox',
  {
    key: { type: String, required: true },
    stream: { type: String, required: true },
    order: { type: Number, required: true },
    priority: { type: Number, required: true },
    kind: { type: String, required: true },
    payload: { type: Object, required: true },
    state: { type: String, required: true },
    wanted: { type: Number, required: true },
    attempts: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    triedAt: Date,
    notBefore: { type: Date, required: true },
    sentAt: Date,
    bucket: String,
    gaveUpAt: Date,
    reportedAt: Date,
    fence: { type: Number, required: true },
    progress: { type: Object, required: true },
    result: { type: Object },
    error: String,
    expireAt: Date,
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'a delivery is decided once' },
    {
      keys: { workspace: 1, priority: 1, order: 1 },
      partialFilterExpression: { state: 'waiting' },
      serves: 'the relay: what waits, most urgent first',
    },
    {
      keys: { workspace: 1, stream: 1, order: 1 },
      partialFilterExpression: { state: 'waiting' },
      serves: 'the relay: the waiting rows of one stream, in order',
    },
    {
      keys: { workspace: 1, reportedAt: 1, gaveUpAt: 1 },
      partialFilterExpression: { state: 'gave_up' },
      serves: 'what was given up and whom it was told to',
    },
    { keys: { expireAt: 1 }, expireAfterSeconds: 0, serves: 'sent rows are dropped after 30 days' },
  ],
);

/** Who works on a stream. `fence` grows with each new holder. */
export interface StreamLease {
  stream: string;
  fence: number;
  until: Date;
  expireAt: Date;
}

export const leaseModel = defineModel<StreamLease>(
  'outbox_leases',
  {
    stream: { type: String, required: true },
    fence: { type: Number, required: true },
    until: { type: Date, required: true },
    expireAt: { type: Date, required: true },
  },
  [
    { keys: { workspace: 1, stream: 1 }, unique: true, serves: 'one holder per stream' },
    { keys: { expireAt: 1 }, expireAfterSeconds: 0, serves: 'leases of streams long silent are dropped' },
  ],
);

/** How much of a rate budget is used: the moment at which the bucket is empty again. */
export interface PaceRow {
  bucket: string;
  emptyAt: Date;
}

export const paceModel = defineModel<PaceRow>(
  'paces',
  { bucket: { type: String, required: true }, emptyAt: { type: Date, required: true } },
  [
    {
      keys: { workspace: 1, bucket: 1 },
      unique: true,
      serves: 'one budget per method and channel, shared by all processes',
    },
    {
      keys: { emptyAt: 1 },
      expireAfterSeconds: 3_600,
      serves: 'budgets nobody used for an hour are dropped',
    },
  ],
);
