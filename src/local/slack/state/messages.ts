import { microsFromTs, tsFromMicros } from './ids.ts';
import type { Message } from './records.ts';
import type { Collection, Store } from './store.ts';

/** Messages by channel, in order of time; timestamps are unique in the whole workspace and only grow. */
export class Messages {
  readonly #records: Collection<Message>;
  readonly #channels = new Map<string, Map<string, Message>>();
  /** Replies that everyone sees, by `channel/parent`. */
  readonly #threads = new Map<string, Map<string, Message>>();
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
    const thread = this.#channels.get(channel)?.get(ts)?.thread_ts;
    this.#threads.get(`${channel}/${thread}`)?.delete(ts);
    this.#channels.get(channel)?.delete(ts);
    this.#records.delete(`${channel}/${ts}`);
  }

  /** All of a channel, oldest first, ephemeral ones and replies included. */
  in(channel: string): Message[] {
    return [...(this.#channels.get(channel)?.values() ?? [])];
  }

  replies(channel: string, parent: string): Message[] {
    return [...(this.#threads.get(`${channel}/${parent}`)?.values() ?? [])];
  }

  #index(message: Message): void {
    entryOf(this.#channels, message.channel).set(message.ts, message);
    const { thread_ts: parent, ts } = message;
    if (parent !== undefined && parent !== ts && !message.to)
      entryOf(this.#threads, `${message.channel}/${parent}`).set(ts, message);
    this.#lastMicros = Math.max(this.#lastMicros, microsFromTs(ts));
  }
}

function entryOf(map: Map<string, Map<string, Message>>, key: string): Map<string, Message> {
  const entry = map.get(key) ?? new Map<string, Message>();
  map.set(key, entry);
  return entry;
}
