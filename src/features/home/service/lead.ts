import type { Desk } from '../../../platform/desk.ts';
import { othersInWords, whyWaiting } from '../../assignment/index.ts';
import {
  changeOf,
  computeKpis,
  daysOf,
  findDayTotals,
  findFacts,
  kpis,
  kpiTrends,
  spanBefore,
  workingDay,
} from '../../kpis/index.ts';
import { findPeople } from '../../people/index.ts';
import type { Settings } from '../../settings/index.ts';
import { countByStatus, findTickets } from '../../tickets/index.ts';
import { agentLines } from '../domain/agents.ts';
import type { LeadPart } from '../domain/content.ts';
import { type HomeFilters, isCut, spanOfFilters } from '../domain/filters.ts';

const waitingShown = 3;
const order = ['available', 'busy', 'away', 'offline'];

/** What a lead's Home shows, narrowed to the filters. */
export async function leadPart(
  desk: Desk,
  {
    workspace,
    filters,
    page,
    settings,
  }: { workspace: string; filters: HomeFilters; page: number; settings: Settings },
): Promise<LeadPart> {
  const team = { timeZone: settings.timeZone, shifts: null, overrides: [] };
  const today = workingDay(team, desk.clock.now(), 0);
  const span = spanOfFilters(filters, today);
  const before = spanBefore(span);
  const { from: _from, to: _to, ...people } = filters;
  const facts = await findFacts(desk, { workspace, ...people, from: before.from, to: span.to });
  const rows = facts.filter(({ day }) => day >= span.from);
  const now = computeKpis(rows);
  const earlier = computeKpis(facts.filter(({ day }) => day < span.from));
  const trends = kpiTrends(rows, daysOf(span));
  const [totals] = await findDayTotals(desk, { workspace, from: today, to: today });
  const agents = await findPeople(desk, { workspace, role: 'agent' });
  return {
    filters,
    ...span,
    isCut: isCut(filters, today),
    kpis: kpis.map(({ key, unit }) => ({
      key,
      value: now[key],
      change: changeOf(now[key], earlier[key], unit),
      trend: trends[key],
    })),
    byStatus: await countByStatus(desk, workspace),
    waiting: await waitingWithReasons(desk, workspace),
    agents: agents
      .filter(({ active }) => active)
      .toSorted((one, other) => order.indexOf(one.availability) - order.indexOf(other.availability)),
    today: totals ?? { created: 0, resolved: 0, breached: 0 },
    table: agentLines(rows),
    page,
  };
}

async function waitingWithReasons(desk: Desk, workspace: string): Promise<LeadPart['waiting']> {
  const waiting = await whyWaiting(desk, { workspace, limit: waitingShown });
  const tickets = await findTickets(desk, { workspace, ticketIds: waiting.map(({ ticketId }) => ticketId) });
  const byId = new Map(tickets.map((ticket) => [ticket._id, ticket]));
  return waiting.flatMap(({ ticketId, others }) => {
    const ticket = byId.get(ticketId);
    return ticket ? [{ ticket, why: othersInWords(others) || 'there are no agents' }] : [];
  });
}
