import type { WebClient } from '@slack/web-api';
import { type Database, trusted } from '../database/index.ts';
import type { Logger } from '../logging.ts';
import { acquireStream, keepingLease, releaseStream, stillHeld } from './lease.ts';
import { outboxModel } from './model.ts';
import type { Outbox } from './outbox.ts';
import type { Pace } from './pace.ts';
import { Sender, type WaitingRow } from './sender.ts';

const pollMilliseconds = 1_000;
const streamsAtOnce = 8;

/** What the relay works with. */
export interface RelayDeps {
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
  readonly #sender: Sender;
  #stopping = false;
  #wake: () => void = () => {};
  #woken = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(deps: RelayDeps) {
    this.#deps = { ...deps, log: deps.log.child({ part: 'relay' }) };
    this.#sender = new Sender(this.#deps);
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
      const timer = setTimeout(resolve, Math.min(pollMilliseconds, this.#sender.budgets.opensIn()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /**
   * One look at a workspace: the most urgent streams, several at once, and no more than these: what becomes urgent in the
   * meantime comes next. What is known to wait for a budget that is used up is left alone, so a thousand waiting cards
   * cost no more than ten. True when something was delivered.
   */
  async #round(workspace: string): Promise<boolean> {
    const { budgets } = this.#sender;
    const closed = budgets.closed(workspace);
    const due = await outboxModel(this.#deps.database)
      .find(
        {
          workspace,
          state: 'waiting',
          notBefore: trusted({ $lte: new Date() }),
          ...(closed.length > 0 ? { bucket: trusted({ $nin: closed }) } : {}),
        },
        { stream: 1, bucket: 1 },
      )
      .sort({ priority: 1, order: 1 })
      .limit(200)
      .lean();
    const streams = [...new Map(due.toReversed().map(({ stream, bucket }) => [stream, bucket]))].toReversed();
    let delivered = false;
    while (streams.length > 0 && !delivered && !this.#stopping) {
      const next = streams
        .splice(0, streamsAtOnce)
        .filter(([, bucket]) => bucket === undefined || budgets.isOpen(workspace, bucket));
      const results = await Promise.all(next.map(([stream]) => this.#deliverStream(workspace, stream)));
      delivered = results.some(Boolean);
    }
    return delivered;
  }

  async #deliverStream(workspace: string, stream: string): Promise<boolean> {
    const { database } = this.#deps;
    const held = await acquireStream(database, workspace, stream);
    if (!held) return false;
    let delivered = false;
    try {
      while (!this.#stopping && (await stillHeld(database, held))) {
        const row = await outboxModel(database)
          .findOne({ workspace, stream, state: 'waiting' })
          .sort({ order: 1, _id: 1 })
          .lean<WaitingRow>();
        if (!row || row.notBefore.getTime() > Date.now()) break;
        if (!(await keepingLease(database, held, () => this.#sender.send(row, held)))) break;
        delivered = true;
      }
    } finally {
      await releaseStream(database, held).catch(() => {});
    }
    return delivered;
  }
}
