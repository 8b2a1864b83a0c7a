import type { Desk } from '../../platform/desk.ts';
import { giveTurnBack, takeTurn } from '../people/index.ts';
import { getSettings } from '../settings/index.ts';
import { assignTicket, type Ticket, waitingTickets } from '../tickets/index.ts';
import { isIdleFor, runAlone } from './alone.ts';
import { storedExplanation } from './domain/explain.ts';
import { planAssignments } from './domain/plan.ts';
import { roundsOf } from './domain/rounds.ts';
import type { Choice, Plan, Unassigned } from './domain/types.ts';
import { candidatesOf, waitingTicket } from './snapshot.ts';

/** Tickets planned at once. */
const PAGE = 500;

/** Plans in a row that others overtook, after which the next sweep goes on. */
const MAX_INTERRUPTIONS = 20;

/** What became of one choice: assigned, or what had changed meanwhile. */
type Outcome = 'assigned' | 'agent_changed' | 'ticket_gone';

/**
 * Gives every waiting ticket that somebody can have to whose turn it is. Call whenever a ticket waits or an agent is
 * free, in any process: the work is done by one at a time, and each assignment is reserved on the agent first, then
 * written on the ticket, then settled by the tickets' relay (docs/steps.md).
 */
export async function assignWaiting(desk: Desk, workspace: string): Promise<void> {
  await runAlone(desk, workspace, async (stillMine) => {
    let skip = 0;
    let interruptions = 0;
    while (interruptions < MAX_INTERRUPTIONS && (await stillMine())) {
      const { plan, tickets, room } = await planPage(desk, workspace, skip);
      const outcome = await carryOut(desk, workspace, { choices: plan.choices, tickets, stillMine });
      if (outcome === 'interrupted') {
        interruptions += 1;
        continue;
      }
      interruptions = 0;
      skip += plan.unassigned.length;
      if (tickets.size < PAGE || !room) return;
    }
  });
}

/** Whether the pause between two looks at the queue, which is a setting, is over. */
export async function isAssignmentDue(desk: Desk, workspace: string): Promise<boolean> {
  const { assignment } = await getSettings(desk, workspace);
  return isIdleFor(desk, workspace, assignment.everySeconds);
}

/** Why the first tickets of the queue wait, for the lead's Home. */
export async function whyWaiting(
  desk: Desk,
  { workspace, limit = 10 }: { workspace: string; limit?: number },
): Promise<Unassigned[]> {
  const { plan } = await planPage(desk, workspace, 0, limit);
  return plan.unassigned;
}

/** A plan for one page of the queue; `room` is false when no agent could take another ticket anyway. */
async function planPage(
  desk: Desk,
  workspace: string,
  skip: number,
  limit = PAGE,
): Promise<{ plan: Plan; tickets: ReadonlyMap<string, Ticket>; room: boolean }> {
  const page = await waitingTickets(desk, { workspace, skip, limit });
  const tickets = new Map(page.map((ticket) => [ticket._id, ticket]));
  if (page.length === 0) return { plan: { choices: [], unassigned: [] }, tickets, room: true };
  const { candidates, people } = await candidatesOf(desk, workspace);
  const { assignment } = await getSettings(desk, workspace);
  const now = desk.clock.now();
  const waiting = page.map((ticket) => waitingTicket(ticket, people, now));
  const plan = planAssignments(waiting, candidates, assignment.mode, now);
  const room = candidates.some((agent) => agent.available && agent.onShift && agent.load < agent.capacity);
  return { plan, tickets, room };
}

/** Carries choices out round by round; stops after a round in which something had changed, to look anew. */
async function carryOut(
  desk: Desk,
  workspace: string,
  given: {
    choices: readonly Choice[];
    tickets: ReadonlyMap<string, Ticket>;
    stillMine: () => Promise<boolean>;
  },
): Promise<'done' | 'interrupted'> {
  const { choices, tickets, stillMine } = given;
  for (const round of roundsOf(choices)) {
    if (!(await stillMine())) return 'interrupted';
    const outcomes = await Promise.all(
      round.map((choice) => carryOutOne(desk, workspace, choice, tickets.get(choice.ticketId))),
    );
    if (outcomes.some((outcome) => outcome !== 'assigned')) return 'interrupted';
  }
  return 'done';
}

async function carryOutOne(
  desk: Desk,
  workspace: string,
  choice: Choice,
  known: Ticket | undefined,
): Promise<Outcome> {
  const { ticketId, agent: turn, at, why } = choice;
  if (!(await takeTurn(desk, { workspace, turn, ticketId, at }))) return 'agent_changed';
  const explanation = storedExplanation(why, desk.clock.now());
  const ticket = await assignTicket(desk, {
    workspace,
    ticketId,
    to: turn.userId,
    explanation,
    ...(known ? { known } : {}),
  });
  if (ticket) return 'assigned';
  await giveTurnBack(desk, { workspace, turn, ticketId, at });
  return 'ticket_gone';
}
