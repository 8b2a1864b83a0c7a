import { canMeet, canRead } from '../state/access.ts';
import { openDirect } from '../state/conversations.ts';
import type { Channel, Message, User } from '../state/records.ts';
import { found, SlackError } from './errors.ts';
import type { Caller } from './method.ts';

/** The conversation with this id, if the caller may know of it. */
export function channelOf(caller: Caller, id: string): Channel {
  const channel = found(caller.world.channels.get(id), 'channel_not_found');
  if (!canRead(caller.world, caller.user, channel)) throw new SlackError('channel_not_found');
  return channel;
}

/**
 * The conversation to post to: by id, by a channel's name, or by a person's id for the direct message with
 * them. Refuses as Slack does where the bot is not a member, without `chat:write.public`.
 */
export function targetOf(caller: Caller, target: string): Channel {
  const { world } = caller;
  const person = world.users.get(target);
  const byName = world.channels.find(
    (each) => each.team === caller.team && each.name === target.replace(/^#/, '') && each.kind !== 'im',
  );
  const channel = person ? directWith(caller, person) : channelOf(caller, byName?.id ?? target);
  if (channel.archived) throw new SlackError('is_archived');
  const isOpenToAll = channel.kind === 'public' && caller.token.scopes.includes('chat:write.public');
  if (!channel.members.includes(caller.user) && !isOpenToAll) throw new SlackError('not_in_channel');
  return channel;
}

function directWith(caller: Caller, person: User): Channel {
  const self = caller.world.users.get(caller.user);
  if (!self || person.deleted || !canMeet(caller.world, self, person))
    throw new SlackError('channel_not_found');
  return openDirect(caller.world, caller.team, [caller.user, person.id]).channel;
}

/** A message that an app can act on: one that everybody sees and that was not deleted. */
export function messageOf(caller: Caller, channel: Channel, ts: string): Message {
  const message = caller.world.messages.get(channel.id, ts);
  if (!message || message.to !== undefined || message.subtype === 'tombstone')
    throw new SlackError('message_not_found');
  return message;
}

/** A user whom the caller's team knows: its own people, and those it shares a channel with. */
export function userOf(caller: Caller, id: string): User {
  const user = found(caller.world.users.get(id), 'user_not_found');
  const isKnown =
    user.team === caller.team ||
    caller.world.channels.find(
      (channel) => channel.members.includes(user.id) && channel.members.includes(caller.user),
    ) !== undefined;
  if (!isKnown) throw new SlackError('user_not_found');
  return user;
}
