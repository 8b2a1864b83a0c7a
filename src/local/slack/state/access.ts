import type { Channel, StoredFile, User } from './records.ts';
import type { World } from './world.ts';

/** Whether `user` may read the conversation: its members, and for public channels everyone of the team but guests. */
export function canRead(world: World, userId: string, channel: Channel): boolean {
  if (channel.members.includes(userId)) return true;
  const user = world.users.get(userId);
  return channel.kind === 'public' && user?.team === channel.team && !user.isGuest;
}

/** Whether `user` may open the file: its uploader, and whoever may read a conversation where it was shared. */
export function canOpenFile(world: World, userId: string, file: StoredFile): boolean {
  if (file.user === userId) return true;
  if (file.givenToApp && isBotOf(world, userId, file.team)) return true;
  return file.channels.some((id) => {
    const channel = world.channels.get(id);
    return channel !== undefined && canRead(world, userId, channel);
  });
}

function isBotOf(world: World, userId: string, team: string): boolean {
  return world.installations.get(team)?.botUser === userId;
}

/** Whether two people have a channel in common, which lets people of different teams write to each other. */
export function canMeet(world: World, a: User, b: User): boolean {
  if (a.team === b.team) return true;
  return (
    world.channels.find((channel) => channel.members.includes(a.id) && channel.members.includes(b.id)) !==
    undefined
  );
}
