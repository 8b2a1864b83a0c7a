import type { Person, Role } from '../types.ts';

const everyone: Role[] = ['customer', 'agent', 'contractor', 'lead', 'manager', 'owner'];
const staff: Role[] = ['agent', 'lead', 'manager', 'owner'];
const leads: Role[] = ['lead', 'manager', 'owner'];
const managers: Role[] = ['manager', 'owner'];
const owners: Role[] = ['owner'];

/** The one table that decides every action on every surface: who may do it, and its name in a refusal. */
const PERMISSIONS = {
  'ticket.open': { roles: everyone, what: 'open a ticket' },
  'ticket.seeOwn': { roles: everyone, what: 'see your own tickets' },
  'ticket.openForOthers': { roles: staff, what: 'open a ticket for someone else' },
  'ticket.seeAll': { roles: staff, what: 'see all tickets' },
  'ticket.claim': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'take a ticket' },
  'ticket.work': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'work on a ticket' },
  'ticket.assign': { roles: leads, what: 'assign a ticket to someone' },
  'stats.own': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'log your stats' },
  'stats.team': { roles: leads, what: "see the team's stats" },
  'stats.logForOthers': { roles: leads, what: 'log stats for someone else' },
  'stats.unlock': { roles: leads, what: 'unlock a day' },
  'session.log': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'log a session' },
  'session.replaceOfOthers': { roles: leads, what: "replace someone else's session record" },
  'shift.own': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'set your availability' },
  'people.plan': { roles: leads, what: "change someone's shifts, skills or capacity" },
  'home.team': { roles: leads, what: "see the team's figures" },
  'alert.acknowledge': { roles: leads, what: 'acknowledge an alert' },
  'journey.edit': { roles: managers, what: 'edit journeys' },
  'preset.edit': { roles: managers, what: 'edit canned replies and ticket templates' },
  'sla.edit': { roles: managers, what: 'edit SLA policies' },
  'plan.edit': { roles: managers, what: 'edit plans' },
  'people.edit': { roles: managers, what: 'change people' },
  'people.editOwners': { roles: owners, what: 'change owners' },
  'people.admit': { roles: owners, what: 'give a role to a guest or to somebody of another organisation' },
  'digest.edit': { roles: managers, what: 'edit digests' },
  'export.own': { roles: ['agent', 'contractor', 'lead', 'manager', 'owner'], what: 'export your data' },
  'export.team': { roles: leads, what: "export the team's data" },
  'export.audit': { roles: owners, what: 'export the audit log' },
  'settings.edit': { roles: owners, what: 'change settings' },
  'billing.see': { roles: managers, what: 'see billing' },
} as const satisfies Record<string, { roles: readonly Role[]; what: string }>;

export type Action = keyof typeof PERMISSIONS;

/** Whether one of the person's roles allows the action. Deactivated people may do nothing. */
export function can(person: Pick<Person, 'roles' | 'active'>, action: Action): boolean {
  const allowed: readonly Role[] = PERMISSIONS[action].roles;
  return person.active && person.roles.some((role) => allowed.includes(role));
}

/** What a refusal says: what was tried, and which role is missing. */
export function refusal(action: Action): string {
  const { roles, what } = PERMISSIONS[action];
  const needed = roles.length > 1 ? `${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}` : roles[0];
  return `You need the role ${needed} to ${what}. An owner can give it to you with /desk people.`;
}
