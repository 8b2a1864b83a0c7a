import { z } from 'zod';
import { edit, post, remove, whisper } from '../conversation/post.ts';
import { messageObject } from '../state/present.ts';
import { contentOf, contentParameters } from './content.ts';
import { found, SlackError } from './errors.ts';
import { channelOf, messageOf, targetOf } from './lookups.ts';
import { flag, id, type Method, method, text } from './method.ts';
import { senderOf } from './sender.ts';

/** chat.update refuses longer texts; chat.postMessage cuts them off far later. */
const maxUpdatedText = 4000;

const looks = { username: text().optional(), icon_emoji: text().optional(), icon_url: text().optional() };

export const chat: Record<string, Method> = {
  'chat.postMessage': method({
    scopes: ['chat:write'],
    tier: 'posting',
    parameters: z.object({
      channel: id(),
      ...contentParameters,
      ...looks,
      thread_ts: text().optional(),
      reply_broadcast: flag().optional(),
      unfurl_links: flag().optional(),
      unfurl_media: flag().optional(),
      mrkdwn: flag().optional(),
      link_names: flag().optional(),
      parse: text().optional(),
    }),
    run(caller, args) {
      const channel = targetOf(caller, args.channel);
      const content = contentOf(caller, args);
      const from = senderOf(caller, args);
      const parent = args.thread_ts ? caller.world.messages.get(channel.id, args.thread_ts) : undefined;
      if (args.thread_ts && !parent) throw new SlackError('thread_not_found');
      const root = parent?.thread_ts ?? args.thread_ts;
      const message = post(caller.world, channel, {
        ...content,
        ...from,
        ...(root && { thread_ts: root }),
        ...(root && args.reply_broadcast && { subtype: 'thread_broadcast' }),
      });
      return { channel: channel.id, ts: message.ts, message: messageObject(caller.world, message) };
    },
  }),

  'chat.postEphemeral': method({
    scopes: ['chat:write'],
    tier: 4,
    parameters: z.object({
      channel: id(),
      user: id(),
      ...contentParameters,
      ...looks,
      thread_ts: text().optional(),
    }),
    run(caller, args) {
      const channel = targetOf(caller, args.channel);
      found(caller.world.users.get(args.user), 'user_not_found');
      if (!channel.members.includes(args.user)) throw new SlackError('user_not_in_channel');
      const message = whisper(caller.world, channel, {
        ...contentOf(caller, args),
        ...senderOf(caller, args),
        ...(args.thread_ts && { thread_ts: args.thread_ts }),
        to: args.user,
      });
      return { message_ts: message.ts };
    },
  }),

  'chat.update': method({
    scopes: ['chat:write'],
    tier: 3,
    parameters: z.object({
      channel: id(),
      ts: id(),
      ...contentParameters,
      link_names: flag().optional(),
      parse: text().optional(),
      reply_broadcast: flag().optional(),
    }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      if (channel.archived) throw new SlackError('is_inactive');
      const old = messageOf(caller, channel, args.ts);
      if (old.user !== caller.user) throw new SlackError('cant_update_message');
      if ((args.text?.length ?? 0) > maxUpdatedText) throw new SlackError('msg_too_long');
      const content = contentOf(caller, args);
      const keepsBlocks = args.text === undefined && args.blocks === undefined;
      const message = edit(
        caller.world,
        channel,
        old,
        { ...(keepsBlocks ? {} : { blocks: [] }), ...content },
        args.blocks === undefined ? caller.user : undefined,
      );
      const object = messageObject(caller.world, message);
      return { channel: channel.id, ts: message.ts, text: message.text, message: object };
    },
  }),

  'chat.delete': method({
    scopes: ['chat:write'],
    tier: 3,
    parameters: z.object({ channel: id(), ts: id() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      const message = messageOf(caller, channel, args.ts);
      if (message.user !== caller.user) throw new SlackError('cant_delete_message');
      remove(caller.world, channel, message);
      return { channel: channel.id, ts: message.ts };
    },
  }),

  'chat.getPermalink': method({
    tier: 'none',
    parameters: z.object({ channel: id(), message_ts: id() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      const message = messageOf(caller, channel, args.message_ts);
      const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
      return { channel: channel.id, permalink: `${caller.world.baseUrl}/${path}` };
    },
  }),

  'chat.meMessage': method({
    scopes: ['chat:write'],
    tier: 3,
    parameters: z.object({ channel: id(), text: id() }),
    run(caller, args) {
      const channel = targetOf(caller, args.channel);
      const message = post(caller.world, channel, {
        text: args.text,
        ...senderOf(caller, {}),
        subtype: 'me_message',
      });
      return { channel: channel.id, ts: message.ts };
    },
  }),

  'chat.unfurl': method({
    scopes: ['links:write'],
    tier: 3,
    parameters: z.object({
      channel: id().optional(),
      ts: id().optional(),
      unfurls: z.preprocess(
        (value) => (typeof value === 'string' ? JSON.parse(value) : value),
        z.record(z.string(), z.record(z.string(), z.unknown())),
      ),
    }),
    run(caller, args) {
      const channel = channelOf(caller, found(args.channel, 'cannot_find_channel'));
      const message = messageOf(caller, channel, found(args.ts, 'cannot_find_message'));
      const attachments = Object.entries(args.unfurls).map(([url, unfurl]) => ({ from_url: url, ...unfurl }));
      edit(caller.world, channel, message, { attachments: [...(message.attachments ?? []), ...attachments] });
      return {};
    },
  }),
};
