import { z } from 'zod';
import { react } from '../conversation/react.ts';
import { messageObject } from '../state/present.ts';
import { SlackError } from './errors.ts';
import { channelOf, messageOf } from './lookups.ts';
import { type Caller, flag, id, type Method, method } from './method.ts';

const target = z.object({ channel: id(), timestamp: id(), name: id() });
const emojiName = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/;
const maxPerMessage = 50;

function change(caller: Caller, args: z.output<typeof target>, remove: boolean) {
  if (!emojiName.test(args.name)) throw new SlackError('invalid_name');
  const channel = channelOf(caller, args.channel);
  if (!channel.members.includes(caller.user)) throw new SlackError('not_in_channel');
  const message = messageOf(caller, channel, args.timestamp);
  if (!remove && (message.reactions?.length ?? 0) >= maxPerMessage) throw new SlackError('too_many_emoji');
  const refusal = react(caller.world, channel, message, { user: caller.user, name: args.name, remove });
  if (refusal) throw new SlackError(refusal);
  return {};
}

export const reactions: Record<string, Method> = {
  'reactions.add': method({
    scopes: ['reactions:write'],
    tier: 3,
    parameters: target,
    run: (caller, args) => change(caller, args, false),
  }),
  'reactions.remove': method({
    scopes: ['reactions:write'],
    tier: 2,
    parameters: target,
    run: (caller, args) => change(caller, args, true),
  }),
  'reactions.get': method({
    scopes: ['reactions:read'],
    tier: 3,
    parameters: z.object({ channel: id(), timestamp: id(), full: flag().optional() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      const message = messageOf(caller, channel, args.timestamp);
      return { type: 'message', channel: channel.id, message: messageObject(caller.world, message) };
    },
  }),
};
