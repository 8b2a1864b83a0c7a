import type { ChannelView, UserObject } from '../../control/types.ts';

/** What a person is called in the workspace: by the full name, so that Bo and Bo can be told apart. */
export const displayName = (user: UserObject): string =>
  user.real_name || user.profile.display_name || user.name;

/** What a conversation is called: `#general`, or the name of the other side. */
export function channelTitle(channel: ChannelView, users: UserObject[]): string {
  if (channel.kind === 'im') {
    const other = users.find((user) => user.id === channel.user);
    return other ? displayName(other) : channel.name;
  }
  if (channel.kind === 'mpim') {
    return users
      .filter((user) => channel.members.includes(user.id))
      .map(displayName)
      .join(', ');
  }
  return `#${channel.name}`;
}

/** Two letters for a picture: `Bo Agent` → `BA`. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
