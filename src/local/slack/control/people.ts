import { z } from 'zod';
import { emitEvent } from '../delivery/events.ts';
import { Impossible } from '../interactions/acting.ts';
import { installedTeam } from '../interactions/payloads.ts';
import { newId } from '../state/ids.ts';
import { userObject } from '../state/present.ts';
import type { User } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { UserObject } from './types.ts';

const Change = z.strictObject({
  id: z.string().optional(),
  team: z.string().optional(),
  name: z.string().min(1).optional(),
  realName: z.string().optional(),
  displayName: z.string().optional(),
  email: z.string().optional(),
  title: z.string().optional(),
  tz: z.string().optional(),
  isAdmin: z.boolean().optional(),
  isOwner: z.boolean().optional(),
  isGuest: z.boolean().optional(),
  locale: z.string().optional(),
  /** True deactivates the person. */
  deleted: z.boolean().optional(),
});

/** Adds a person (without `id`: `team_join`) or changes one (`user_change`). */
export function changePerson(world: World, body: unknown): UserObject {
  const parsed = Change.safeParse(body);
  if (!parsed.success) throw new Impossible(z.prettifyError(parsed.error));
  const { id, ...change } = parsed.data;
  const old = id === undefined ? undefined : world.users.get(id);
  if (id !== undefined && !old) throw new Impossible(`there is no person ${id}`);
  const updated = Math.floor(world.clock.now() / 1000);
  const next = { ...(old ?? newcomer(world, change)), ...change, updated } as User;
  const user = world.users.set(next.id, next);
  world.changes.emit('users');
  const object = userObject(user, world.clock.now(), { email: true });
  emitEvent(world, installedTeam(world, user.team), {
    type: old ? 'user_change' : 'team_join',
    user: object,
    cache_ts: updated,
  });
  return object;
}

function newcomer(world: World, change: { name?: string | undefined; team?: string | undefined }): User {
  if (!change.name) throw new Impossible('a new person needs a name');
  return {
    id: newId('U'),
    team: change.team ?? [...world.teams.values()][0]?.id ?? '',
    name: change.name,
    realName: change.name,
    displayName: change.name,
    title: '',
    email: `${change.name}@acme.example`,
    tz: 'Europe/Berlin',
    isBot: false,
    isAdmin: false,
    isOwner: false,
    isGuest: false,
    deleted: false,
    updated: 0,
  };
}
