import type { Action, Person, Profile, Role } from '../../people/index.ts';

/** What is changed of a person; without `roles` they stay. */
export type PersonChange = { roles?: Role[]; profile: Profile };

/** What leads plan; everything else of a person is for managers. */
const PLANNED: readonly (keyof Profile)[] = ['timeZone', 'shifts', 'overrides', 'skills', 'capacity'];

/** What one must be allowed to do for a change (docs/rules/people.md). */
export function actionsFor(
  before: Pick<Person, 'roles' | 'outside'>,
  { roles = before.roles, profile }: PersonChange,
): Action[] {
  const gained = roles.filter((role) => !before.roles.includes(role));
  const lost = before.roles.filter((role) => !roles.includes(role));
  const isPlan = (Object.keys(profile) as (keyof Profile)[]).every((key) => PLANNED.includes(key));
  const actions: Action[] = [isPlan && gained.length + lost.length === 0 ? 'people.plan' : 'people.edit'];
  if ([...before.roles, ...roles].includes('owner')) actions.push('people.editOwners');
  if (before.outside && gained.some((role) => role !== 'customer')) actions.push('people.admit');
  return actions;
}
