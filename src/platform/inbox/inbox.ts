import { type Database, trusted } from '../database/index.ts';
import { isDuplicateKey } from '../errors.ts';
import type { Logger } from '../logging.ts';
import { type InboxRow, inboxModel } from './model.ts';

/** Hands a stored event to its listeners; a throw means that it is tried again. */
export type HandleEvent = (body: Record<string, unknown>) => Promise<void>;

/** How long others wait for a process that was killed; whoever has events in hand says so more often than that. */
const leaseMilliseconds = 10_000;
const renewMilliseconds = leaseMilliseconds / 3;
/** Clocks of two machines differ by less. */
const skewMilliseconds = 2_000;
const keptMilliseconds = 7 * 24 * 3_600_000;
/** Pauses after the first, second, … failure; after the last the event counts as failed and the log says so. */
const retrySeconds = [2, 10, 60, 300, 1_800];

/**
 * Events stored before Slack is told, handled after. Slack's redeliveries change nothing the second time; what a killed
 * process had in hand is taken up by another when its lease ends. Described in docs/delivery.md.
 */
export class Inbox {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #heard = new Map<string, string>();
  /** Workspaces whose events come to this process. */
  readonly #listenedTo = new Set<string>();
  /** Rows that this process handles or has in a lane. */
  readonly #inHand = new Set<Row>();
  #renewing: NodeJS.Timeout | undefined;
  #handle: HandleEvent | undefined;
  #stopping = false;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log.child({ part: 'inbox' });
  }

  /** Sets who handles events; only processes that do work call this. */
  handleWith(handle: HandleEvent): void {
    this.#handle = handle;
  }

  /** Stores an event once and starts on it. Rejects when it could not be stored, so that Slack sends it again. */
  async store(body: Record<string, unknown>): Promise<void> {
    const now = new Date();
    const row = {
      workspace: workspaceOfEvent(body),
      eventId: String(body.event_id),
      lane: laneOf(body),
      body,
      receivedAt: now,
      state: 'waiting' as const,
      attempts: 0,
      notBefore: leaseEnd(),
    };
    try {
      await inboxModel(this.#database).create([row], { maxTimeMS: 2_000 } as object);
    } catch (error) {
      if (isDuplicateKey(error)) return;
      throw error;
    }
    this.#note(row);
    if (this.#handle && !this.#stopping) this.#inLane(row);
  }

  /** Reads what was heard last of a workspace, before this process started. */
  async recall(workspace: string): Promise<void> {
    this.#listenedTo.add(workspace);
    const last = await inboxModel(this.#database).findOne({ workspace }).sort({ receivedAt: -1 }).lean();
    if (last) this.#note({ ...last, workspace });
  }

  /** The Slack timestamp of the latest event that was stored, by workspace; of none, as far back as events are kept. */
  heard(): { workspace: string; since: string }[] {
    const oldest = String((Date.now() - keptMilliseconds) / 1_000);
    return [...this.#listenedTo].map((workspace) => ({
      workspace,
      since: this.#heard.get(workspace) ?? oldest,
    }));
  }

  /** Takes up what waits without an owner: after a kill, a failure or while only web processes ran. */
  async sweep(workspace: string): Promise<void> {
    const Row = inboxModel(this.#database);
    for (let taken = 0; taken < 500 && !this.#stopping; taken += 1) {
      const now = new Date();
      const row = await Row.findOneAndUpdate(
        { workspace, state: 'waiting', notBefore: trusted({ $lte: now }) },
        { $set: { notBefore: leaseEnd() } },
        { sort: { notBefore: 1 } },
      ).lean();
      if (!row) return;
      await this.#inLane(row as Row);
    }
  }

  /** Takes up what was received later than now: the system's clock was set back since. */
  async catchUp(workspace: string): Promise<void> {
    const now = Date.now();
    await inboxModel(this.#database).updateMany(
      { workspace, state: 'waiting', receivedAt: trusted({ $gt: new Date(now + skewMilliseconds) }) },
      { $set: { notBefore: new Date(now) } },
    );
  }

  /** How many events wait, for metrics and tests. */
  waiting(workspace: string): Promise<number> {
    return inboxModel(this.#database).countDocuments({ workspace, state: 'waiting' });
  }

  /** Finishes what is in hand; the rest waits in the database. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#lanes.values());
    clearInterval(this.#renewing);
  }

  #note({ workspace, body }: Pick<InboxRow, 'body'> & { workspace: string }): void {
    const ts = (body.event as { event_ts?: unknown } | undefined)?.event_ts;
    this.#listenedTo.add(workspace);
    if (typeof ts === 'string' && Number(ts) > Number(this.#heard.get(workspace) ?? 0))
      this.#heard.set(workspace, ts);
  }

  #inLane(row: Row): Promise<void> {
    const lane = `${row.workspace} ${row.lane}`;
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    this.#inHand.add(row);
    this.#renewing ??= setInterval(() => void this.#renew(), renewMilliseconds).unref();
    const run = before.then(() => this.#process(row)).finally(() => this.#inHand.delete(row));
    this.#lanes.set(lane, run);
    void run.finally(() => {
      if (this.#lanes.get(lane) === run) this.#lanes.delete(lane);
    });
    return run;
  }

  /** Keeps the leases of what waits in the lanes; rows that were put off or are done by now keep their time. */
  async #renew(): Promise<void> {
    const byWorkspace = Map.groupBy(this.#inHand, ({ workspace }) => workspace);
    for (const [workspace, rows] of byWorkspace) {
      const eventId = trusted({ $in: rows.map((row) => row.eventId) });
      await inboxModel(this.#database)
        .updateMany({ workspace, eventId, state: 'waiting' }, { $set: { notBefore: leaseEnd() } })
        .catch((error: unknown) => this.#log.warn({ error }, 'leases of events were not renewed'));
    }
  }

  async #process(row: Row): Promise<void> {
    if (!this.#handle) return;
    const Row = inboxModel(this.#database);
    const own = { workspace: row.workspace, eventId: row.eventId };
    try {
      await this.#handle(row.body);
      await Row.updateOne(own, {
        $set: { state: 'done', expireAt: new Date(Date.now() + keptMilliseconds) },
      });
    } catch (error) {
      const pause = retrySeconds[row.attempts];
      this.#log[pause === undefined ? 'error' : 'warn'](
        { error, eventId: row.eventId, attempts: row.attempts + 1 },
        pause === undefined
          ? 'an event could not be handled and is given up'
          : 'an event will be handled again',
      );
      await Row.updateOne(own, {
        $set: {
          error: String(error).slice(0, 2_000),
          ...(pause === undefined
            ? { state: 'failed' }
            : { notBefore: new Date(Date.now() + pause * 1_000) }),
        },
        $inc: { attempts: 1 },
      }).catch((failed: unknown) => this.#log.warn({ error: failed }, 'the lease of an event will run out'));
    }
  }
}

type Row = InboxRow & { workspace: string };

const leaseEnd = () => new Date(Date.now() + leaseMilliseconds);

/** The installation an event belongs to, as Bolt reads it. */
export function workspaceOfEvent(body: Record<string, unknown>): string {
  const authorization = (
    body.authorizations as
      | { team_id?: string | null; enterprise_id?: string | null; is_enterprise_install?: boolean }[]
      | undefined
  )?.[0];
  if (authorization?.is_enterprise_install && authorization.enterprise_id) return authorization.enterprise_id;
  return authorization?.team_id ?? String(body.team_id);
}

function laneOf(body: Record<string, unknown>): string {
  const event = (body.event ?? {}) as {
    channel?: unknown;
    channel_id?: unknown;
    user?: unknown;
    item?: { channel?: unknown };
  };
  const lane = event.channel ?? event.item?.channel ?? event.channel_id ?? event.user ?? 'all';
  return typeof lane === 'string' ? lane : 'all';
}
