import type { Json } from '../control/types.ts';
import { newId } from '../state/ids.ts';
import { messageObject } from '../state/present.ts';
import type { Channel, Message } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Every event that the sandbox sends, by its name in the manifest, with the scope it needs besides; null: none. */
export const eventScopes: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  app_uninstalled: null,
  file_shared: 'files:read',
  function_executed: null,
  link_shared: 'links:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  team_join: 'users:read',
  tokens_revoked: null,
  user_change: 'users:read',
};

const channelTypes = {
  public: { type: 'channel', event: 'message.channels' },
  private: { type: 'group', event: 'message.groups' },
  im: { type: 'im', event: 'message.im' },
  mpim: { type: 'mpim', event: 'message.mpim' },
} as const;

/**
 * Sends an event to the app when the manifest subscribes to it, its scope is there and the app is installed.
 * `subscription` is the name in the manifest, where it differs from the event's type.
 */
export function emitEvent(
  world: World,
  team: string,
  event: Json & { type: string },
  subscription = event.type,
): void {
  const installation = world.installations.get(team);
  const { settings, oauth_config: oauth } = world.manifest;
  if (!settings.event_subscriptions.bot_events.includes(subscription)) return;
  const isGoodbye = event.type === 'app_uninstalled' || event.type === 'tokens_revoked';
  if (!installation || (!installation.active && !isGoodbye)) return;
  const scope = eventScopes[subscription];
  if (scope && !oauth.scopes.bot.includes(scope)) {
    world.journal.fail({ kind: 'refused_call', name: subscription, reason: `missing_scope: ${scope}` });
    return;
  }
  const eventTs = String(event.event_ts ?? event.ts ?? world.messages.nextTs(world.clock.now()));
  world.courier.event({
    token: world.app.verificationToken,
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: world.app.id,
    event: { event_ts: eventTs, ...event },
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(Number(eventTs)),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team,
        user_id: installation.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  });
}

/** Tells each installation whose bot is in the conversation. */
export function emitToMembers(
  world: World,
  channel: Channel,
  event: Json & { type: string },
  subscription?: string,
): void {
  for (const installation of world.installations.values())
    if (channel.members.includes(installation.botUser))
      emitEvent(world, installation.team, event, subscription);
}

/** A new, changed or deleted message, as the `message` events of its kind of conversation. */
export function emitMessage(world: World, channel: Channel, event: Json): void {
  const kind = channelTypes[channel.kind];
  emitToMembers(world, channel, { ...event, type: 'message', channel_type: kind.type }, kind.event);
}

/** All events that a new message causes. */
export function emitPosted(world: World, channel: Channel, message: Message): void {
  const object = messageObject(world, message);
  emitMessage(world, channel, { ...object });
  emitLinks(world, channel, message);
  for (const file of object.files ?? [])
    emitToMembers(world, channel, {
      type: 'file_shared',
      file_id: file.id,
      user_id: message.user,
      file: { id: file.id },
      channel_id: channel.id,
    });
  if (channel.kind === 'im') return;
  for (const installation of world.installations.values())
    if (channel.members.includes(installation.botUser) && message.text.includes(`<@${installation.botUser}>`))
      emitEvent(world, installation.team, { ...object, type: 'app_mention' });
}

/** `link_shared` for the addresses of a person's message that lie in the app's unfurl domains. */
function emitLinks(world: World, channel: Channel, message: Message): void {
  if (message.bot_id) return;
  const urls = [...message.text.matchAll(/https?:\/\/[^\s<>|]+/g)].map(([url]) => url);
  const links = urls.flatMap((url) => {
    const host = URL.parse(url)?.hostname ?? '';
    const domain = world.manifest.features.unfurl_domains.find(
      (each) => host === each || host.endsWith(`.${each}`),
    );
    return domain ? [{ url, domain }] : [];
  });
  if (links.length === 0) return;
  emitToMembers(world, channel, {
    type: 'link_shared',
    channel: channel.id,
    is_bot_user_member: true,
    user: message.user,
    message_ts: message.ts,
    unfurl_id: `${channel.id}.${message.ts}`,
    source: 'conversations_history',
    links,
    ...(message.thread_ts && { thread_ts: message.thread_ts }),
  });
}
