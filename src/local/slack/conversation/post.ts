import { picturesIn } from '../blocks/pictures.ts';
import { withIds } from '../blocks/walk.ts';
import type { Json } from '../control/types.ts';
import { emitMessage, emitPosted } from '../delivery/events.ts';
import { messageObject } from '../state/present.ts';
import type { Channel, Message } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** A message that is about to be posted; who posts it is either a person or a bot. */
export type Draft = Omit<Message, 'ts' | 'type' | 'channel'>;

/** What Slack leaves in the place of a deleted message that has replies. */
const tombstone = {
  type: 'message',
  subtype: 'tombstone',
  user: 'USLACKBOT',
  text: 'This message was deleted.',
  hidden: true,
} as const;

/** Posts to a conversation: stores, shows it live, and tells the app. */
export function post(world: World, channel: Channel, draft: Draft): Message {
  const message = world.messages.put(compose(world, channel, draft));
  for (const id of [...(message.fileIds ?? []), ...picturesIn(message.blocks)])
    shareFile(world, id, channel.id);
  if (message.user) markRead(world, channel.id, message.user, message.ts);
  world.changes.emit('message', 'message', message);
  emitPosted(world, channel, message);
  return message;
}

/** Shows a message to one person only; the app gets no event of it. */
export function whisper(world: World, channel: Channel, draft: Draft & { to: string }): Message {
  const message = world.messages.put(compose(world, channel, draft));
  world.changes.emit('message', 'message', message);
  return message;
}

/** Replaces parts of a message; `by` is named as editor when given. */
export function edit(
  world: World,
  channel: Channel,
  old: Message,
  changes: Partial<Draft>,
  by?: string,
): Message {
  const ts = world.messages.nextTs(world.clock.now());
  const message = {
    ...old,
    ...changes,
    ...(changes.blocks && { blocks: withIds(changes.blocks) }),
    ...(by && { edited: { user: by, ts } }),
  };
  for (const id of picturesIn(changes.blocks)) shareFile(world, id, channel.id);
  return replace(world, channel, message, ts);
}

/** Puts a message in the place of the one with its timestamp, and tells of it as a change at `ts`. */
function replace(world: World, channel: Channel, message: Message, ts: string): Message {
  const old = world.messages.get(channel.id, message.ts);
  const previous = old && messageObject(world, old);
  world.messages.put(message);
  world.changes.emit('message', 'message_changed', message);
  if (message.to === undefined)
    emitMessage(world, channel, {
      subtype: 'message_changed',
      hidden: true,
      channel: channel.id,
      ts,
      event_ts: ts,
      message: messageObject(world, message),
      previous_message: previous,
    });
  return message;
}

/** Deletes a message. One that has replies leaves a tombstone, and the app hears of it as of a change. */
export function remove(world: World, channel: Channel, message: Message): void {
  const { ts: thread_ts } = message;
  if (world.messages.replies(channel.id, thread_ts).length > 0) {
    const ts = world.messages.nextTs(world.clock.now());
    replace(world, channel, { ...tombstone, channel: channel.id, ts: thread_ts, thread_ts }, ts);
    return;
  }
  const previous = messageObject(world, message);
  world.messages.delete(channel.id, message.ts);
  world.changes.emit('message_deleted', message);
  if (message.to !== undefined) return;
  const ts = world.messages.nextTs(world.clock.now());
  emitMessage(world, channel, {
    subtype: 'message_deleted',
    hidden: true,
    channel: channel.id,
    ts,
    event_ts: ts,
    deleted_ts: message.ts,
    previous_message: previous,
  });
}

export function markRead(world: World, channelId: string, user: string, ts: string): void {
  const channel = world.channels.get(channelId);
  if (!channel) return;
  const lastRead = { ...channel.lastRead, [user]: ts };
  world.changes.emit('channel', world.channels.set(channelId, { ...channel, lastRead }));
}

function compose(world: World, channel: Channel, draft: Draft): Message {
  const { blocks, ...rest } = draft;
  return {
    ...(rest as Json),
    type: 'message',
    channel: channel.id,
    ts: world.messages.nextTs(world.clock.now()),
    text: draft.text,
    ...(blocks && blocks.length > 0 && { blocks: withIds(blocks) }),
    ...(draft.fileIds && draft.fileIds.length > 0 && !draft.subtype && { subtype: 'file_share' }),
  };
}

function shareFile(world: World, id: string, channel: string): void {
  const file = world.files.get(id);
  if (file && !file.channels.includes(channel))
    world.files.set(id, { ...file, channels: [...file.channels, channel] });
}
