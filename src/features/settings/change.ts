import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { assertCan, getPerson, setRoles, updateProfile } from '../people/index.ts';
import { audit } from './audit.ts';
import { changedPart, isNothing } from './domain/changed-part.ts';
import { actionsFor, type PersonChange } from './domain/person-change.ts';
import { readSettings, type SettingsChange, updateSettings } from './service.ts';

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
  const settings = await readSettings(desk, workspace);
  const part = changedPart({ before: settings, after: change });
  if (isNothing(part)) return;
  const about = { by, kind: 'settings', subject: 'settings', summary, ...part } as const;
  await audit(desk, workspace, about, () => updateSettings(desk, workspace, change));
}

/**
 * Changes someone's roles, profile or both, and writes it down.
 * @throws NotAllowed saying what is missing (docs/rules/people.md).
 */
export async function changePerson(
  desk: Desk,
  given: { workspace: string; userId: string; by: string } & PersonChange,
): Promise<undefined> {
  const { workspace, userId, by, roles, profile } = given;
  const change: PersonChange = { profile, ...(roles ? { roles } : {}) };
  const actor = await getPerson(desk, { workspace, userId: by });
  const before = await getPerson(desk, { workspace, userId });
  for (const action of actionsFor(before, change)) assertCan(actor, action);
  const part = changedPart({ before: { roles: before.roles, profile: before }, after: change });
  if (isNothing(part)) return;
  const about = { by, kind: 'person', subject: userId, summary: `Changed ${before.name}`, ...part } as const;
  await audit(desk, workspace, about, () => applyPerson(desk, workspace, userId, change));
}

/**
 * Makes a customer of who has become a guest; an owner gives the roles back, or takes this back in the audit log. The
 * only owner keeps theirs: a desk needs one.
 */
export async function suspendRoles(
  desk: Desk,
  { workspace, userId }: { workspace: string; userId: string },
): Promise<void> {
  const { name, roles } = await getPerson(desk, { workspace, userId });
  if (roles.every((role) => role === 'customer')) return;
  const about = {
    by: 'desk',
    kind: 'person',
    subject: userId,
    summary: `${name} became a guest in Slack, and so a customer`,
    before: { roles, profile: {} },
    after: { roles: ['customer'], profile: {} },
  } as const;
  try {
    await audit(desk, workspace, about, () => setRoles(desk, { workspace, userId, roles: ['customer'] }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** Roles first: they refuse to leave a desk without an owner, and then nothing was changed. */
export async function applyPerson(
  desk: Desk,
  workspace: string,
  userId: string,
  { roles, profile }: Partial<PersonChange>,
): Promise<void> {
  if (roles) await setRoles(desk, { workspace, userId, roles });
  if (profile) await updateProfile(desk, { workspace, userId, profile });
}
