import type { MessageObject } from '../../control/types.ts';

/** The part of a conversation that is on the page: never all of it, so that a long one stays smooth. */
export interface Room {
  /** Oldest first. */
  messages: MessageObject[];
  /** Earlier messages exist. */
  hasOlder: boolean;
  /** Later messages exist that were dropped while scrolling back. */
  hasNewer: boolean;
  loading: boolean;
}

/** How many messages the page holds at most. */
export const roomLimit = 150;

export const emptyRoom: Room = { messages: [], hasOlder: false, hasNewer: false, loading: true };

const byTs = (a: MessageObject, b: MessageObject) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** Puts messages in order, each once; the later argument wins. */
function merge(old: MessageObject[], fresh: MessageObject[]): MessageObject[] {
  const byKey = new Map([...old, ...fresh].map((message) => [message.ts, message]));
  return [...byKey.values()].sort(byTs);
}

/** A message came in: shown at the end, unless the reader has scrolled back too far to see it. */
export function withMessage(room: Room, message: MessageObject): Room {
  if (room.hasNewer) return room;
  const messages = merge(room.messages, [message]);
  const tooMany = messages.length > roomLimit;
  return { ...room, messages: messages.slice(-roomLimit), hasOlder: room.hasOlder || tooMany };
}

/** A message changed: redrawn where it stands, and nowhere else. */
export const withChanged = (room: Room, message: MessageObject): Room =>
  room.messages.some((one) => one.ts === message.ts)
    ? { ...room, messages: merge(room.messages, [message]) }
    : room;

export const withoutMessage = (room: Room, ts: string): Room => ({
  ...room,
  messages: room.messages.filter((one) => one.ts !== ts),
});

/** Earlier messages were fetched: the newest leave when there are too many. */
export function withOlder(room: Room, older: MessageObject[], hasOlder: boolean): Room {
  const messages = merge(older, room.messages);
  const tooMany = messages.length > roomLimit;
  return {
    messages: messages.slice(0, roomLimit),
    hasOlder,
    hasNewer: room.hasNewer || tooMany,
    loading: false,
  };
}

/** A reply was written or (`by` −1) deleted: the message that it answers shows it. */
export function withReply(room: Room, reply: MessageObject, by = 1): Room {
  const parent = room.messages.find((one) => one.ts === reply.thread_ts);
  if (!parent) return room;
  const users = new Set([...(parent.reply_users ?? []), ...(reply.user ? [reply.user] : [])]);
  return withChanged(room, {
    ...parent,
    reply_count: Math.max(0, (parent.reply_count ?? 0) + by),
    reply_users: [...users],
    latest_reply: by > 0 ? reply.ts : parent.latest_reply,
  });
}
