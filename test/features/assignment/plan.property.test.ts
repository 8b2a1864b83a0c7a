import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planAssignments } from '../../../src/features/assignment/domain/plan.ts';
import type {
  AssignmentMode,
  Candidate,
  WaitingTicket,
} from '../../../src/features/assignment/domain/types.ts';

const now = new Date('2026-11-20T10:00:00Z');
const skills = fc.subarray(['refunds', 'shipping', 'german']);

const candidates: fc.Arbitrary<Candidate[]> = fc
  .array(
    fc.record({
      available: fc.boolean(),
      onShift: fc.boolean(),
      skills,
      capacity: fc.integer({ min: 0, max: 4 }),
      load: fc.integer({ min: 0, max: 3 }),
      lastAssignedAt: fc.option(fc.integer({ min: 0, max: 20 }).map((ago) => new Date(now.getTime() - ago))),
    }),
    { maxLength: 8 },
  )
  .map((agents) => agents.map((agent, index) => ({ ...agent, userId: `agent${index}` })));

const waiting: fc.Arbitrary<WaitingTicket[]> = fc
  .array(
    fc.record({
      requester: fc.constantFrom('agent0', 'agent1', 'customer'),
      skills,
      returnedBy: fc.subarray(['agent1', 'agent2']),
      allowedAgents: fc.option(fc.subarray(['agent0', 'agent1', 'agent2', 'agent3']), { freq: 4 }),
    }),
    { maxLength: 15 },
  )
  .map((tickets) => tickets.map((ticket, index) => ({ ...ticket, ticketId: `ticket${index}` })));

/** The rules of docs/rules/assignment.md word by word, by filtering and sorting everybody anew for each ticket. */
function slowPlan(tickets: WaitingTicket[], agents: Candidate[], mode: AssignmentMode): (string | null)[] {
  let turn = Math.max(now.getTime(), ...agents.map((agent) => (agent.lastAssignedAt?.getTime() ?? 0) + 1));
  let state = agents;
  return tickets.map((ticket) => {
    const [first] = state
      .filter((agent) => agent.available && agent.onShift && agent.load < agent.capacity)
      .filter((agent) => ticket.skills.every((skill) => agent.skills.includes(skill)))
      .filter((agent) => agent.userId !== ticket.requester && !ticket.returnedBy.includes(agent.userId))
      .filter((agent) => ticket.allowedAgents === null || ticket.allowedAgents.includes(agent.userId))
      .sort((a, b) => a.userId.localeCompare(b.userId))
      .sort((a, b) => (a.lastAssignedAt?.getTime() ?? 0) - (b.lastAssignedAt?.getTime() ?? 0))
      .sort((a, b) => (mode === 'balanced' ? a.load - b.load : 0));
    if (!first) return null;
    const lastAssignedAt = new Date(turn++);
    state = state.map((agent) =>
      agent === first ? { ...agent, load: agent.load + 1, lastAssignedAt } : agent,
    );
    return first.userId;
  });
}

describe('assignment over random desks', () => {
  it('chooses whom a slow reading of the rule chooses', () => {
    fc.assert(
      fc.property(
        waiting,
        candidates,
        fc.constantFrom('round_robin', 'balanced'),
        (tickets, agents, mode) => {
          const plan = planAssignments(tickets, agents, mode, now);
          const chosen = new Map(plan.choices.map((choice) => [choice.ticketId, choice.agent.userId]));
          expect(tickets.map(({ ticketId }) => chosen.get(ticketId) ?? null)).toEqual(
            slowPlan(tickets, agents, mode),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('explains every agent: chosen, eligible or left out for one reason', () => {
    fc.assert(
      fc.property(waiting, candidates, (tickets, agents) => {
        const { choices, unassigned } = planAssignments(tickets, agents, 'round_robin', now);
        for (const { why } of choices) expect(why.eligible + sum(why.others)).toBe(agents.length);
        for (const { others } of unassigned) expect(sum(others)).toBe(agents.length);
        expect(choices.length + unassigned.length).toBe(tickets.length);
      }),
    );
  });

  it('never passes a capacity and keeps equal agents within one of each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 60 }),
        (agentCount, ticketCount) => {
          const agents = Array.from({ length: agentCount }, (_, index) => ({
            userId: `agent${index}`,
            available: true,
            onShift: true,
            skills: [],
            capacity: 100,
            load: 0,
            lastAssignedAt: null,
          }));
          const tickets = Array.from({ length: ticketCount }, (_, index) => ({
            ticketId: `ticket${index}`,
            requester: 'customer',
            skills: [],
            returnedBy: [],
            allowedAgents: null,
          }));
          const counts = new Map(agents.map((agent) => [agent.userId, 0]));
          for (const { agent } of planAssignments(tickets, agents, 'round_robin', now).choices) {
            counts.set(agent.userId, (counts.get(agent.userId) ?? 0) + 1);
          }
          expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

function sum(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}
