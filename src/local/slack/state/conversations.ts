import type { ChannelView } from '../control/types.ts';
import { canRead } from './access.ts';
import { newId } from './ids.ts';
import { isLater } from './present.ts';
import type { Channel, Message } from './records.ts';
import type { World } from './world.ts';

/** The direct message of exactly these people, made when there is none. */
export function openDirect(
  world: World,
  team: string,
  members: string[],
): { channel: Channel; isNew: boolean } {
  const wanted = new Set(members);
  const existing = world.channels.find(
    (channel) =>
      (channel.kind === 'im' || channel.kind === 'mpim') &&
      channel.members.length === wanted.size &&
      channel.members.every((id) => wanted.has(id)),
  );
  if (existing) return { channel: existing, isNew: false };
  const isPair = wanted.size <= 2;
  const names = [...wanted].map((id) => world.users.get(id)?.name);
  const channel = addChannel(world, {
    team,
    name: isPair ? '' : `mpdm-${names.join('--')}-1`,
    kind: isPair ? 'im' : 'mpim',
    members: [...wanted],
  });
  return { channel, isNew: true };
}

const idLetters = { public: 'C', private: 'C', im: 'D', mpim: 'G' } as const;

/** A new conversation, made by its first member. */
export function addChannel(
  world: World,
  fields: Pick<Channel, 'team' | 'name' | 'kind' | 'members'>,
): Channel {
  return saveChannel(world, {
    ...fields,
    id: newId(idLetters[fields.kind]),
    creator: fields.members[0] ?? '',
    created: Math.floor(world.clock.now() / 1000),
    topic: '',
    purpose: '',
    archived: false,
    lastRead: {},
  });
}

export function saveChannel(world: World, channel: Channel): Channel {
  world.channels.set(channel.id, channel);
  world.changes.emit('channel', channel);
  return channel;
}

/** Whether `viewer` sees this message in the conversation: ephemeral ones have one reader. */
export function isFor(message: Message, viewer: string): boolean {
  return message.to === undefined || message.to === viewer;
}

/** A conversation as one person sees it in the side bar. */
export function channelView(world: World, channel: Channel, viewer: string): ChannelView {
  const lastRead = channel.lastRead[viewer] ?? '0000000000.000000';
  const all = world.messages.in(channel.id).filter((message) => isFor(message, viewer));
  const isReply = (message: Message) => message.thread_ts !== undefined && message.thread_ts !== message.ts;
  const unread = all.filter(
    (message) => message.user !== viewer && !isReply(message) && isLater(message.ts, lastRead),
  );
  const isDirect = channel.kind === 'im' || channel.kind === 'mpim';
  const mentions = isDirect
    ? unread
    : unread.filter(
        (message) => /<!(channel|here|everyone)/.test(message.text) || message.text.includes(`<@${viewer}`),
      );
  const other = channel.members.find((id) => id !== viewer) ?? viewer;
  return {
    id: channel.id,
    name: channel.kind === 'im' ? (world.users.get(other)?.realName ?? other) : channel.name,
    kind: channel.kind,
    isMember: channel.members.includes(viewer),
    isArchived: channel.archived,
    topic: channel.topic,
    members: channel.members,
    ...(channel.kind === 'im' && { user: other }),
    unread: channel.members.includes(viewer) ? unread.length : 0,
    mentions: channel.members.includes(viewer) ? mentions.length : 0,
    lastRead,
    ...(all.length > 0 && { latest: all.at(-1)?.ts }),
  };
}

/** Every conversation the viewer is in or may join. */
export function channelsOf(world: World, viewer: string): Channel[] {
  return world.channels.filter((channel) => canRead(world, viewer, channel));
}
