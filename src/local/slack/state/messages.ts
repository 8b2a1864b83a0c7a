import { microsFromTs, newId, tsFromMicros } from './ids.ts';
import type { Message } from './records.ts';
import type { Collection, Store } from './store.ts';

/** Messages by channel, in order of time; timestamps are unique in the whole workspace and only grow. */
export class Messages {
  readonly #records: Collection<Message>;
  readonly #channels = new Map<string, Map<string, Message>>();
  #lastMicros = 0;

  constructor(store: Store) {
    this.#records = store.collection<Message>('message');
    for (const message of this.#records.values()) this.#index(message);
  }

  /** The next timestamp at `now` (ms), later than every earlier one even when the clock went back. */
  nextTs(now: number): string {
    this.#lastMicros = Math.max(now * 1000, this.#lastMicros + 1);
    return tsFromMicros(this.#lastMicros);
  }

  get(channel: string, ts: string): Message | undefined {
    return this.#channels.get(channel)?.get(ts);
  }

  put(message: Message): Message {
    this.#index(message);
    return this.#records.set(`${message.channel}/${message.ts}`, message);
  }

  delete(channel: string, ts: string): void {
    this.#channels.get(channel)?.delete(ts);
    this.#records.delete(`${channel}/${ts}`);
  }

  /** All of a channel, oldest first, ephemeral ones and replies included. */
  in(channel: string): Message[] {
    return [...(this.#channels.get(channel)?.values() ?? [])];
  }

  replies(channel: string, parent: string): Message[] {
    return this.in(channel).filter(
      (message) => message.thread_ts === parent && message.ts !== parent && !message.to,
    );
  }

  newBlockId(): string {
    return newId('').slice(1, 6);
  }

  #index(message: Message): void {
    let channel = this.#channels.get(message.channel);
    if (!channel) {
      channel = new Map();
      this.#channels.set(message.channel, channel);
    }
    channel.set(message.ts, message);
    this.#lastMicros = Math.max(this.#lastMicros, microsFromTs(message.ts));
  }
}
