import type { Json } from '../control/types.ts';
import { newSecret } from '../state/ids.ts';
import { messageObject } from '../state/present.ts';
import type { Channel, Message, ResponseUrl, StoredView, User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { viewObject } from '../views/stack.ts';

const responseUrlLifeMs = 30 * 60_000;

/** The installation that receives what happens in a conversation or view of this team. */
export function installedTeam(world: World, team: string): string {
  const own = world.installations.get(team);
  return own?.active ? team : ([...world.installations.values()].find((each) => each.active)?.team ?? team);
}

/** The fields that every interactive payload has. */
export function basics(world: World, user: User, type: string, trigger?: { viewId?: string }): Json {
  const team = world.teams.get(user.team);
  return {
    type,
    team: { id: user.team, domain: team?.domain ?? '' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team },
    api_app_id: world.app.id,
    token: world.app.verificationToken,
    ...(trigger && {
      trigger_id: world.triggers.issue({
        user: user.id,
        team: installedTeam(world, user.team),
        ...(trigger.viewId && { viewId: trigger.viewId }),
      }),
    }),
  };
}

/** A new response URL: five uses within 30 minutes. */
export function newResponseUrl(
  world: World,
  kind: 'actions' | 'commands' | 'app',
  target: Pick<ResponseUrl, 'team' | 'channel' | 'user' | 'ephemeral'> & { ts?: string; thread_ts?: string },
): string {
  const id = newSecret();
  world.responseUrls.set(id, {
    ...target,
    id,
    uses: 0,
    expiresAt: world.tuning.protocolNow() + responseUrlLifeMs,
  });
  return `${world.baseUrl}/hooks/${kind}/${target.team}/${id}`;
}

/** Where an action stands: fields for a message, or for a view. */
export function containerOf(
  world: World,
  user: User,
  place: { channel: Channel; message: Message } | StoredView,
): Json {
  if ('view' in place)
    return { container: { type: 'view', view_id: place.view.id }, view: viewObject(world, place) };
  const { channel, message } = place;
  const isEphemeral = message.to !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    ...(!isEphemeral && { message: messageObject(world, message) }),
    response_url: newResponseUrl(world, 'actions', {
      team: installedTeam(world, channel.team),
      channel: channel.id,
      user: user.id,
      ts: message.ts,
      ephemeral: isEphemeral,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    }),
  };
}

/** A conversation's name as payloads carry it. */
export function channelName(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
