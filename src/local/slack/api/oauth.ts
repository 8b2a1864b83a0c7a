import { z } from 'zod';
import type { Json } from '../control/types.ts';
import { newId, newSecret } from '../state/ids.ts';
import { install } from '../state/plant.ts';
import type { Grant } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { SlackError } from './errors.ts';
import { type Method, method, text } from './method.ts';

const grantLifeMs = 10 * 60_000;
const rotatedLifeMs = 12 * 3_600_000;

/** Notes a person's consent and gives the code for the redirect. */
export function newGrant(world: World, grant: Omit<Grant, 'expiresAt'>): string {
  const code = newSecret();
  world.grants.set(code, { ...grant, expiresAt: world.tuning.protocolNow() + grantLifeMs });
  return code;
}

export const oauth: Record<string, Method> = {
  'oauth.v2.access': method({
    tier: 4,
    tokens: ['none', 'bot', 'user', 'app'],
    parameters: z.object({
      client_id: text().optional(),
      client_secret: text().optional(),
      code: text().optional(),
      redirect_uri: text().optional(),
      grant_type: text().optional(),
      refresh_token: text().optional(),
    }),
    run({ world }, args) {
      if (args.client_id !== world.app.clientId) throw new SlackError('invalid_client_id');
      if (args.client_secret !== world.app.clientSecret) throw new SlackError('bad_client_secret');
      if (args.grant_type === 'refresh_token') return refresh(world, args.refresh_token);
      const grant = world.grants.get(args.code ?? '');
      if (!grant) throw new SlackError('invalid_code');
      world.grants.delete(args.code ?? '');
      if (world.tuning.protocolNow() > grant.expiresAt) throw new SlackError('code_expired');
      if (args.redirect_uri !== undefined && args.redirect_uri !== grant.redirectUri)
        throw new SlackError('bad_redirect_uri');
      return issue(world, grant.team, grant.user);
    },
  }),
};

function refresh(world: World, refreshToken: string | undefined): Json {
  const known = refreshToken ? world.refreshTokens.get(refreshToken) : undefined;
  if (!known || !refreshToken) throw new SlackError('invalid_refresh_token');
  world.refreshTokens.delete(refreshToken);
  return issue(world, known.team, known.user);
}

/** Installs (or renews) the app in the team and answers as `oauth.v2.access` does. */
function issue(world: World, teamId: string, user: string): Json {
  const old = world.installations.get(teamId);
  const rotates = world.manifest.settings.token_rotation_enabled;
  const token = rotates ? `xoxe.xoxb-1-${newSecret()}` : `xoxb-${newSecret()}`;
  const ids = { botUser: old?.botUser ?? newId('U'), botId: old?.botId ?? newId('B'), token };
  install(world, teamId, {
    ...ids,
    ...(rotates && { expiresAt: world.tuning.protocolNow() + rotatedLifeMs }),
  });
  world.changes.emit('users');
  world.changes.emit('app');
  const refreshToken = `xoxe-1-${newSecret()}`;
  if (rotates) world.refreshTokens.set(refreshToken, { team: teamId, user });
  return {
    access_token: token,
    token_type: 'bot',
    scope: world.manifest.oauth_config.scopes.bot.join(','),
    bot_user_id: ids.botUser,
    app_id: world.app.id,
    team: { id: teamId, name: world.teams.get(teamId)?.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: user },
    ...(rotates && { expires_in: rotatedLifeMs / 1000, refresh_token: refreshToken }),
  };
}
