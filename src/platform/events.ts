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
}

type Handler<Name extends keyof DeskEventMap> = (payload: DeskEventMap[Name]) => Promise<void> | void;

/** A typed emitter whose handlers run later and cannot fail the one who emitted. */
export class DeskEvents {
  #handlers = new Map<string, Handler<never>[]>();
  #running = new Set<Promise<void>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  on<Name extends keyof DeskEventMap>(name: Name, handler: Handler<Name>): void {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler as Handler<never>]);
  }

  emit<Name extends keyof DeskEventMap>(name: Name, payload: DeskEventMap[Name]): void {
    for (const handler of this.#handlers.get(name) ?? []) {
      const run: Promise<void> = Promise.resolve()
        .then(() => (handler as Handler<Name>)(payload))
        .catch((error: unknown) =>
          this.#log.warn({ error, event: name }, 'a hint was not followed; the sweep will'),
        )
        .finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  /** Resolves when every handler that has started is done. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
