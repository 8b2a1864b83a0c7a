import { channelFor } from '../interactions/acting.ts';
import { installedTeam } from '../interactions/payloads.ts';
import { channelsOf, channelView, isFor } from '../state/conversations.ts';
import { isLater, messageObject, userObject } from '../state/present.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { appView } from './app-view.ts';
import type { MessagesPage, StateView, UserObject } from './types.ts';

const usualPage = 100;

/** Everyone of the viewer's team, and whom they share a channel with. */
export function usersFor(world: World, viewer: User): UserObject[] {
  const met = new Set(channelsOf(world, viewer.id).flatMap((channel) => channel.members));
  return world.users
    .filter((user) => user.team === viewer.team || met.has(user.id))
    .map((user) => userObject(user, world.clock.now(), { email: true }));
}

/** The workspace as one person sees it. */
export function stateFor(world: World, viewer: User): StateView {
  const team = world.teams.get(viewer.team) ?? { id: viewer.team, name: '', domain: '' };
  return {
    team,
    teams: [...world.teams.values()],
    me: userObject(viewer, world.clock.now(), { email: true }),
    users: usersFor(world, viewer),
    channels: channelsOf(world, viewer.id).map((channel) => channelView(world, channel, viewer.id)),
    app: appView(world, installedTeam(world, viewer.team)),
    clock: world.clock.view(),
  };
}

/** A page of a conversation or thread, oldest first, ephemeral messages for the viewer among them. */
export function messagesFor(
  world: World,
  viewer: User,
  channelId: string,
  query: { thread?: string; before?: string; limit?: number },
): MessagesPage {
  const channel = channelFor(world, viewer, channelId);
  const all = world.messages
    .in(channel.id)
    .filter((message) => isFor(message, viewer.id))
    .filter((message) => {
      const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
      if (query.thread) return message.ts === query.thread || message.thread_ts === query.thread;
      return !isReply || message.subtype === 'thread_broadcast';
    })
    .filter((message) => !query.before || isLater(query.before, message.ts));
  const shown = all.slice(-(query.limit ?? usualPage));
  return {
    messages: shown.map((message) => messageObject(world, message)),
    hasMore: shown.length < all.length,
  };
}
