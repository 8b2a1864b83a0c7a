import type { AnyBulkWriteOperation } from 'mongodb';
import { type Database, trusted } from '../database/index.ts';
import { isDuplicateKey } from '../errors.ts';
import { drawAgain, drawn } from './draw-again.ts';
import { deleteDuplicates, duplicates, type Suspect } from './duplicates.ts';
import { type DeliveryPriority, type OutboxRow, outboxModel } from './model.ts';
import type { Outgoing, OutgoingMessage, Sent } from './outgoing.ts';

/** Pauses are shorter, and nothing is asked for further ahead. */
const longestWaitMilliseconds = 120_000;

/** What a feature asks to be told to Slack. */
export interface Delivery {
  workspace: string;
  /** Decides "once": asking again with the same key is nothing, unless `latest` is set. */
  key: string;
  /** Deliveries of one stream go out in order. */
  stream: string;
  /** Place in the stream; the time of asking when absent. */
  order?: number;
  priority: DeliveryPriority;
  kind: string;
  payload: Record<string, unknown>;
  /** One row that is redone until nothing newer was asked for: for what is rendered from its document, such as a card. */
  latest?: boolean;
  /** Not before this moment of real time; two minutes ahead at the most. */
  notBefore?: Date;
}

/** A delivery in a deliverer's hands. */
interface DeliveryInHand<Payload> {
  workspace: string;
  key: string;
  payload: Payload;
  /** True when an earlier try may have reached Slack without being recorded. */
  mayHaveBeenSent: boolean;
  progress: Record<string, unknown>;
  saveProgress(progress: Record<string, unknown>): Promise<void>;
}

/** Tells Slack one thing; what it returns is kept with the row. Throw `NotYet` or `Undeliverable` where they fit. */
export type Deliverer<Payload = Record<string, unknown>> = (
  delivery: DeliveryInHand<Payload>,
  out: Outgoing,
) => Promise<Partial<Sent> | undefined>;

/** What is to be told to Slack, written down first; the relay delivers. See docs/delivery.md. */
export class Outbox {
  readonly #database: Database;
  readonly #deliverers = new Map<string, Deliverer<never>>();
  readonly #reporting: string[] = [];
  #onEnqueued: () => void = () => {};

  constructor(database: Database) {
    this.#database = database;
    this.deliverer<OutgoingMessage & Record<string, unknown>>('post', (delivery, out) =>
      out.post(delivery.payload),
    );
    this.deliverer<Sent & { text: string }>('update', (delivery, out) => out.update(delivery.payload));
    this.deliverer<Suspect>(duplicates, async ({ workspace, payload }, out) => {
      await deleteDuplicates(database, workspace, payload, out);
      return undefined;
    });
    this.deliverer<{ key: string }>(drawn, async ({ workspace, payload }) => {
      await drawAgain(database, workspace, payload.key);
      this.#onEnqueued();
      return undefined;
    });
  }

  /** Registers how deliveries of a kind are told; `reports`: that the feature itself says what of it was given up. */
  deliverer<Payload>(kind: string, deliver: Deliverer<Payload>, { reports = false } = {}): void {
    if (this.#deliverers.has(kind)) throw new Error(`two deliverers for ${kind}`);
    if (reports) this.#reporting.push(kind);
    this.#deliverers.set(kind, deliver as Deliverer<never>);
  }

  delivererOf(kind: string): Deliverer | undefined {
    return this.#deliverers.get(kind) as Deliverer | undefined;
  }

  /** Writes deliveries down; safe to repeat. */
  async enqueue(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const now = new Date();
    const operations = deliveries.map((delivery) => upsert(delivery, now));
    const Row = outboxModel(this.#database);
    const write = () => Row.bulkWrite(operations as never, { ordered: false });
    await write().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return write();
    });
    this.#onEnqueued();
  }

  /** Called after each enqueue, so that the relay of this process starts at once. */
  onEnqueued(wake: () => void): void {
    this.#onEnqueued = wake;
  }

  /** A row by its key: where a message went, or whether it still waits. */
  async find(workspace: string, key: string): Promise<OutboxRow | null> {
    return outboxModel(this.#database).findOne({ workspace, key }).lean<OutboxRow>();
  }

  /** What was given up and nobody tells of or was told of yet, the oldest first, a thousand at the most. */
  unreported(workspace: string): Promise<OutboxRow[]> {
    return outboxModel(this.#database)
      .find({ workspace, state: 'gave_up', reportedAt: null, kind: trusted({ $nin: this.#reporting }) })
      .sort({ gaveUpAt: 1 })
      .limit(1_000)
      .lean<OutboxRow[]>();
  }

  /** Notes that people were told of what was given up until then. */
  async markReported(workspace: string, until: Date): Promise<void> {
    await outboxModel(this.#database).updateMany(
      { workspace, state: 'gave_up', reportedAt: null, gaveUpAt: trusted({ $lte: until }) },
      { $set: { reportedAt: new Date() } },
    );
  }

  async hasReportedSince(workspace: string, moment: Date): Promise<boolean> {
    const found = await outboxModel(this.#database).exists({
      workspace,
      state: 'gave_up',
      reportedAt: trusted({ $gte: moment }),
    });
    return found !== null;
  }

  /** Takes up what waits for a moment that no pause reaches: the system's clock was set back since. */
  async catchUp(workspace: string): Promise<void> {
    const now = Date.now();
    await outboxModel(this.#database).updateMany(
      { workspace, state: 'waiting', notBefore: trusted({ $gt: new Date(now + longestWaitMilliseconds) }) },
      { $set: { notBefore: new Date(now) } },
    );
    this.#onEnqueued();
  }

  /** How many deliveries wait, for metrics and tests; what looks again a minute later is left out. */
  waiting(workspace: string): Promise<number> {
    return outboxModel(this.#database).countDocuments({
      workspace,
      state: 'waiting',
      kind: trusted({ $nin: [duplicates, drawn] }),
    });
  }
}

function upsert(delivery: Delivery, now: Date): AnyBulkWriteOperation {
  const filter = { workspace: delivery.workspace, key: delivery.key };
  const first = {
    stream: delivery.stream,
    order: delivery.order ?? now.getTime(),
    kind: delivery.kind,
    progress: {},
    attempts: 0,
    fence: 0,
  };
  const asked = {
    priority: delivery.priority,
    payload: delivery.payload,
    state: 'waiting',
    createdAt: now,
    notBefore: delivery.notBefore ?? now,
  };
  const outcome = { expireAt: '', gaveUpAt: '', reportedAt: '', triedAt: '' };
  const update = delivery.latest
    ? { $setOnInsert: first, $set: asked, $unset: outcome, $inc: { wanted: 1 } }
    : { $setOnInsert: { ...first, ...asked, wanted: 1 } };
  return { updateOne: { filter, update: update as never, upsert: true } };
}
