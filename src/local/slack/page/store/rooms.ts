import { type Signal, signal } from '@preact/signals';
import type { MessageObject, MessagesPage } from '../../control/types.ts';
import { get } from '../api.ts';
import {
  emptyRoom,
  type Room,
  withChanged,
  withMessage,
  withOlder,
  withoutMessage,
  withReply,
} from './room.ts';
import { me } from './workspace.ts';

const pageSize = 50;
const rooms = new Map<string, Signal<Room>>();

const keyOf = (channel: string, thread?: string) => (thread ? `${channel}/${thread}` : channel);

/** The conversation (or thread) as far as it is on the page. It is fetched when first asked for. */
export function roomOf(channel: string, thread?: string): Signal<Room> {
  const key = keyOf(channel, thread);
  const known = rooms.get(key);
  if (known) return known;
  const room = signal<Room>(emptyRoom);
  rooms.set(key, room);
  void showLatest(channel, thread);
  return room;
}

const fetchPage = (channel: string, thread?: string, before?: string) =>
  get<MessagesPage>(`/control/channels/${channel}/messages`, {
    as: me.value.id,
    thread,
    before,
    limit: thread ? 1000 : pageSize,
  });

/** Fetches the end of a conversation anew. */
export async function showLatest(channel: string, thread?: string): Promise<void> {
  const page = await fetchPage(channel, thread);
  const room = roomOf(channel, thread);
  room.value = { messages: page.messages, hasOlder: page.hasMore, hasNewer: false, loading: false };
}

/** Fetches what was said before the oldest message on the page. */
export async function showOlder(channel: string): Promise<void> {
  const room = roomOf(channel);
  const oldest = room.value.messages[0];
  if (room.value.loading || !room.value.hasOlder || !oldest) return;
  room.value = { ...room.value, loading: true };
  const page = await fetchPage(channel, undefined, oldest.ts);
  room.value = withOlder(room.value, page.messages, page.hasMore);
}

/** After a lost connection nothing on the page is certain: every open conversation is fetched again. */
export async function refreshRooms(): Promise<void> {
  await Promise.all([...rooms.keys()].map((key) => showLatest(...(key.split('/') as [string, string?]))));
}

function change(key: string, how: (room: Room) => Room): void {
  const room = rooms.get(key);
  if (room) room.value = how(room.value);
}

const isReply = (message: MessageObject) =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts;

/** A new message: into its thread, or into the channel; a reply that is also for the channel into both. */
export function receive(message: MessageObject): void {
  if (message.thread_ts) {
    change(keyOf(message.channel, message.thread_ts), (room) => withMessage(room, message));
  }
  if (isReply(message) && !message.is_ephemeral) {
    change(message.channel, (room) => withReply(room, message));
  }
  if (!isReply(message) || message.subtype === 'thread_broadcast') {
    change(message.channel, (room) => withMessage(room, message));
  }
}

export function replace(message: MessageObject): void {
  const keys = [message.channel, keyOf(message.channel, message.thread_ts ?? message.ts)];
  for (const key of keys) change(key, (room) => withChanged(room, message));
}

export function remove(channel: string, ts: string, thread?: string): void {
  if (thread && thread !== ts) {
    change(channel, (room) =>
      withReply(room, { type: 'message', channel, ts, thread_ts: thread, text: '' }, -1),
    );
  }
  for (const key of rooms.keys()) {
    if (key === channel || key.startsWith(`${channel}/`)) change(key, (room) => withoutMessage(room, ts));
  }
}
