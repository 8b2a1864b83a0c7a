import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { isUneditable, NotYet, Paced, retryAfterSeconds, slackErrorCode } from './failures.ts';
import { bucketOf, type Pace } from './pace.ts';

/** A message to send: to a channel, or to a user's DM. */
export interface OutgoingMessage {
  channel?: string;
  user?: string;
  thread_ts?: string;
  text: string;
  blocks?: KnownBlock[];
}

/** A file to upload; its bytes are in memory, so keep it below a few tens of megabytes. */
export interface OutgoingFile {
  filename: string;
  bytes: Uint8Array;
  title?: string;
  altText?: string;
}

/** Where a message went. */
export interface Sent {
  channel: string;
  ts: string;
}

/**
 * How far a message whose post was not recorded is looked for. History comes newest first, and one call has to be enough:
 * after an outage many look, and who needs several calls at once would find the budget used up again and again. Threads
 * come oldest first, so they are read to their end, in pages as large as Slack makes them.
 */
const newestOfHistory = 200;
const pageSize = { history: newestOfHistory, replies: 999 };
const mostPages = 10;

/** A message that changes in place. */
export interface Shown {
  /** Where it stands, as far as anybody knows. */
  standing: Sent | null | undefined;
  message: OutgoingMessage;
  /** Writes down where it stands from now on, unless something else than `standing` is written there: false then. */
  note(place: Sent): Promise<boolean>;
}

/** Marks the desk's own messages with the key of their delivery, so that a retry finds what is already there. */
const metadataType = 'shiftdesk_delivery';

/** The delivery that calls are made for. */
interface DeliveryOfCalls {
  key: string;
  /** True when an earlier try may have reached Slack without being recorded. */
  mayHaveBeenSent: boolean;
  /** Leaves half of each burst to what cannot wait. */
  isPatient: boolean;
}

/** The app's DMs by workspace and user. */
type Dms = Pick<Map<string, string>, 'get'> & { set(key: string, channel: string): unknown };

/** Paced calls to Slack for one delivery. Each method may throw `Paced`; the relay then comes back later. */
export class Outgoing {
  readonly client: WebClient;
  /** Messages that were posted by this try. */
  readonly posted: Posted[] = [];
  /** True once a call that leaves something in Slack was made, so that the next try has to look for it. */
  touched = false;
  /** True once a call was made that changes what stands in Slack: taken late, it would undo what comes after it. */
  edited = false;
  readonly #workspace: string;
  readonly #pace: Pace;
  readonly #delivery: DeliveryOfCalls;
  readonly #dms: Dms;

  /** @param options `dms` remembers the app's DMs between deliveries */
  constructor(options: {
    client: WebClient;
    workspace: string;
    pace: Pace;
    delivery: DeliveryOfCalls;
    dms: Dms;
  }) {
    this.client = options.client;
    this.#workspace = options.workspace;
    this.#pace = options.pace;
    this.#delivery = options.delivery;
    this.#dms = options.dms;
  }

  /** Any Web API method within its budget. */
  async call<Result = Record<string, unknown>>(
    method: string,
    args: Record<string, unknown>,
    channel = args.channel as string | undefined,
  ): Promise<Result> {
    const { isPatient } = this.#delivery;
    const bucket = `${bucketOf(method, channel)}${isPatient ? ' patient' : ''}`;
    const wait = await this.#pace.take(this.#workspace, method, channel, isPatient);
    if (wait > 0) throw new Paced(wait, bucket);
    if (leavesSomething.has(method)) this.touched = true;
    if (changesSomething.has(method)) this.edited = true;
    try {
      return (await this.client.apiCall(method, args)) as Result;
    } catch (error) {
      const seconds = retryAfterSeconds(error);
      if (seconds === undefined) throw error;
      await this.#pace.block(this.#workspace, method, channel, seconds);
      throw new Paced(seconds * 1_000, bucket);
    }
  }

  /** Posts a message unless an earlier try of this delivery already did. `part` tells several posts of one delivery apart. */
  async post(message: OutgoingMessage, part = ''): Promise<Sent> {
    const { sent } = await this.#postOnce(message, part);
    return sent;
  }

  /**
   * Shows a message that changes in place: edits it where it stands; where it does not stand yet or Slack cannot edit it
   * any more, posts it. What an earlier try has posted without noting it is edited too, because it shows what was so then.
   * @throws NotYet when another process has noted another place meanwhile; the next try edits it there.
   */
  async show({ standing, message, note }: Shown): Promise<Sent> {
    if (standing) {
      try {
        return await this.update({ ...standing, ...contentOf(message) });
      } catch (error) {
        if (!isUneditable(error)) throw error;
      }
    }
    const { sent, isEarlier } = await this.#postOnce(message, standing ? `after ${standing.ts}` : '');
    if (!(await note(sent))) throw new NotYet('another process has posted the message');
    return isEarlier ? this.update({ ...sent, ...contentOf(message) }) : sent;
  }

  async #postOnce(message: OutgoingMessage, part: string): Promise<{ sent: Sent; isEarlier: boolean }> {
    const channel = message.channel ?? (await this.dm(String(message.user)));
    const key = part ? `${this.#delivery.key} ${part}` : this.#delivery.key;
    if (this.#delivery.mayHaveBeenSent) {
      const own = await this.own(channel, message.thread_ts);
      const there = own.filter((one) => one.key === key).map(({ ts }) => ts);
      const [first] = there.toSorted();
      if (first) return { sent: { channel, ts: first }, isEarlier: true };
    }
    const posted = await this.call<{ ts: string; channel: string }>('chat.postMessage', {
      channel,
      ...contentOf(message),
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: metadataType, event_payload: { key, delivery: this.#delivery.key } },
    });
    this.posted.push({
      channel,
      ts: posted.ts,
      ...(message.thread_ts ? { threadTs: message.thread_ts } : {}),
    });
    return { sent: { channel: posted.channel, ts: posted.ts }, isEarlier: false };
  }

