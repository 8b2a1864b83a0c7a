import type { ActResult, Acts } from '../control/types.ts';
import { messageObject } from '../state/present.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { channelFor, Impossible, messageFor, offersCommands, resultOf } from './acting.ts';
import { basics, channelName, installedTeam, newResponseUrl } from './payloads.ts';

function mustExist(world: World, user: User, type: 'global' | 'message', callbackId: string): void {
  const known = world.manifest.features.shortcuts;
  if (
    !offersCommands(world, user) ||
    !known.some((each) => each.type === type && each.callback_id === callbackId)
  )
    throw new Impossible(`there is no ${type} shortcut ${callbackId}`);
}

/** A global shortcut from the search or plus menu. */
export async function globalShortcut(
  world: World,
  user: User,
  request: Acts['shortcut'],
): Promise<ActResult> {
  mustExist(world, user, 'global', request.callback_id);
  const outcome = await world.courier.interact(
    {
      type: 'interactive',
      name: 'shortcut',
      payload: {
        ...basics(world, user, 'shortcut', {}),
        callback_id: request.callback_id,
        action_ts: world.messages.nextTs(world.clock.now()),
      },
    },
    user.id,
  );
  return resultOf(outcome);
}

/** A shortcut from a message's menu: `message_action`. */
export async function messageShortcut(
  world: World,
  user: User,
  request: Acts['message-shortcut'],
): Promise<ActResult> {
  mustExist(world, user, 'message', request.callback_id);
  const channel = channelFor(world, user, request.channel);
  const message = messageFor(world, user, channel, request.ts);
  const outcome = await world.courier.interact(
    {
      type: 'interactive',
      name: 'message_action',
      payload: {
        ...basics(world, user, 'message_action', {}),
        callback_id: request.callback_id,
        action_ts: world.messages.nextTs(world.clock.now()),
        message_ts: message.ts,
        message: messageObject(world, message),
        channel: { id: channel.id, name: channelName(channel) },
        response_url: newResponseUrl(world, 'app', {
          team: installedTeam(world, channel.team),
          channel: channel.id,
          user: user.id,
          ephemeral: true,
          ...(message.thread_ts && { thread_ts: message.thread_ts }),
        }),
      },
    },
    user.id,
    channel.id,
  );
  return resultOf(outcome);
}
