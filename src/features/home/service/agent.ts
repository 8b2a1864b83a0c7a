import type { Desk } from '../../../platform/desk.ts';
import { addDays, findFacts, workingDay } from '../../kpis/index.ts';
import { availabilityLine, can, isOnShift, type Person, shiftEndsAt } from '../../people/index.ts';
import { clocksOf } from '../../sla/index.ts';
import { countByStatus, openTicketsOf, type Ticket, waitingTickets } from '../../tickets/index.ts';
import { lineOf } from '../domain/agents.ts';
import type { AgentPart, OwnPart, TicketLine } from '../domain/content.ts';

const mostTickets = 8;
const ownDays = 30;

/** What everyone's Home shows of their own who works for the desk. */
export function ownPart(desk: Desk, person: Person): OwnPart {
  const now = desk.clock.now();
  return {
    availability: person.availability,
    availabilityLine: availabilityLine(person, shiftEndsAt(person, now), isOnShift(person, now)),
    seesTeam: can(person, 'ticket.seeAll'),
  };
}

/** What an agent's Home shows. */
export async function agentPart(desk: Desk, person: Person): Promise<AgentPart> {
  const { workspace, userId } = person;
  const now = desk.clock.now();
  const mine = await openTicketsOf(desk, { workspace, userId, limit: 100 });
  const lines = await linesOf(desk, workspace, mine.slice(0, 2 * mostTickets));
  const [next] = await waitingTickets(desk, { workspace, limit: 1 });
  const today = workingDay(person, now, 0);
  const from = addDays(today, 1 - ownDays);
  const facts = await findFacts(desk, { workspace, agent: userId, from, to: today });
  return {
    ...ownPart(desk, person),
    mine: lines.toSorted((one, other) => dueOf(one) - dueOf(other)).slice(0, mostTickets),
    mineInTotal: mine.length,
    queueLength: (await countByStatus(desk, workspace)).new,
    next: next ?? null,
    today: facts.find(({ day }) => day === today) ?? null,
    own: facts.length > 0 ? lineOf(facts) : null,
    ownDays,
  };
}

/** Tickets with their clocks as they stand now. */
export async function linesOf(
  desk: Desk,
  workspace: string,
  tickets: readonly Ticket[],
): Promise<TicketLine[]> {
  const clocks = await clocksOf(desk, workspace, tickets, desk.clock.now());
  return tickets.map((ticket, index) => ({ ticket, clocks: clocks[index] ?? [] }));
}

/** What is due first comes first; what has no due time comes last. */
function dueOf({ clocks }: TicketLine): number {
  return Math.min(
    ...clocks.map(({ dueAt }) => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER),
    Number.MAX_SAFE_INTEGER,
  );
}
