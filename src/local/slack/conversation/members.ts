import { emitToMembers } from '../delivery/events.ts';
import { saveChannel } from '../state/conversations.ts';
import type { Channel } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Adds someone to a channel, and tells the app when its bot is there. */
export function join(world: World, channel: Channel, user: string, inviter?: string): Channel {
  if (channel.members.includes(user)) return channel;
  const joined = saveChannel(world, { ...channel, members: [...channel.members, user] });
  emitToMembers(world, joined, membership('member_joined_channel', joined, user, inviter));
  return joined;
}

/** Takes someone out of a channel; a bot that leaves still hears of its own leaving. */
export function leave(world: World, channel: Channel, user: string): Channel {
  const left = saveChannel(world, { ...channel, members: channel.members.filter((id) => id !== user) });
  emitToMembers(world, channel, membership('member_left_channel', channel, user));
  return left;
}

function membership(type: string, channel: Channel, user: string, inviter?: string) {
  return {
    type,
    user,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: channel.team,
    ...(inviter && { inviter }),
  };
}
