import type { WebClient } from '@slack/web-api';
import { type Database, trusted } from '../database/index.ts';
import type { Logger } from '../logging.ts';
import { isPermanent, NotYet, Paced } from './failures.ts';
import { acquireStream, type HeldStream, releaseStream, stillHeld } from './lease.ts';
import { type OutboxRow, outboxModel } from './model.ts';
import type { Outbox } from './outbox.ts';
import { Outgoing } from './outgoing.ts';
import type { Pace } from './pace.ts';

type Row = OutboxRow & { _id: unknown; workspace: string };

const pollMilliseconds = 1_000;
const streamsAtOnce = 8;
const giveUpAfterMilliseconds = 24 * 3_600_000;
const keptMilliseconds = 30 * 24 * 3_600_000;

/** What the relay works with. */
interface RelayDeps {
  database: Database;
  outbox: Outbox;
  pace: Pace;
  log: Logger;
  workspaces: () => Promise<string[]>;
  client: (workspace: string) => Promise<WebClient>;
}

/** Delivers what the outbox holds: in order within a stream, under a lease with a fencing number, paced, retried for a day. */
export class Relay {
  readonly #deps: RelayDeps;
  #stopping = false;
  #wake: () => void = () => {};
  #woken = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(deps: RelayDeps) {
    this.#deps = { ...deps, log: deps.log.child({ part: 'relay' }) };
    deps.outbox.onEnqueued(() => this.wake());
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Looks at the outbox now instead of at the next poll. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Finishes the delivery in hand; the rest waits in the database. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      let busy = false;
      try {
        for (const workspace of await this.#deps.workspaces()) busy = (await this.#round(workspace)) || busy;
      } catch (error) {
        this.#deps.log.warn({ error }, 'the relay could not read the outbox and will try again');
      }
      if (!busy && !this.#woken && !this.#stopping) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMilliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One look at a workspace: the most urgent streams, several at once. True when something was delivered. */
  async #round(workspace: string): Promise<boolean> {
    const due = await outboxModel(this.#deps.database)
      .find({ workspace, state: 'waiting', notBefore: trusted({ $lte: new Date() }) }, { stream: 1 })
      .sort({ priority: 1, order: 1 })
      .limit(200)
      .lean();
    const streams = [...new Set(due.map((row) => row.stream))];
    let delivered = false;
    for (let start = 0; start < streams.length && !this.#stopping; start += streamsAtOnce) {
      const results = await Promise.all(
        streams.slice(start, start + streamsAtOnce).map((stream) => this.#deliverStream(workspace, stream)),
      );
      delivered = results.some(Boolean) || delivered;
    }
    return delivered;
  }

  async #deliverStream(workspace: string, stream: string): Promise<boolean> {
    const held = await acquireStream(this.#deps.database, workspace, stream);
    if (!held) return false;
    let delivered = false;
    try {
      while (!this.#stopping && (await stillHeld(this.#deps.database, held))) {
        const row = await outboxModel(this.#deps.database)
          .findOne({ workspace, stream, state: 'waiting' })
          .sort({ order: 1, _id: 1 })
          .lean<Row>();
        if (!row || row.notBefore.getTime() > Date.now() || !(await this.#deliver(row, held))) break;
        delivered = true;
      }
    } finally {
      await releaseStream(this.#deps.database, held).catch(() => {});
    }
    return delivered;
  }

  /** True when the row is through and the stream may go on. */
  async #deliver(row: Row, held: HeldStream): Promise<boolean> {
    const Rows = outboxModel(this.#deps.database);
    const own = { workspace: row.workspace, _id: row._id, fence: held.fence };
    const begun = await Rows.updateOne(
      { workspace: row.workspace, _id: row._id, state: 'waiting', fence: trusted({ $lte: held.fence }) },
      { $set: { fence: held.fence }, $inc: { attempts: 1 } },
    );
    if (begun.matchedCount === 0) return false;
    try {
      const result = await this.#send(row, own);
      const done = { sentAt: new Date(), result: result ?? {}, error: '', attempts: 0 };
      const settled = await Rows.updateOne(
        { ...own, wanted: row.wanted },
        { $set: { ...done, state: 'sent', expireAt: new Date(Date.now() + keptMilliseconds) } },
      );
      if (settled.matchedCount === 0) await Rows.updateOne(own, { $set: done });
      return true;
    } catch (error) {
      return this.#failed(row, own, error);
    }
  }

  async #send(row: Row, own: object): Promise<OutboxRow['result']> {
    const deliver = this.#deps.outbox.delivererOf(row.kind);
    if (!deliver) throw new Error(`no part of the desk knows how to deliver ${row.kind}`);
    const mayHaveBeenSent = row.attempts > 0;
    const out = new Outgoing({
      client: await this.#deps.client(row.workspace),
      workspace: row.workspace,
      pace: this.#deps.pace,
      delivery: { key: row.key, mayHaveBeenSent },
    });
    const delivery = {
      workspace: row.workspace,
      key: row.key,
      payload: row.payload,
      mayHaveBeenSent,
      progress: row.progress,
      saveProgress: async (progress: Record<string, unknown>) => {
        await outboxModel(this.#deps.database).updateOne(own, { $set: { progress } });
      },
    };
    return deliver(delivery, out);
  }

  async #failed(row: Row, own: object, error: unknown): Promise<boolean> {
    const Rows = outboxModel(this.#deps.database);
    if (error instanceof Paced || error instanceof NotYet) {
      const notBefore = new Date(Date.now() + error.milliseconds);
      await Rows.updateOne(own, { $set: { notBefore }, $inc: { attempts: -1 } });
      return false;
    }
    const attempts = row.attempts + 1;
    const tooOld = Date.now() - row.createdAt.getTime() > giveUpAfterMilliseconds;
    if (isPermanent(error) || tooOld) {
      this.#deps.log.error({ error, key: row.key, kind: row.kind, attempts }, 'a delivery is given up');
      await Rows.updateOne(own, {
        $set: {
          state: 'gave_up',
          error: String(error).slice(0, 2_000),
          expireAt: new Date(Date.now() + keptMilliseconds),
        },
      });
      return true;
    }
    const pause = Math.min(500 * 2 ** Math.min(attempts, 10), 120_000);
    this.#deps.log.warn({ error, key: row.key, attempts }, 'a delivery failed and will be tried again');
    await Rows.updateOne(own, {
      $set: { notBefore: new Date(Date.now() + pause), error: String(error).slice(0, 2_000) },
    });
    return false;
  }
}
