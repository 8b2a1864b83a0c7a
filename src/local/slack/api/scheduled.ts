import { z } from 'zod';
import { newId } from '../state/ids.ts';
import { contentOf, contentParameters } from './content.ts';
import { SlackError } from './errors.ts';
import { channelOf, targetOf } from './lookups.ts';
import { count, id, type Method, method, text } from './method.ts';
import { page } from './paging.ts';
import { senderOf } from './sender.ts';

const maxAheadSeconds = 120 * 86_400;

/** Messages that the workspace's clock posts later. */
export const scheduled: Record<string, Method> = {
  'chat.scheduleMessage': method({
    scopes: ['chat:write'],
    tier: 3,
    parameters: z.object({
      channel: id(),
      post_at: count(),
      ...contentParameters,
      thread_ts: text().optional(),
    }),
    run(caller, args) {
      const channel = targetOf(caller, args.channel);
      const now = caller.world.clock.now() / 1000;
      if (args.post_at <= now) throw new SlackError('time_in_past');
      if (args.post_at > now + maxAheadSeconds) throw new SlackError('time_too_far');
      const message = {
        ...contentOf(caller, args),
        ...senderOf(caller, {}),
        ...(args.thread_ts && { thread_ts: args.thread_ts }),
      };
      const stored = {
        id: newId('Q'),
        team: caller.team,
        channel: channel.id,
        postAt: args.post_at,
        message,
      };
      caller.world.scheduled.set(stored.id, stored);
      return { channel: channel.id, scheduled_message_id: stored.id, post_at: args.post_at, message };
    },
  }),

  'chat.deleteScheduledMessage': method({
    scopes: ['chat:write'],
    tier: 3,
    parameters: z.object({ channel: id(), scheduled_message_id: id() }),
    run(caller, args) {
      const stored = caller.world.scheduled.get(args.scheduled_message_id);
      if (stored?.team !== caller.team || stored.channel !== channelOf(caller, args.channel).id)
        throw new SlackError('invalid_scheduled_message_id');
      caller.world.scheduled.delete(stored.id);
      return {};
    },
  }),

  'chat.scheduledMessages.list': method({
    tier: 3,
    parameters: z.object({
      channel: text().optional(),
      cursor: text().optional(),
      limit: count().optional(),
    }),
    run(caller, args) {
      const all = caller.world.scheduled.filter(
        (each) => each.team === caller.team && (!args.channel || each.channel === args.channel),
      );
      const { items, ...rest } = page(all, args, { usual: 100, most: 1000 });
      const shown = items.map((each) => ({
        id: each.id,
        channel_id: each.channel,
        post_at: each.postAt,
        text: each.message.text,
      }));
      return { scheduled_messages: shown, ...rest };
    },
  }),
};
