import type { Desk } from '../../../platform/desk.ts';
import { openAlerts } from '../../escalation/index.ts';
import { journeysInUse } from '../../journeys/index.ts';
import { lateTickets, nextBreaches } from '../../kpis/index.ts';
import { findPeople, isOnShift } from '../../people/index.ts';
import { findTickets } from '../../tickets/index.ts';
import type { ManagerPart } from '../domain/content.ts';

const mostLines = 5;
const soonHours = 2;

/** What needs a manager now. */
export async function managerPart(desk: Desk, workspace: string): Promise<ManagerPart> {
  const now = desk.clock.now();
  const alerts = await openAlerts(desk, { workspace, limit: mostLines });
  const until = new Date(now.getTime() + soonHours * 3_600_000);
  const due = await nextBreaches(desk, { workspace, until, limit: mostLines });
  const { late, inTotal } = await lateTickets(desk, { workspace, limit: mostLines });
  const ticketIds = [...alerts, ...late, ...due].map(({ ticketId }) => ticketId);
  const tickets = await findTickets(desk, { workspace, ticketIds });
  const byId = new Map(tickets.map((ticket) => [ticket._id, ticket]));
  const journeys = await journeysInUse(desk, workspace);
  const agents = await findPeople(desk, { workspace, role: 'agent' });
  return {
    alerts: alerts.flatMap(({ ticketId, openedAt }) => {
      const ticket = byId.get(ticketId);
      return ticket ? [{ number: ticket.number, subject: ticket.subject, ticketId, since: openedAt }] : [];
    }),
    late: late.flatMap(({ ticketId, since }) => {
      const ticket = byId.get(ticketId);
      return ticket ? [{ ticket, since }] : [];
    }),
    lateInTotal: inTotal,
    soon: due.flatMap(({ ticketId, dueAt }) => {
      const ticket = byId.get(ticketId);
      return ticket ? [{ ticket, dueAt }] : [];
    }),
    free: agents
      .filter(
        (agent) => agent.availability === 'available' && agent.load < agent.capacity && isOnShift(agent, now),
      )
      .map(({ name }) => name)
      .slice(0, 20),
    journeys: journeys.slice(0, mostLines),
    journeysInTotal: journeys.length,
  };
}
