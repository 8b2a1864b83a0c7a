import { z } from 'zod';
import type { Json } from '../control/types.ts';
import { isLater, messageObject } from '../state/present.ts';
import type { Message } from '../state/records.ts';
import { needScope } from './conversations.ts';
import { SlackError } from './errors.ts';
import { channelOf } from './lookups.ts';
import { type Caller, count, flag, id, type Method, method, text } from './method.ts';
import { page } from './paging.ts';

const scopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const range = {
  channel: id(),
  cursor: text().optional(),
  limit: count().optional(),
  oldest: text().optional(),
  latest: text().optional(),
  inclusive: flag().optional(),
  include_all_metadata: flag().optional(),
};
type Range = { oldest?: string; latest?: string; inclusive?: boolean };

/** Messages of a conversation that the bot may read: it must be a member, with the scope of that kind. */
function readable(caller: Caller, channelId: string): Message[] {
  const channel = channelOf(caller, channelId);
  needScope(caller, channel.kind, 'history');
  if (!channel.members.includes(caller.user)) throw new SlackError('not_in_channel');
  return caller.world.messages.in(channel.id).filter((message) => message.to === undefined);
}

function within(message: Message, { oldest, latest, inclusive }: Range): boolean {
  const ts = padded(message.ts);
  const isAfter = !oldest || isLater(ts, padded(oldest)) || (inclusive === true && ts === padded(oldest));
  const isBefore = !latest || isLater(padded(latest), ts) || (inclusive === true && ts === padded(latest));
  return isAfter && isBefore;
}

/** A moment in seconds with any number of decimals, as a timestamp with six. */
function padded(moment: string): string {
  if (!/^\d+(\.\d{1,6})?$/.test(moment)) throw new SlackError('invalid_ts_latest');
  const [seconds, fraction = ''] = moment.split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

function shown(caller: Caller, message: Message, withMetadata: boolean): Json {
  const { channel, metadata, ...object } = messageObject(caller.world, message);
  return { ...object, ...(withMetadata && metadata && { metadata }) };
}

export const history: Record<string, Method> = {
  'conversations.history': method({
    scopes,
    tier: 3,
    parameters: z.object(range),
    run(caller, args) {
      const newestFirst = readable(caller, args.channel)
        .filter(
          (message) =>
            !message.thread_ts || message.thread_ts === message.ts || message.subtype === 'thread_broadcast',
        )
        .filter((message) => within(message, args))
        .reverse();
      const { items, ...rest } = page(newestFirst, args, { usual: 100, most: 999 });
      return {
        messages: items.map((message) => shown(caller, message, args.include_all_metadata ?? false)),
        has_more: rest.response_metadata.next_cursor !== '',
        pin_count: 0,
        ...rest,
      };
    },
  }),

  'conversations.replies': method({
    scopes,
    tier: 3,
    parameters: z.object({ ...range, ts: id() }),
    run(caller, args) {
      const all = readable(caller, args.channel);
      const asked = all.find((message) => message.ts === args.ts);
      if (!asked) throw new SlackError('thread_not_found');
      const root = asked.thread_ts ?? asked.ts;
      const thread = all.filter(
        (message) => message.ts === root || (message.thread_ts === root && within(message, args)),
      );
      const { items, ...rest } = page(thread, args, { usual: 1000, most: 1000 });
      return {
        messages: items.map((message) => shown(caller, message, args.include_all_metadata ?? false)),
        has_more: rest.response_metadata.next_cursor !== '',
        ...rest,
      };
    },
  }),
};
