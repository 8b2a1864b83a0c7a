import { emitToMembers } from '../delivery/events.ts';
import type { Channel, Message } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Adds or takes back a reaction. @returns Slack's error code when there was nothing to do. */
export function react(
  world: World,
  channel: Channel,
  message: Message,
  reaction: { user: string; name: string; remove?: boolean },
): 'already_reacted' | 'no_reaction' | undefined {
  const { user, name } = reaction;
  const all = message.reactions ?? [];
  const users = all.find((each) => each.name === name)?.users ?? [];
  if (reaction.remove && !users.includes(user)) return 'no_reaction';
  if (!reaction.remove && users.includes(user)) return 'already_reacted';
  const next = reaction.remove ? users.filter((id) => id !== user) : [...users, user];
  const others = all.filter((each) => each.name !== name);
  const changed = next.length > 0 ? [...others, { name, users: next, count: next.length }] : others;
  const stored = world.messages.put({ ...message, reactions: changed });
  world.changes.emit('message', 'message_changed', stored);
  emitToMembers(world, channel, {
    type: reaction.remove ? 'reaction_removed' : 'reaction_added',
    user,
    reaction: name,
    item_user: message.user,
    item: { type: 'message', channel: channel.id, ts: message.ts },
  });
  return undefined;
}
