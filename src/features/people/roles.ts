import { defineModel, trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../platform/errors.ts';
import { personModel } from './model.ts';
import { findPeople, getPerson } from './service.ts';
import type { Person, Role } from './types.ts';

/** Who owns the workspace, in one document, so that two owners who remove each other cannot both succeed. */
const ownersModel = defineModel<{ owners: string[] }>('workspace_owners', { owners: [String] }, [
  { keys: { workspace: 1 }, unique: true, serves: 'one register of owners per workspace' },
]);

/**
 * Sets a person's roles.
 * @throws UserError when the workspace would be left without an owner.
 */
export async function setRoles(
  desk: Desk,
  { workspace, userId, roles }: { workspace: string; userId: string; roles: readonly Role[] },
): Promise<Person> {
  const before = await getPerson(desk, { workspace, userId });
  const wanted: Role[] = roles.length > 0 ? [...new Set(roles)] : ['customer'];
  if (wanted.includes('owner')) await registerOwner(desk, workspace, userId);
  else if (before.roles.includes('owner')) await removeOwner(desk, workspace, userId);
  const capacity =
    wanted.includes('contractor') && !before.roles.includes('contractor') ? { capacity: 1 } : {};
  await personModel(desk.database).updateOne({ workspace, userId }, { $set: { roles: wanted, ...capacity } });
  desk.events.emit('agent.changed', { workspace, userId });
  return getPerson(desk, { workspace, userId });
}

/** False while nobody owns the workspace, which is when a Slack admin may run `/desk setup`. */
export async function hasOwner(desk: Desk, workspace: string): Promise<boolean> {
  return (await personModel(desk.database).exists({ workspace, roles: 'owner' })) !== null;
}

/** Brings the register in line with the people's roles, for processes that were killed between the two (docs/steps.md). */
export async function checkOwners(desk: Desk, workspace: string): Promise<void> {
  const [register, people] = await Promise.all([
    ownersModel(desk.database).findOne({ workspace }).lean(),
    findPeople(desk, { workspace, role: 'owner' }),
  ]);
  const registered = new Set(register?.owners);
  const owners = new Set(people.map(({ userId }) => userId));
  for (const userId of owners.difference(registered)) await registerOwner(desk, workspace, userId);
  for (const userId of registered.difference(owners))
    await ownersModel(desk.database).updateOne({ workspace }, { $pull: { owners: userId } });
}

async function registerOwner(desk: Desk, workspace: string, userId: string): Promise<void> {
  const add = () =>
    ownersModel(desk.database).updateOne({ workspace }, { $addToSet: { owners: userId } }, { upsert: true });
  try {
    await add();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await add();
  }
}

async function removeOwner(desk: Desk, workspace: string, userId: string): Promise<void> {
  const { matchedCount } = await ownersModel(desk.database).updateOne(
    { workspace, owners: userId, 'owners.1': trusted({ $exists: true }) },
    { $pull: { owners: userId } },
  );
  if (matchedCount === 1) return;
  if ((await ownersModel(desk.database).exists({ workspace, owners: userId })) === null) return;
  throw new UserError('A desk needs at least one owner. Make someone else an owner first.', {
    field: 'roles',
  });
}
