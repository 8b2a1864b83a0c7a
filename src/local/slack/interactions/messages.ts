import type { ActResult, Acts, Upload } from '../control/types.ts';
import { join as joinChannel, leave as leaveChannel } from '../conversation/members.ts';
import { edit, markRead, post, remove } from '../conversation/post.ts';
import { react } from '../conversation/react.ts';
import { asMessage } from '../conversation/typed.ts';
import { emitEvent } from '../delivery/events.ts';
import { complete, promise, receive } from '../files/receive.ts';
import { addChannel, channelView, openDirect, saveChannel } from '../state/conversations.ts';
import { fileObject, messageObject } from '../state/present.ts';
import type { StoredFile, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { homeOf, viewObject } from '../views/stack.ts';
import { channelFor, Impossible, messageFor, personOf } from './acting.ts';
import { installedTeam } from './payloads.ts';

/** What people do in conversations. None of it waits for the app: Slack takes it, and the app hears of it. */

export async function write(world: World, user: User, request: Acts['message']): Promise<ActResult> {
  const channel = channelFor(world, user, request.channel);
  if (!channel.members.includes(user.id)) throw new Impossible(`${user.id} is not in ${channel.id}`);
  if (channel.archived) throw new Impossible(`${channel.id} is archived`);
  refuseClosedTab(world, channel.members);
  const uploads = request.files ?? [];
  const files = await Promise.all(
    uploads.map((each) => (typeof each === 'string' ? each : keep(world, user, each))),
  );
  const text = asMessage(world, user.team, request.text ?? '');
  if (text.trim() === '' && files.length === 0) throw new Impossible('an empty message cannot be sent');
  const message = post(world, channel, {
    text,
    user: user.id,
    team: user.team,
    ...(request.thread_ts && { thread_ts: request.thread_ts }),
    ...(files.length > 0 && { fileIds: files.map((each) => (typeof each === 'string' ? each : each.id)) }),
  });
  return { ok: true, message: messageObject(world, message) };
}

export function rewrite(world: World, user: User, request: Acts['edit']): ActResult {
  const channel = channelFor(world, user, request.channel);
  const message = messageFor(world, user, channel, request.ts);
  if (message.user !== user.id) throw new Impossible('only the author edits a message');
  const text = asMessage(world, user.team, request.text);
  return { ok: true, message: messageObject(world, edit(world, channel, message, { text }, user.id)) };
}

export function erase(world: World, user: User, request: Acts['delete']): ActResult {
  const channel = channelFor(world, user, request.channel);
  const message = messageFor(world, user, channel, request.ts);
  if (message.user !== user.id && message.to !== user.id && !user.isAdmin)
    throw new Impossible('only the author or an admin deletes a message');
  remove(world, channel, message);
  return { ok: true };
}

export function addReaction(world: World, user: User, request: Acts['reaction']): ActResult {
  const channel = channelFor(world, user, request.channel);
  const message = messageFor(world, user, channel, request.ts);
  react(world, channel, message, {
    user: user.id,
    name: request.name,
    ...(request.remove && { remove: true }),
  });
  return { ok: true };
}

export async function upload(world: World, user: User, request: Acts['upload']): Promise<ActResult> {
  const files = await Promise.all(request.files.map((each) => keep(world, user, each)));
  return { ok: true, files: files.map((file) => fileObject(world, file)) };
}

/** Opens the app's Home or Messages tab: `app_home_opened`, with the Home that was published before. */
export function openHome(world: World, user: User, request: Acts['open-home']): ActResult {
  const team = installedTeam(world, user.team);
  const { channel } = openDirect(world, team, [world.installations.get(team)?.botUser ?? '', user.id]);
  const home = homeOf(world, user.id);
  const tab = request.tab ?? 'home';
  emitEvent(world, team, {
    type: 'app_home_opened',
    user: user.id,
    channel: channel.id,
    tab,
    ...(home && tab === 'home' && { view: viewObject(world, home) }),
  });
  return {
    ok: true,
    channel: channelView(world, channel, user.id),
    view: home ? viewObject(world, home) : null,
  };
}

export function direct(world: World, user: User, request: Acts['dm']): ActResult {
  const other = personOf(world, request.user);
  const { channel } = openDirect(world, user.team, [user.id, other.id]);
  return { ok: true, channel: channelView(world, channel, user.id) };
}

export function read(world: World, user: User, request: Acts['read']): ActResult {
  markRead(world, channelFor(world, user, request.channel).id, user.id, request.ts);
  return { ok: true };
}

export function join(world: World, user: User, request: Acts['join']): ActResult {
  const channel = joinChannel(world, channelFor(world, user, request.channel), user.id);
  return { ok: true, channel: channelView(world, channel, user.id) };
}

export function leave(world: World, user: User, request: Acts['leave']): ActResult {
  leaveChannel(world, channelFor(world, user, request.channel), user.id);
  return { ok: true };
}

export function invite(world: World, user: User, request: Acts['invite']): ActResult {
  const guest = personOf(world, request.user);
  const channel = joinChannel(world, channelFor(world, user, request.channel), guest.id, user.id);
  return { ok: true, channel: channelView(world, channel, user.id) };
}

export function createChannel(world: World, user: User, request: Acts['create-channel']): ActResult {
  const channel = addChannel(world, {
    team: user.team,
    name: request.name,
    kind: request.is_private ? 'private' : 'public',
    members: [user.id],
  });
  return { ok: true, channel: channelView(world, channel, user.id) };
}

/** In an archived channel nobody can write any more; what was said stays readable. */
export function archiveChannel(world: World, user: User, request: Acts['archive-channel']): ActResult {
  const channel = saveChannel(world, {
    ...channelFor(world, user, request.channel),
    archived: request.archived ?? true,
  });
  return { ok: true, channel: channelView(world, channel, user.id) };
}

async function keep(world: World, user: User, each: Upload): Promise<StoredFile> {
  const bytes = Buffer.from(each.data, 'base64');
  const promised = promise(
    world,
    { team: user.team, user: user.id, byApp: false },
    {
      name: each.name,
      size: bytes.length,
      ...(each.title && { title: each.title }),
      ...(each.alt_txt && { altText: each.alt_txt }),
    },
  );
  return complete(world, await receive(world, promised, bytes));
}

/** Nobody can write to an app whose Messages tab is off or read-only. */
function refuseClosedTab(world: World, members: string[]): void {
  const { messages_tab_enabled: isOn, messages_tab_read_only_enabled: isReadOnly } =
    world.manifest.features.app_home;
  const isAppDirect =
    members.length === 2 && [...world.installations.values()].some((each) => members.includes(each.botUser));
  if (isAppDirect && (!isOn || isReadOnly))
    throw new Impossible('sending messages to this app has been turned off');
}
