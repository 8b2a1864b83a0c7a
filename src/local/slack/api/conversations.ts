import { z } from 'zod';
import { canMeet } from '../state/access.ts';
import { channelsOf, openDirect } from '../state/conversations.ts';
import { channelObject } from '../state/present.ts';
import type { Channel } from '../state/records.ts';
import { found, SlackError } from './errors.ts';
import { channelOf, userOf } from './lookups.ts';
import { type Caller, count, flag, id, ids, type Method, method, text } from './method.ts';
import { page } from './paging.ts';

const cursor = { cursor: text().optional(), limit: count().optional() };
/** The scopes that changing a conversation needs one of. */
export const manage = ['channels:manage', 'groups:write', 'im:write', 'mpim:write'];
const read = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

/** The scope that reading or writing a conversation of each kind needs. */
const scopePrefix = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' } as const;

/** Refuses a conversation whose kind the token's scopes do not cover. */
export function needScope(caller: Caller, kind: Channel['kind'], verb: 'read' | 'history' | 'write'): void {
  const prefix = scopePrefix[kind];
  const needed = verb === 'write' && prefix === 'channels' ? 'channels:manage' : `${prefix}:${verb}`;
  if (!caller.token.scopes.includes(needed))
    throw new SlackError('missing_scope', [], { needed, provided: caller.token.scopes.join(',') });
}

/** The conversation, of which the caller must be a member. */
export function inChannel(caller: Caller, id: string): Channel {
  const channel = channelOf(caller, id);
  if (!channel.members.includes(caller.user)) throw new SlackError('not_in_channel');
  return channel;
}

const kinds: Record<string, Channel['kind']> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

function listed(
  caller: Caller,
  types: string | undefined,
  archived: boolean,
  member: string | undefined,
): Channel[] {
  const wanted = (types ?? 'public_channel')
    .split(',')
    .map((type) => found(kinds[type.trim()], 'invalid_types'));
  for (const kind of wanted) needScope(caller, kind, 'read');
  return channelsOf(caller.world, member ?? caller.user).filter(
    (channel) =>
      wanted.includes(channel.kind) &&
      !(archived && channel.archived) &&
      (member === undefined || channel.members.includes(member)) &&
      (channel.kind === 'public' || channel.members.includes(caller.user)),
  );
}

export const conversations: Record<string, Method> = {
  'conversations.list': method({
    scopes: read,
    tier: 2,
    parameters: z.object({
      ...cursor,
      types: text().optional(),
      exclude_archived: flag().optional(),
      team_id: text().optional(),
    }),
    run(caller, args) {
      const channels = listed(caller, args.types, args.exclude_archived ?? false, undefined);
      const { items, ...rest } = page(channels, args, { usual: 100, most: 1000 });
      return { channels: items.map((each) => channelObject(caller.world, each, caller.user)), ...rest };
    },
  }),

  'users.conversations': method({
    scopes: read,
    tier: 3,
    parameters: z.object({
      ...cursor,
      types: text().optional(),
      exclude_archived: flag().optional(),
      user: text().optional(),
      team_id: text().optional(),
    }),
    run(caller, args) {
      const member = args.user ? userOf(caller, args.user).id : caller.user;
      const channels = listed(caller, args.types, args.exclude_archived ?? false, member);
      const { items, ...rest } = page(channels, args, { usual: 100, most: 999 });
      return { channels: items.map((each) => channelObject(caller.world, each, caller.user)), ...rest };
    },
  }),

  'conversations.info': method({
    scopes: read,
    tier: 3,
    parameters: z.object({
      channel: id(),
      include_num_members: flag().optional(),
      include_locale: flag().optional(),
    }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      needScope(caller, channel.kind, 'read');
      const members = args.include_num_members ? { num_members: channel.members.length } : {};
      return { channel: { ...channelObject(caller.world, channel, caller.user), ...members } };
    },
  }),

  'conversations.members': method({
    scopes: read,
    tier: 4,
    parameters: z.object({ channel: id(), ...cursor }),
    run(caller, args) {
      const channel = channelOf(caller, args.channel);
      needScope(caller, channel.kind, 'read');
      const { items, ...rest } = page(channel.members, args, { usual: 100, most: 1000 });
      return { members: items, ...rest };
    },
  }),

  'conversations.open': method({
    scopes: manage,
    tier: 3,
    parameters: z.object({
      channel: text().optional(),
      users: ids().optional(),
      return_im: flag().optional(),
      prevent_creation: flag().optional(),
    }),
    run(caller, args) {
      if (args.channel)
        return { channel: { id: channelOf(caller, args.channel).id }, no_op: true, already_open: true };
      const users = found(args.users, 'users_list_not_supplied');
      if (users.length > 8) throw new SlackError('too_many_users');
      const self = caller.world.users.get(caller.user);
      for (const each of users) {
        const user = found(caller.world.users.get(each), 'user_not_found');
        if (user.deleted) throw new SlackError('user_disabled');
        if (!self || !canMeet(caller.world, self, user)) throw new SlackError('user_not_found');
      }
      const kind = users.length === 1 ? 'im' : 'mpim';
      needScope(caller, kind, 'write');
      const { channel, isNew } = openDirect(caller.world, caller.team, [caller.user, ...users]);
      const shown = args.return_im ? channelObject(caller.world, channel, caller.user) : { id: channel.id };
      return { channel: shown, ...(!isNew && { no_op: true, already_open: true }) };
    },
  }),

  'conversations.close': method({
    scopes: manage,
    tier: 2,
    parameters: z.object({ channel: id() }),
    run(caller, args) {
      const channel = inChannel(caller, args.channel);
      if (channel.kind !== 'im' && channel.kind !== 'mpim')
        throw new SlackError('method_not_supported_for_channel_type');
      return { no_op: true, already_closed: true };
    },
  }),

  'conversations.mark': method({
    scopes: manage,
    tier: 3,
    parameters: z.object({ channel: id(), ts: id() }),
    run(caller, args) {
      inChannel(caller, args.channel);
      return {};
    },
  }),
};
