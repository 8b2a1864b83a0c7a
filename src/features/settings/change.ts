import type { Desk } from '../../platform/desk.ts';
import {
  assertCan,
  getPerson,
  type Person,
  type Profile,
  type Role,
  setRoles,
  updateProfile,
} from '../people/index.ts';
import { recordAudit } from './audit.ts';
import { getSettings, type SettingsChange, updateSettings } from './service.ts';

/** Changes settings and writes down who did, so that it can be undone. */
export async function changeSettings(
  desk: Desk,
  {
    workspace,
    by,
    summary,
    change,
  }: { workspace: string; by: string; summary: string; change: SettingsChange },
): Promise<void> {
  const settings = await getSettings(desk, workspace);
  const before = Object.fromEntries(
    Object.keys(change).map((key) => [key, settings[key as keyof SettingsChange]]),
  );
  await updateSettings(desk, workspace, change);
  await recordAudit(desk, workspace, {
    by,
    kind: 'settings',
    subject: 'settings',
    summary,
    before,
    after: change,
  });
}

/** What `/desk people` changes of a person. */
export type PersonChange = { roles: Role[]; profile: Profile };

/**
 * Changes someone's roles and profile and writes it down.
 * @throws NotAllowed when owners are touched by someone who is none.
 */
export async function changePerson(
  desk: Desk,
  { workspace, userId, by, change }: { workspace: string; userId: string; by: string; change: PersonChange },
): Promise<void> {
  const actor = await getPerson(desk, { workspace, userId: by });
  assertCan(actor, 'people.edit');
  const before = await getPerson(desk, { workspace, userId });
  if (before.roles.includes('owner') || change.roles.includes('owner')) assertCan(actor, 'people.editOwners');
  await applyPerson(desk, workspace, userId, change);
  await recordAudit(desk, workspace, {
    by,
    kind: 'person',
    subject: userId,
    summary: `Changed ${before.name}`,
    before: changeOf(before, change),
    after: change,
  });
}

/** Roles first: they refuse to leave a desk without an owner, and then nothing was changed. */
export async function applyPerson(
  desk: Desk,
  workspace: string,
  userId: string,
  change: PersonChange,
): Promise<void> {
  await setRoles(desk, { workspace, userId, roles: change.roles });
  await updateProfile(desk, { workspace, userId, profile: change.profile });
}

function changeOf(person: Person, { profile }: PersonChange): PersonChange {
  const before = Object.fromEntries(Object.keys(profile).map((key) => [key, person[key as keyof Profile]]));
  return { roles: person.roles, profile: before };
}
