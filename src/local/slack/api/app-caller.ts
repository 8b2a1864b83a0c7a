import type { World } from '../state/world.ts';
import type { Caller } from './method.ts';

/** The app as it acts in a team without calling a method: through acks and response URLs. */
export function appCaller(world: World, team: string): Caller {
  const installation = world.installations.get(team);
  const user = installation?.botUser ?? '';
  const scopes = world.manifest.oauth_config.scopes.bot;
  return {
    world,
    team,
    user,
    installation,
    token: { token: '', kind: 'bot', team, user, scopes, revoked: false },
  };
}