  /** Edits a message in place. */
  async update(message: Sent & { text: string; blocks?: KnownBlock[] }): Promise<Sent> {
    await this.call('chat.update', { ...message });
    return { channel: message.channel, ts: message.ts };
  }

  /** Adds a reaction of the app; one that is there already is fine. */
  async react(message: Sent, name: string): Promise<void> {
    try {
      await this.call('reactions.add', { channel: message.channel, timestamp: message.ts, name });
    } catch (error) {
      if (slackErrorCode(error) !== 'already_reacted') throw error;
    }
  }

  /** The channel id of the app's DM with a user, which stays the same. */
  async dm(userId: string): Promise<string> {
    const key = `${this.#workspace} ${userId}`;
    const known = this.#dms.get(key);
    if (known) return known;
    const opened = await this.call<{ channel: { id: string } }>('conversations.open', { users: userId });
    this.#dms.set(key, opened.channel.id);
    return opened.channel.id;
  }

  /**
   * Uploads a file without sharing it and returns its id. `progress` remembers the id before the upload is completed,
   * so that a retry goes on with the same file.
   */
  async upload(
    file: OutgoingFile,
    progress: { get(): string | undefined; set(fileId: string): Promise<void> },
    share: { channel?: string; thread_ts?: string; initial_comment?: string } = {},
  ): Promise<string> {
    const earlier = progress.get();
    if (earlier && (await this.#isUploaded(earlier))) return earlier;
    const place = await this.call<{ upload_url: string; file_id: string }>('files.getUploadURLExternal', {
      filename: file.filename,
      length: file.bytes.byteLength,
      ...(file.altText ? { alt_text: file.altText } : {}),
    });
    await progress.set(place.file_id);
    const form = new FormData();
    form.set('body', new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.filename);
    const response = await fetch(place.upload_url, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(60_000),
    });
    if (!response.ok) throw new Error(`the upload of a file was answered with ${response.status}`);
    await this.call('files.completeUploadExternal', {
      files: JSON.stringify([{ id: place.file_id, title: file.title ?? file.filename }]),
      ...(share.channel ? { channel_id: share.channel } : {}),
      ...(share.thread_ts ? { thread_ts: share.thread_ts } : {}),
      ...(share.initial_comment ? { initial_comment: share.initial_comment } : {}),
    });
    return place.file_id;
  }

  /** Throws `NotYet` until Slack has processed an uploaded picture; a block that names it too early is refused. */
  async awaitPicture(fileId: string): Promise<void> {
    const { file } = await this.call<{ file: { mimetype?: string } }>('files.info', { file: fileId });
    if (!file.mimetype) throw new NotYet(`the picture ${fileId} is being processed`);
  }

  /** Whether an earlier try has completed the upload. @throws NotYet while Slack works on it: whether it is shared shows later. */
  async #isUploaded(fileId: string): Promise<boolean> {
    try {
      await this.awaitPicture(fileId);
      return true;
    } catch (error) {
      if (slackErrorCode(error) === 'file_not_found') return false;
      throw error;
    }
  }

  /** The desk's own messages among the newest of a channel, or in a thread, with the keys they were posted under. */
  async own(channel: string, threadTs: string | undefined): Promise<OwnMessage[]> {
    const found: OwnMessage[] = [];
    let cursor: string | undefined;
    let seen = 0;
    for (let page = 0; page < mostPages; page += 1) {
      const read = await this.call<HistoryPage>(
        threadTs ? 'conversations.replies' : 'conversations.history',
        {
          channel,
          ...(threadTs ? { ts: threadTs } : {}),
          limit: threadTs ? pageSize.replies : pageSize.history,
          include_all_metadata: true,
          ...(cursor ? { cursor } : {}),
        },
      );
      for (const { ts, metadata } of read.messages) {
        const { key, delivery } = metadata?.event_payload ?? {};
        if (key) found.push({ ts, key, delivery: delivery ?? key });
      }
      seen += read.messages.length;
      cursor = read.response_metadata?.next_cursor || undefined;
      if (!cursor || (!threadTs && seen >= newestOfHistory)) break;
    }
    return found;
  }
}

/** What a message says, without where it goes. */
function contentOf({ text, blocks }: OutgoingMessage): Pick<OutgoingMessage, 'text' | 'blocks'> {
  return { text, ...(blocks ? { blocks } : {}) };
}

/** A message that was posted, and the thread it stands in. */
export interface Posted extends Sent {
  threadTs?: string;
}

/** A message of the desk's own, with the key of its post and that of its delivery. */
export interface OwnMessage {
  ts: string;
  key: string;
  delivery: string;
}

/** Methods after which something new stands in Slack. */
const leavesSomething = new Set(['chat.postMessage', 'files.completeUploadExternal']);

/** Methods after which something that stands in Slack looks otherwise. */
const changesSomething = new Set(['chat.update', 'views.publish']);

interface HistoryPage {
  messages: {
    ts: string;
    metadata?: { event_payload?: { key?: string; delivery?: string } };
  }[];
  response_metadata?: { next_cursor?: string };
}
