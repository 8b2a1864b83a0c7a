import { z } from 'zod';
import { join, leave } from '../conversation/members.ts';
import { addChannel, saveChannel } from '../state/conversations.ts';
import { channelObject } from '../state/present.ts';
import { inChannel, manage, needScope } from './conversations.ts';
import { SlackError } from './errors.ts';
import { channelOf, userOf } from './lookups.ts';
import { type Caller, flag, id, ids, type Method, method, text } from './method.ts';

/** A channel's name is lower case and free in its team. */
function checkName(caller: Caller, name: string): void {
  if (!/^[\p{Ll}\p{Lo}\d_-]{1,80}$/u.test(name)) throw new SlackError('invalid_name_specials');
  const isTaken = caller.world.channels.find((each) => each.team === caller.team && each.name === name);
  if (isTaken) throw new SlackError('name_taken');
}

/** Methods that make, change and fill channels. */
export const channels: Record<string, Method> = {
  'conversations.join': method({
    scopes: ['channels:join'],
    tier: 3,
    parameters: z.object({ channel: id() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
      if (channel.archived) throw new SlackError('is_archived');
      const joined = join(caller.world, channel, caller.user);
      return { channel: channelObject(caller.world, joined, caller.user) };
    },
  }),

  'conversations.leave': method({
    scopes: manage,
    tier: 3,
    parameters: z.object({ channel: id() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      if (!channel.members.includes(caller.user)) return { not_in_channel: true };
      leave(caller.world, channel, caller.user);
      return {};
    },
  }),

  'conversations.invite': method({
    scopes: manage,
    tier: 3,
    parameters: z.object({ channel: id(), users: ids(), force: flag().optional() }),
    run(caller, args) {
      let channel = inChannel(caller, args.channel);
      needScope(caller, channel.kind, 'write');
      if (args.users.includes(caller.user)) throw new SlackError('cant_invite_self');
      for (const each of args.users) {
        const user = userOf(caller, each);
        if (channel.members.includes(user.id)) throw new SlackError('already_in_channel');
        channel = join(caller.world, channel, user.id, caller.user);
      }
      return { channel: channelObject(caller.world, channel, caller.user) };
    },
  }),

  'conversations.kick': method({
    scopes: manage,
    tier: 3,
    parameters: z.object({ channel: id(), user: id() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      if (args.user === caller.user) throw new SlackError('cant_kick_self');
      if (!channel.members.includes(args.user)) throw new SlackError('not_in_channel');
      leave(caller.world, channel, args.user);
      return {};
    },
  }),

  'conversations.create': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ name: id(), is_private: flag().optional(), team_id: text().optional() }),
    run(caller, args) {
      checkName(caller, args.name);
      const kind = args.is_private ? 'private' : 'public';
      needScope(caller, kind, 'write');
      const channel = addChannel(caller.world, {
        team: caller.team,
        name: args.name,
        kind,
        members: [caller.user],
      });
      return { channel: channelObject(caller.world, channel, caller.user) };
    },
  }),

  'conversations.archive': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      if (channel.archived) throw new SlackError('already_archived');
      if (channel.name === 'general') throw new SlackError('cant_archive_general');
      saveChannel(caller.world, { ...channel, archived: true });
      return {};
    },
  }),

  'conversations.unarchive': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id() }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      if (!channel.archived) throw new SlackError('not_archived');
      saveChannel(caller.world, { ...channel, archived: false });
      return {};
    },
  }),

  'conversations.rename': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id(), name: id() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      checkName(caller, args.name);
      const renamed = saveChannel(caller.world, { ...channel, name: args.name });
      return { channel: channelObject(caller.world, renamed, caller.user) };
    },
  }),

  'conversations.setTopic': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id(), topic: text() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      if (args.topic.length > 250) throw new SlackError('too_long');
      const changed = saveChannel(caller.world, { ...channel, topic: args.topic });
      return { channel: channelObject(caller.world, changed, caller.user) };
    },
  }),

  'conversations.setPurpose': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id(), purpose: text() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      if (args.purpose.length > 250) throw new SlackError('too_long');
      const changed = saveChannel(caller.world, { ...channel, purpose: args.purpose });
      return { channel: channelObject(caller.world, changed, caller.user), purpose: args.purpose };
    },
  }),
};
