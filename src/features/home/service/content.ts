import type { Desk } from '../../../platform/desk.ts';
import { can, findStaff, getPerson, type Role } from '../../people/index.ts';
import { getSettings, type Settings } from '../../settings/index.ts';
import { ticketsOfRequester } from '../../tickets/index.ts';
import type { HomeContent, OwnerPart } from '../domain/content.ts';
import type { HomeFilters } from '../domain/filters.ts';
import { agentPart, linesOf, ownPart } from './agent.ts';
import { leadPart } from './lead.ts';
import { managerPart } from './manager.ts';

const mostRequests = 20;

/** Reads what a person's Home shows, by their roles. */
export async function homeContent(
  desk: Desk,
  {
    workspace,
    userId,
    filters,
    page,
  }: { workspace: string; userId: string; filters: HomeFilters; page: number },
): Promise<HomeContent> {
  const person = await getPerson(desk, { workspace, userId });
  const settings = await getSettings(desk, workspace);
  const works = person.roles.includes('agent') || person.roles.includes('contractor');
  const leads = can(person, 'home.team');
  const manages = can(person, 'people.edit');
  const isCustomer = !works && !leads;
  return {
    locale: person.locale,
    roles: person.roles,
    asOf: desk.clock.now(),
    agent: works ? await agentPart(desk, person) : null,
    own: leads && !works ? ownPart(desk, person) : null,
    lead: leads ? await leadPart(desk, { workspace, filters, page, settings }) : null,
    manager: manages ? await managerPart(desk, workspace) : null,
    owner: person.roles.includes('owner') ? await ownerPart(desk, workspace, settings) : null,
    customer: isCustomer ? await requestsOf(desk, workspace, userId, settings) : null,
  };
}

/** A requester's tickets, with what they are promised where the workspace shows it. */
async function requestsOf(desk: Desk, workspace: string, userId: string, settings: Settings) {
  const found = await ticketsOfRequester(desk, {
    workspace,
    userId,
    which: 'current',
    limit: mostRequests + 1,
  });
  const shown = found.slice(0, mostRequests);
  const tickets = settings.tickets.showPromisedTimes
    ? await linesOf(desk, workspace, shown)
    : shown.map((ticket) => ({ ticket, clocks: [] }));
  return { tickets, more: found.length > mostRequests };
}

async function ownerPart(desk: Desk, workspace: string, settings: Settings): Promise<OwnerPart> {
  const staff = await findStaff(desk, workspace);
  const has = (role: Role) => staff.some(({ roles }) => roles.includes(role));
  return {
    setUp: settings.setUp,
    checklist: [
      { what: 'Channel for tickets', done: settings.triageChannel !== null, command: 'home.setup' },
      { what: 'Channel for alerts', done: settings.alertsChannel !== null, command: 'home.setup' },
      { what: 'Channel for digests', done: settings.digestChannel !== null, command: 'home.setup' },
      { what: 'Working hours and holidays', done: settings.setUp, command: 'home.setup' },
      { what: 'A lead and a manager', done: has('lead') && has('manager'), command: 'home.setup' },
      { what: 'Agents', done: has('agent'), command: 'home.people' },
    ],
  };
}
