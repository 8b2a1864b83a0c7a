import { LRUCache } from 'lru-cache';
import { trusted } from '../database/index.ts';
import { ClosedBudgets } from './budgets.ts';
import { againLater } from './draw-again.ts';
import { suspicionOf } from './duplicates.ts';
import { isPermanent, isUnanswered, NotYet, Paced } from './failures.ts';
import type { HeldStream } from './lease.ts';
import { type OutboxRow, outboxModel, priority } from './model.ts';
import { Outgoing } from './outgoing.ts';
import type { RelayDeps } from './relay.ts';

/** A row of the outbox that is to be sent. */
export type WaitingRow = OutboxRow & { _id: unknown; workspace: string };

const rememberedDms = 10_000;
const giveUpAfterMilliseconds = 24 * 3_600_000;
const keptMilliseconds = 30 * 24 * 3_600_000;
const longestPauseMilliseconds = 30_000;
/** What is not there yet is looked for again after this share of the time that it has been missing. */
const patience = 0.1;
const longestPatienceMilliseconds = 30_000;

/** Sends one row, and writes down what came of it unless the row has passed into other hands meanwhile. */
export class Sender {
  readonly budgets = new ClosedBudgets();
  readonly #deps: RelayDeps;
  readonly #dms = new LRUCache<string, string>({ max: rememberedDms });

  constructor(deps: RelayDeps) {
    this.#deps = deps;
  }

  /** True when the row is through and the stream may go on. */
  async send(row: WaitingRow, held: HeldStream): Promise<boolean> {
    const { workspace, _id, wanted } = row;
    const Rows = outboxModel(this.#deps.database);
    const own = { workspace, _id, fence: held.fence };
    const begun = await Rows.updateOne(
      { workspace, _id, state: 'waiting', fence: trusted({ $lte: held.fence }) },
      { $set: { fence: held.fence }, $min: { triedAt: new Date() }, $inc: { attempts: 1 } },
    );
    if (begun.matchedCount === 0) return false;
    const out = await this.#outgoing(row);
    try {
      const result = await this.#deliver(row, own, out);
      const done = { sentAt: new Date(), result: result ?? {}, error: '', attempts: 0 };
      const settled = await Rows.updateOne(
        { ...own, wanted },
        { $set: { ...done, state: 'sent', expireAt: new Date(Date.now() + keptMilliseconds) } },
      );
      const isOurs = settled.matchedCount > 0 || (await Rows.updateOne(own, { $set: done })).matchedCount > 0;
      if (!isOurs || row.attempts > 0) await this.#suspectPosts(row, out);
      if (!isOurs) await this.#suspectEdits(row, out);
      return isOurs;
    } catch (error) {
      // The next try may have no reason any more to look for what this one has posted.
      if (!(error instanceof Paced)) await this.#suspectPosts(row, out);
      if (isUnanswered(error)) await this.#suspectEdits(row, out);
      return this.#failed(row, own, out, error);
    }
  }

  async #outgoing({ workspace, key, attempts, priority: rank }: WaitingRow): Promise<Outgoing> {
    return new Outgoing({
      client: await this.#deps.client(workspace),
      workspace,
      pace: this.#deps.pace,
      dms: this.#dms,
      delivery: { key, mayHaveBeenSent: attempts > 0, isPatient: rank >= priority.cardUpdate },
    });
  }

  async #deliver(row: WaitingRow, own: object, out: Outgoing): Promise<OutboxRow['result']> {
    const { workspace, key, kind, payload, progress, attempts } = row;
    const deliver = this.#deps.outbox.delivererOf(kind);
    if (!deliver) throw new Error(`no part of the desk knows how to deliver ${kind}`);
    const saveProgress = async (now: Record<string, unknown>): Promise<void> => {
      const saved = await outboxModel(this.#deps.database).updateOne(own, { $set: { progress: now } });
      if (saved.matchedCount === 0) throw new Error('another process delivers this by now');
    };
    return deliver({ workspace, key, payload, mayHaveBeenSent: attempts > 0, progress, saveProgress }, out);
  }

  /** An earlier try, or another process, may have posted the same: both are seen only later. */
  async #suspectPosts({ workspace }: WaitingRow, out: Outgoing): Promise<void> {
    await this.#deps.outbox.enqueue(out.posted.map((posted) => suspicionOf(workspace, posted)));
  }

  /** An edit that Slack takes late shows an older state than what was drawn in the meantime. */
  async #suspectEdits({ workspace, key }: WaitingRow, out: Outgoing): Promise<void> {
    if (out.edited) await this.#deps.outbox.enqueue([againLater(workspace, key)]);
  }

  async #failed(row: WaitingRow, own: object, out: Outgoing, error: unknown): Promise<boolean> {
    const { key, kind, workspace, attempts } = row;
    // A try that left nothing in Slack is as if it had not been.
    const undone = out.touched ? 0 : -1;
    if (error instanceof Paced) {
      this.budgets.close(workspace, error.bucket, error.milliseconds);
      await this.#write(own, { bucket: error.bucket }, undone);
      return false;
    }
    const age = row.triedAt ? Date.now() - row.triedAt.getTime() : 0;
    if (isPermanent(error) || age > giveUpAfterMilliseconds) {
      this.#deps.log.error({ error, key, kind, attempts: attempts + 1 }, 'a delivery is given up');
      // What was asked for again meanwhile is tried again.
      await this.#write(
        { ...own, wanted: row.wanted },
        {
          state: 'gave_up',
          error: String(error).slice(0, 2_000),
          gaveUpAt: new Date(),
          reportedAt: null,
          expireAt: new Date(Date.now() + keptMilliseconds),
        },
      );
      return true;
    }
    if (error instanceof NotYet) {
      const pause = Math.max(error.milliseconds, Math.min(age * patience, longestPatienceMilliseconds));
      await this.#write(own, { notBefore: new Date(Date.now() + pause) }, undone);
      return false;
    }
    const pause = Math.min(500 * 2 ** Math.min(attempts + 1, 10), longestPauseMilliseconds);
    this.#deps.log.warn({ error, key, attempts: attempts + 1 }, 'a delivery failed and will be tried again');
    await this.#write(own, {
      notBefore: new Date(Date.now() + pause),
      error: String(error).slice(0, 2_000),
    });
    return false;
  }

  async #write(own: object, set: object, attempts = 0): Promise<void> {
    await outboxModel(this.#deps.database).updateOne(own, { $set: set, $inc: { attempts } });
  }
}
