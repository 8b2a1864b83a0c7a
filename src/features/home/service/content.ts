import type { Desk } from '../../../platform/desk.ts';
import { can, getPerson } from '../../people/index.ts';
import { getSettings, type Settings } from '../../settings/index.ts';
import { ticketsOfRequester } from '../../tickets/index.ts';
import type { HomeContent, OwnerPart } from '../domain/content.ts';
import type { HomeFilters } from '../domain/filters.ts';
import { agentPart } from './agent.ts';
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
    lead: leads ? await leadPart(desk, { workspace, filters, page, settings }) : null,
    manager: manages ? await managerPart(desk, workspace) : null,
    owner: person.roles.includes('owner') ? ownerPart(settings) : null,
    customer: isCustomer ? { tickets: await requestsOf(desk, workspace, userId) } : null,
  };
}

async function requestsOf(desk: Desk, workspace: string, userId: string) {
  const tickets = await ticketsOfRequester(desk, { workspace, userId, limit: mostRequests });
  return tickets.map((ticket) => ({ ticket, clocks: [] }));
}

function ownerPart(settings: Settings): OwnerPart {
  const channels: [string | null, string][] = [
    [settings.triageChannel, 'the triage channel'],
    [settings.alertsChannel, 'the alerts channel'],
    [settings.digestChannel, 'the digest channel'],
  ];
  return {
    setUp: settings.setUp,
    missing: channels.filter(([channel]) => channel === null).map(([, name]) => name),
  };
}
