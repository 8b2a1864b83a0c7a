import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Db } from 'mongodb';
import type { Database } from '../database/index.ts';
import type { Logger } from '../logging.ts';

/** Work that a sweep does for one workspace: find what is due in our own documents and do it, each item one guarded write. */
export type Sweep = (workspace: string) => Promise<void>;

interface SweepDefinition {
  name: string;
  everySeconds: number;
  isDue: ((workspace: string) => Promise<boolean>) | undefined;
  sweep: Sweep;
}

const collection = 'agendaJobs';
/** A lock that outlives its job by no more than this when its process is killed. */
const lockMilliseconds = 30_000;

/**
 * Recurring work on Agenda. Agenda only wakes a sweep; what is due is decided by the sweep from the desk's clock, so
 * sweeps may run late, twice or in two processes without harm.
 */
export class Jobs {
  readonly #log: Logger;
  readonly #workspaces: () => Promise<string[]>;
  readonly #sweeps = new Map<string, SweepDefinition>();
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();
  #agenda: Agenda | undefined;
  #lastBeat = 0;
  #stopping = false;

  constructor(options: { log: Logger; workspaces: () => Promise<string[]> }) {
    this.#log = options.log.child({ part: 'jobs' });
    this.#workspaces = options.workspaces;
  }

  /**
   * Registers a sweep that runs for each workspace every `everySeconds`, in whichever process is free; with `isDue`, only
   * where it says so, which lets a workspace choose a longer pause.
   */
  sweep(
    name: string,
    options: { everySeconds: number; isDue?: (workspace: string) => Promise<boolean> },
    sweep: Sweep,
  ): void {
    if (this.#sweeps.has(name)) throw new Error(`two sweeps are called ${name}`);
    const { everySeconds, isDue } = options;
    this.#sweeps.set(name, { name, everySeconds, isDue, sweep });
  }

  /** Runs a sweep here and now for one workspace; calls that come while it runs are folded into one more run. */
  async runNow(name: string, workspace: string): Promise<void> {
    const definition = this.#sweeps.get(name);
    if (!definition) throw new Error(`there is no sweep called ${name}`);
    if (this.#stopping) return;
    const key = `${name} ${workspace}`;
    const current = this.#running.get(key);
    if (current) {
      current.again = true;
      return current.done;
    }
    const run = { again: false, done: Promise.resolve() };
    run.done = (async () => {
      do {
        run.again = false;
        await definition.sweep(workspace);
      } while (run.again && !this.#stopping);
    })().finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run.done;
  }

  /** Starts waking the sweeps. Call after `migrate`, which makes the index that keeps recurring jobs single. */
  async start(database: Database): Promise<void> {
    const db = database.connection.db;
    if (!db) throw new Error('the database is not connected');
    const agenda = new Agenda({
      backend: new MongoBackend({ mongo: db, collection }),
      processEvery: 1_000,
      defaultLockLifetime: lockMilliseconds,
      defaultConcurrency: 1,
      defaultLockLimit: 1,
      removeOnComplete: true,
    });
    agenda.on('error', (error: Error) => this.#log.warn({ error }, 'the job queue had a fault'));
    await agenda.ready;
    for (const definition of this.#sweeps.values()) {
      agenda.define(definition.name, (job: Job) => this.#wake(definition, job));
      await this.#schedule(agenda, definition);
    }
    await this.#pullIn(db);
    this.#lastBeat = performance.now();
    await agenda.start();
    this.#agenda = agenda;
  }

  /** Plans all sweeps anew, after the system's clock was set back; nothing where no sweeps are woken. */
  async restart(database: Database): Promise<void> {
    if (!this.#agenda || this.#stopping) return;
    await this.#agenda.stop();
    await this.start(database);
  }

  /** Milliseconds since a sweep last ran in this process; readiness watches it. */
  sinceLastBeat(): number {
    return performance.now() - this.#lastBeat;
  }

  /** Takes no new work and waits for what runs. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#agenda?.stop();
    await Promise.allSettled([...this.#running.values()].map((run) => run.done));
  }

  async #schedule(agenda: Agenda, { name, everySeconds }: SweepDefinition): Promise<void> {
    try {
      await agenda.every(`${everySeconds} seconds`, name);
    } catch (error) {
      if ((error as { code?: number }).code !== 11000) throw error;
      await agenda.every(`${everySeconds} seconds`, name);
    }
  }

  /** Sweeps that are planned or locked further ahead than any can be were so before the clock was set back. */
  async #pullIn(db: Db): Promise<void> {
    const now = Date.now();
    const longest = Math.max(0, ...[...this.#sweeps.values()].map(({ everySeconds }) => everySeconds));
    const planned = db.collection(collection);
    const single = { type: 'single', name: { $in: [...this.#sweeps.keys()] } };
    const ahead = { $gt: new Date(now + (longest + 5) * 1_000) };
    await planned.updateMany({ ...single, nextRunAt: ahead }, { $set: { nextRunAt: new Date(now) } });
    await planned.updateMany(
      { ...single, lockedAt: { $gt: new Date(now + 5_000) } },
      { $set: { lockedAt: null } },
    );
  }

  async #wake(definition: SweepDefinition, job: Job): Promise<void> {
    this.#lastBeat = performance.now();
    const touch = setInterval(() => void job.touch().catch(() => {}), lockMilliseconds / 3);
    try {
      for (const workspace of await this.#workspaces()) {
        if (this.#stopping) return;
        if ((await definition.isDue?.(workspace)) !== false) await this.runNow(definition.name, workspace);
      }
    } catch (error) {
      this.#log.error({ error, sweep: definition.name }, 'a sweep failed and will run again');
    } finally {
      clearInterval(touch);
    }
  }
}
