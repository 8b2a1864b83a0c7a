import type { FileObject, Json, MessageObject, UserObject } from '../control/types.ts';
import { microsFromTs } from './ids.ts';
import type { Channel, Message, StoredFile, User } from './records.ts';
import type { World } from './world.ts';

const colors = ['9f69e7', '4bbe2e', 'e7392d', '3c989f', '674b1b', 'e96699', 'e0a729', '684b6c'];

/** A person or bot as `users.info` shows it; the address only to those who may read it. */
export function userObject(user: User, now: number, options: { email: boolean }): UserObject {
  const color = colors[[...user.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colors.length];
  return {
    id: user.id,
    team_id: user.team,
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted,
    color: color ?? '9f69e7',
    tz: user.tz,
    tz_label: zoneName(user.tz, now),
    tz_offset: zoneOffsetSeconds(user.tz, now),
    locale: user.locale ?? 'en-US',
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_restricted: user.isGuest,
    is_bot: user.isBot,
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.displayName,
      display_name_normalized: user.displayName,
      title: user.title,
      first_name: user.realName.split(' ')[0] ?? '',
      last_name: user.realName.split(' ').slice(1).join(' '),
      avatar_hash: `g${user.id.toLowerCase()}`,
      team: user.team,
      ...(options.email && user.email && { email: user.email }),
    },
    ...({
      is_primary_owner: user.isOwner,
      is_ultra_restricted: false,
      is_app_user: false,
      updated: user.updated,
    } satisfies Json),
  };
}

function zoneName(tz: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'long' }).formatToParts(now);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? tz;
}

function zoneOffsetSeconds(tz: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(
    now,
  );
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(
    parts.find((part) => part.type === 'timeZoneName')?.value ?? '',
  );
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}

/** A conversation as `conversations.info` shows it to `viewer`. */
export function channelObject(world: World, channel: Channel, viewer: string): Json {
  const teams = new Set(channel.members.map((id) => world.users.get(id)?.team));
  const shared = teams.size > 1;
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_org_shared: false,
    context_team_id: channel.team,
    updated: channel.created * 1000,
    is_ext_shared: shared,
    is_shared: shared,
  };
  if (channel.kind === 'im') {
    const other = channel.members.find((id) => id !== viewer) ?? viewer;
    return {
      ...common,
      user: other,
      is_user_deleted: world.users.get(other)?.deleted ?? false,
      is_open: true,
    };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'public',
    is_general: channel.name === 'general',
    is_member: channel.members.includes(viewer),
    creator: channel.creator,
    unlinked: 0,
    is_pending_ext_shared: false,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: channel.created },
    previous_names: [],
  };
}

/** A file as `files.info` shows it; without type and size of the picture until Slack has processed it. */
export function fileObject(world: World, file: StoredFile): FileObject {
  const url = `${world.baseUrl}/files-pri/${file.team}-${file.id}/${encodeURIComponent(file.name)}`;
  const ready = world.tuning.protocolNow() >= file.readyAt && file.step === 'complete';
  const isPicture = ready && file.width !== undefined;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: ready ? file.mimetype : '',
    filetype: ready ? file.filetype : '',
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: file.team,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.channels.some((id) => world.channels.get(id)?.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: `${world.baseUrl}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
    channels: file.channels.filter((id) => world.channels.get(id)?.kind === 'public'),
    groups: file.channels.filter((id) => world.channels.get(id)?.kind === 'private'),
    ims: file.channels.filter((id) => world.channels.get(id)?.kind === 'im'),
    has_rich_preview: false,
    file_access: 'visible',
    ...(file.altText && { alt_txt: file.altText }),
    ...(isPicture && { original_w: file.width, original_h: file.height, thumb_360: url, thumb_480: url }),
  } as FileObject & Json;
}

/** A message as `conversations.history` shows it. */
export function messageObject(world: World, message: Message): MessageObject {
  const { fileIds, to, ...rest } = message;
  const files = (fileIds ?? []).flatMap((id) => {
    const file = world.files.get(id);
    return file ? [fileObject(world, file)] : [];
  });
  const replies = world.messages.replies(message.channel, message.ts);
  const last = replies.at(-1);
  const { thread_ts: root = message.ts } = message;
  const parent = root === message.ts ? undefined : world.messages.get(message.channel, root)?.user;
  return {
    ...rest,
    ...(parent !== undefined && { parent_user_id: parent }),
    ...(fileIds && { files }),
    ...(to !== undefined && { is_ephemeral: true }),
    ...(last && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users: [...new Set(replies.map((reply) => reply.user ?? reply.bot_id ?? ''))],
      latest_reply: last.ts,
    }),
  };
}

/** Whether `a` was posted after `b`. */
export function isLater(a: string, b: string): boolean {
  return microsFromTs(a) > microsFromTs(b);
}
