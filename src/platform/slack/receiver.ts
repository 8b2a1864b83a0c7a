import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Hearing } from '../inbox/hearing.ts';

/**
 * Bolt acknowledges events before any listener runs, so an event would be lost with the process that has just taken it.
 * This receiver stores events first and leaves them to the inbox; commands, actions and submissions pass through.
 */
export class StoringReceiver implements Receiver {
  readonly #inner: Receiver;
  readonly #store: Hearing['store'];

  constructor(inner: Receiver, store: Hearing['store']) {
    this.#inner = inner;
    this.#store = store;
  }

  init(app: App): void {
    const processEvent = async (event: ReceiverEvent): Promise<void> => {
      if (event.body.type !== 'event_callback') return app.processEvent(event);
      await this.#store(event.body, event.retryNum ?? 0);
      await event.ack();
    };
    this.#inner.init({ processEvent } as unknown as App);
  }

  start(...args: unknown[]): Promise<unknown> {
    return this.#inner.start(...args);
  }

  stop(...args: unknown[]): Promise<unknown> {
    return this.#inner.stop(...args);
  }
}
