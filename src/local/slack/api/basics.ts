import { z } from 'zod';
import { uninstall } from '../delivery/uninstall.ts';
import { found, SlackError } from './errors.ts';
import { flag, id, type Method, method, text } from './method.ts';

/** Methods about the app itself, its tokens and its team. */
export const basics: Record<string, Method> = {
  'api.test': method({
    tier: 'none',
    tokens: ['bot', 'user', 'app', 'none'],
    parameters: z.object({ error: text().optional(), foo: text().optional() }),
    run(_caller, args) {
      if (args.error) throw new SlackError(args.error);
      return { args };
    },
  }),

  'auth.test': method({
    tier: 'none',
    tokens: ['bot', 'user', 'app'],
    parameters: z.object({}),
    run(caller) {
      const { world } = caller;
      if (caller.token.kind === 'app')
        return { app_id: world.app.id, app_name: world.manifest.display_information.name };
      const team = world.teams.get(caller.team);
      return {
        url: `https://${team?.domain}.slack.com/`,
        team: team?.name,
        user: world.users.get(caller.user)?.name,
        team_id: caller.team,
        user_id: caller.user,
        ...(caller.installation && caller.token.kind === 'bot' && { bot_id: caller.installation.botId }),
        is_enterprise_install: false,
      };
    },
  }),

  'auth.revoke': method({
    tier: 3,
    parameters: z.object({ test: flag().optional() }),
    run(caller, args) {
      if (args.test) return { revoked: false };
      caller.world.tokens.set(caller.token.token, { ...caller.token, revoked: true });
      return { revoked: true };
    },
  }),

  'apps.connections.open': method({
    scopes: ['connections:write'],
    tier: 3,
    tokens: ['app'],
    parameters: z.object({}),
    run(caller) {
      if (caller.world.courier.mode !== 'socket') throw new SlackError('socket_mode_not_enabled');
      return { url: caller.world.courier.sockets.newAddress() };
    },
  }),

  'apps.uninstall': method({
    tier: 1,
    parameters: z.object({ client_id: id(), client_secret: id() }),
    run(caller, args) {
      const { app } = caller.world;
      if (args.client_id !== app.clientId) throw new SlackError('invalid_client_id');
      if (args.client_secret !== app.clientSecret) throw new SlackError('bad_client_secret');
      uninstall(caller.world, caller.team);
      return {};
    },
  }),

  'team.info': method({
    scopes: ['team:read'],
    tier: 3,
    parameters: z.object({ team: text().optional() }),
    run(caller, args) {
      const team = found(caller.world.teams.get(args.team ?? caller.team), 'team_not_found');
      return {
        team: {
          ...team,
          email_domain: '',
          icon: { image_default: true },
          url: `https://${team.domain}.slack.com/`,
        },
      };
    },
  }),

  'bots.info': method({
    scopes: ['users:read'],
    tier: 3,
    parameters: z.object({ bot: text().optional(), team_id: text().optional() }),
    run(caller, args) {
      const { world } = caller;
      const installation = [...world.installations.values()].find((each) => each.botId === args.bot);
      const { botId, botUser } = found(installation, 'bot_not_found');
      const bot = world.users.get(botUser);
      return {
        bot: {
          id: botId,
          deleted: false,
          name: bot?.realName,
          app_id: world.app.id,
          user_id: botUser,
          updated: bot?.updated,
          icons: {},
        },
      };
    },
  }),

  'emoji.list': method({
    scopes: ['emoji:read'],
    tier: 2,
    parameters: z.object({ include_categories: flag().optional() }),
    run: () => ({ emoji: {}, cache_ts: '1.0' }),
  }),
};
