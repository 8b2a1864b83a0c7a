import { describe, expect, it } from 'vitest';
import { type Action, refusal } from '../../../src/features/people/domain/permissions.ts';
import { can } from '../../../src/features/people/index.ts';
import type { Role } from '../../../src/features/people/types.ts';

/** docs/rules/people.md in one line per role: what it may, and what it may not. */
const table: [Role, Action[], Action[]][] = [
  ['customer', ['ticket.open', 'ticket.seeOwn'], ['ticket.seeAll', 'ticket.claim', 'stats.own', 'home.team']],
  [
    'contractor',
    ['ticket.seeOwn', 'ticket.claim', 'ticket.work'],
    ['ticket.seeAll', 'ticket.assign', 'stats.team'],
  ],
  [
    'agent',
    ['ticket.seeAll', 'ticket.claim', 'stats.own'],
    ['stats.team', 'stats.unlock', 'ticket.assign', 'sla.edit'],
  ],
  [
    'lead',
    ['stats.team', 'stats.unlock', 'ticket.assign', 'home.team'],
    ['journey.edit', 'sla.edit', 'people.edit'],
  ],
  [
    'manager',
    ['journey.edit', 'sla.edit', 'plan.edit', 'people.edit'],
    ['people.editOwners', 'settings.edit'],
  ],
  ['owner', ['people.editOwners', 'settings.edit', 'export.audit'], []],
];

describe('the permission table', () => {
  it.each(table)('lets a %s do what they may, and no more', (role, allowed, refused) => {
    const person = { roles: [role], active: true };
    expect(allowed.filter((action) => !can(person, action))).toEqual([]);
    expect(refused.filter((action) => can(person, action))).toEqual([]);
  });

  it('adds up over several roles and gives nothing to who was deactivated', () => {
    expect(can({ roles: ['customer', 'lead'], active: true }, 'ticket.assign')).toBe(true);
    expect(can({ roles: ['owner'], active: false }, 'ticket.open')).toBe(false);
  });

  it('says in a refusal what is missing', () => {
    expect(refusal('sla.edit')).toContain('manager or owner to edit SLA policies');
  });
});
