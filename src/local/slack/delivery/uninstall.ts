import type { World } from '../state/world.ts';
import { emitEvent } from './events.ts';

/** Takes the app out of a team: every token dies, and the app is told by `tokens_revoked` and `app_uninstalled`. */
export function uninstall(world: World, team: string): void {
  const doomed = world.tokens.filter((each) => each.team === team && each.kind !== 'app' && !each.revoked);
  for (const token of doomed) world.tokens.set(token.token, { ...token, revoked: true });
  const installation = world.installations.get(team);
  if (installation) world.installations.set(team, { ...installation, active: false });
  const users = doomed.filter((each) => each.kind === 'bot').map((each) => each.user);
  emitEvent(world, team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [...new Set(users)] } });
  emitEvent(world, team, { type: 'app_uninstalled' });
  world.changes.emit('app');
}
