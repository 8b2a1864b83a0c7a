import PQueue from 'p-queue';
import type { Logger } from './logging.ts';

/**
 * Hints between features inside one process: they make things happen at once. Whoever needs one finds the same work
 * again in the database, so a lost hint costs a moment and nothing else.
 */
export interface DeskEventMap {
  'ticket.opened': { workspace: string; ticketId: string };
  'ticket.changed': { workspace: string; ticketId: string };
  'ticket.queued': { workspace: string; ticketId: string };
  'ticket.assigned': { workspace: string; ticketId: string; userId: string };
  'ticket.freed': { workspace: string; userId: string };
  'agent.available': { workspace: string; userId: string };
  'agent.changed': { workspace: string; userId: string };
  'sla.policiesChanged': { workspace: string };
  'sla.fired': { workspace: string; ticketId: string };
  'stats.logged': { workspace: string; userId: string; day: string };
  'settings.changed': { workspace: string };
  'person.acted': { workspace: string; userId: string };
}

type Handler<Name extends keyof DeskEventMap> = (payload: DeskEventMap[Name]) => Promise<void> | void;

/** How many handlers of one hint run at once; the others wait their turn. */
const AT_ONCE = 16;

/** A typed emitter whose handlers run later and cannot fail the one who emitted. */
export class DeskEvents {
  #handlers = new Map<string, Handler<never>[]>();
  #queues = new Map<string, PQueue>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  on<Name extends keyof DeskEventMap>(name: Name, handler: Handler<Name>): void {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler as Handler<never>]);
  }

  emit<Name extends keyof DeskEventMap>(name: Name, payload: DeskEventMap[Name]): void {
    const queue = this.#queues.get(name) ?? new PQueue({ concurrency: AT_ONCE });
    this.#queues.set(name, queue);
    for (const handler of this.#handlers.get(name) ?? [])
      void queue
        .add(() => (handler as Handler<Name>)(payload))
        .catch((error: unknown) =>
          this.#log.warn({ error, event: name }, 'a hint was not followed; the sweep will'),
        );
  }

  /** Resolves when nothing emitted so far is left to do. */
  async settled(): Promise<void> {
    while (this.#busy().length > 0) await Promise.all(this.#busy().map((queue) => queue.onIdle()));
  }

  /** Finishes what runs and forgets what waits: the database knows of it, and a sweep will find it. */
  async stop(): Promise<void> {
    for (const queue of this.#queues.values()) queue.clear();
    await this.settled();
  }

  #busy(): PQueue[] {
    return [...this.#queues.values()].filter(({ size, pending }) => size + pending > 0);
  }
}
