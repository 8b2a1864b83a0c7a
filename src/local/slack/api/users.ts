import { z } from 'zod';
import { userObject } from '../state/present.ts';
import type { User } from '../state/records.ts';
import { SlackError } from './errors.ts';
import { userOf } from './lookups.ts';
import { type Caller, count, flag, id, type Method, method, text } from './method.ts';
import { page } from './paging.ts';

function shown(caller: Caller, user: User) {
  const email = caller.token.scopes.includes('users:read.email');
  return userObject(user, caller.world.clock.now(), { email });
}

export const users: Record<string, Method> = {
  'users.info': method({
    scopes: ['users:read'],
    tier: 4,
    parameters: z.object({ user: id(), include_locale: flag().optional() }),
    run(caller, args) {
      const { locale, ...user } = shown(caller, userOf(caller, args.user));
      return { user: args.include_locale ? { ...user, locale } : user };
    },
  }),

  'users.list': method({
    scopes: ['users:read'],
    tier: 2,
    parameters: z.object({
      cursor: text().optional(),
      limit: count().optional(),
      include_locale: flag().optional(),
      team_id: text().optional(),
    }),
    run(caller, args) {
      const own = caller.world.users.filter((user) => user.team === caller.team);
      const { items, ...rest } = page(own, args, { usual: 1000, most: 1000 });
      return {
        members: items.map((user) => shown(caller, user)),
        cache_ts: Math.floor(Date.now() / 1000),
        ...rest,
      };
    },
  }),

  'users.lookupByEmail': method({
    scopes: ['users:read.email'],
    tier: 3,
    parameters: z.object({ email: id() }),
    run(caller, args) {
      const wanted = args.email.toLowerCase();
      const user = caller.world.users.find(
        (each) => each.team === caller.team && !each.deleted && each.email.toLowerCase() === wanted,
      );
      if (!user) throw new SlackError('users_not_found');
      return { user: shown(caller, user) };
    },
  }),

  'users.profile.get': method({
    scopes: ['users.profile:read'],
    tier: 4,
    parameters: z.object({ user: text().optional(), include_labels: flag().optional() }),
    run: (caller, args) => ({ profile: shown(caller, userOf(caller, args.user ?? caller.user)).profile }),
  }),

  'users.getPresence': method({
    scopes: ['users:read'],
    tier: 3,
    parameters: z.object({ user: text().optional() }),
    run(caller, args) {
      userOf(caller, args.user ?? caller.user);
      return { presence: 'active' };
    },
  }),
};
