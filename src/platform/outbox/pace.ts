import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import { type Database, trusted } from '../database/index.ts';
import { isDuplicateKey } from '../errors.ts';
import { paceModel } from './model.ts';

interface Budget {
  everyMilliseconds: number;
  burst: number;
  perChannel: boolean;
}

/** Below Slack's tiers (https://docs.slack.dev/apis/web-api/rate-limits), so that people's own clicks still find room. */
const posting: Budget = { everyMilliseconds: 1_000, burst: 3, perChannel: true };
const tier3: Budget = { everyMilliseconds: 1_500, burst: 10, perChannel: false };
const tier4: Budget = { everyMilliseconds: 750, burst: 20, perChannel: false };

const budgets: Record<string, Budget> = {
  'chat.postMessage': posting,
  'chat.update': tier3,
  'chat.delete': tier3,
  'reactions.add': tier3,
  'reactions.remove': tier3,
  'conversations.history': tier3,
  'conversations.replies': tier3,
  'conversations.open': tier3,
  'views.publish': tier4,
  'files.getUploadURLExternal': tier4,
  'files.completeUploadExternal': tier4,
  'files.info': tier4,
};

/** A budget that is closed for longer than this was closed by a clock that has jumped. */
const longestMilliseconds = 3_600_000;
/** After the clock was set back, what is closed for longer than this is opened; if Slack meant it, it says so again. */
const doubtfulMilliseconds = 15_000;

/** What a call is counted under: its method, and for posting the channel too. */
export function bucketOf(method: string, channel: string | undefined): string {
  return budgetOf(method).perChannel && channel ? `${method} ${channel}` : method;
}

function budgetOf(method: string): Budget {
  return budgets[method] ?? tier4;
}

/**
 * Rate budgets per workspace and method, shared by all processes through the database: a leaky bucket (generic cell
 * rate algorithm) whose only state is the moment at which it is empty again.
 */
export class Pace {
  readonly #database: Database;
  readonly #share: number;
  /** Calls of one process ask for a budget one after the other: at once they would only take it from each other's hands. */
  readonly #queues = new LRUCache<string, PQueue, void>({
    max: 1_000,
    memoMethod: () => new PQueue({ concurrency: 1 }),
  });

  /** @param share multiplies every budget; 1 is what Slack allows. */
  constructor(database: Database, share: number) {
    this.#database = database;
    this.#share = share;
  }

  /**
   * Takes one call out of the budget. Returns 0, or the milliseconds after which it is worth asking again.
   * What can wait (`isPatient`) leaves half of a burst to what cannot, and comes back when two calls are free: a delivery
   * of two calls would else get one each time and never come to its end.
   */
  async take(
    workspace: string,
    method: string,
    channel: string | undefined,
    isPatient = false,
  ): Promise<number> {
    const { everyMilliseconds, burst } = budgetOf(method);
    const every = everyMilliseconds / this.#share;
    const room = isPatient ? Math.ceil(burst / 2) : burst;
    const filter = { workspace, bucket: bucketOf(method, channel) };
    const queue = this.#queues.memo(`${workspace} ${filter.bucket}`);
    return queue.add(() => this.#takeOne(filter, every, room, isPatient));
  }

  async #takeOne(
    filter: { workspace: string; bucket: string },
    every: number,
    room: number,
    isPatient: boolean,
  ): Promise<number> {
    const Row = paceModel(this.#database);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const now = Date.now();
      const row = await Row.findOne(filter).lean();
      const known = row?.emptyAt.getTime() ?? 0;
      const emptyAt = known > now + longestMilliseconds ? now : Math.max(known, now);
      const wait = emptyAt - now - every * (room - 1);
      if (wait > 0) return Math.ceil(isPatient ? wait + every : wait);
      if (await this.#advance(filter, row?.emptyAt, new Date(emptyAt + every))) return 0;
    }
    return 100;
  }

  /** Slack said 429: nobody calls the method again before `seconds` have gone. */
  async block(
    workspace: string,
    method: string,
    channel: string | undefined,
    seconds: number,
  ): Promise<void> {
    const { everyMilliseconds, burst } = budgetOf(method);
    const closed = seconds * 1_000 + (everyMilliseconds / this.#share) * (burst - 1);
    const until = new Date(Date.now() + Math.min(closed, longestMilliseconds));
    const write = () =>
      paceModel(this.#database).updateOne(
        { workspace, bucket: bucketOf(method, channel) },
        { $max: { emptyAt: until } },
        { upsert: true },
      );
    await write().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return write();
    });
  }

  /** Opens budgets that are closed for long, after the system's clock was set back. */
  async open(workspace: string): Promise<void> {
    const now = Date.now();
    await paceModel(this.#database).updateMany(
      { workspace, emptyAt: trusted({ $gt: new Date(now + doubtfulMilliseconds) }) },
      { $set: { emptyAt: new Date(now) } },
    );
  }

  async #advance(
    filter: { workspace: string; bucket: string },
    from: Date | undefined,
    to: Date,
  ): Promise<boolean> {
    const Row = paceModel(this.#database);
    if (from) {
      const moved = await Row.updateOne(
        { ...filter, emptyAt: trusted({ $eq: from }) },
        { $set: { emptyAt: to } },
      );
      return moved.modifiedCount === 1;
    }
    try {
      await Row.create({ ...filter, emptyAt: to });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
