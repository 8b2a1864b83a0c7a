import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Hearing } from '../inbox/hearing.ts';

type MessageEvent = { type: string; subtype?: string; bot_id?: string; message?: { bot_id?: string } };

/**
 * Bolt acknowledges events before any listener runs, so an event would be lost with the process that has just taken it.
 * This receiver stores events first and leaves them to the inbox; commands, actions and submissions pass through. What
 * the app itself has posted or edited comes back as an event too: nobody listens to that, so it is not stored.
 */
export class StoringReceiver implements Receiver {
  readonly #inner: Receiver;
  readonly #store: Hearing['store'];
  readonly #botId: string;

  constructor(inner: Receiver, store: Hearing['store'], botId: string) {
    this.#inner = inner;
    this.#store = store;
    this.#botId = botId;
  }

  init(app: App): void {
    const processEvent = async (event: ReceiverEvent): Promise<void> => {
      if (event.body.type !== 'event_callback') return app.processEvent(event);
      if (!isOf(this.#botId, event.body.event)) await this.#store(event.body, event.retryNum ?? 0);
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

/** Whether an event says that this bot has posted or edited a message. */
function isOf(botId: string, event: MessageEvent): boolean {
  if (event.type !== 'message') return false;
  return (event.subtype === 'message_changed' ? event.message?.bot_id : event.bot_id) === botId;
}
