import { describe, expect, it } from 'vitest';
import { storedExplanation } from '../../../src/features/assignment/domain/explain.ts';
import { planAssignments } from '../../../src/features/assignment/domain/plan.ts';
import type { Candidate, WaitingTicket } from '../../../src/features/assignment/domain/types.ts';

const now = new Date('2026-11-20T10:00:00Z');

const agent = (userId: string, changes: Partial<Candidate> = {}): Candidate => ({
  userId,
  available: true,
  onShift: true,
  skills: [],
  capacity: 5,
  load: 0,
  lastAssignedAt: null,
  ...changes,
});

const ticket = (ticketId: string, changes: Partial<WaitingTicket> = {}): WaitingTicket => ({
  ticketId,
  requester: 'customer',
  skills: [],
  returnedBy: [],
  allowedAgents: null,
  ...changes,
});

const tickets = (count: number): WaitingTicket[] =>
  Array.from({ length: count }, (_, index) => ticket(`t${index}`));

const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const agentsOf = (
  waiting: WaitingTicket[],
  candidates: Candidate[],
  mode: 'round_robin' | 'balanced' = 'round_robin',
) => planAssignments(waiting, candidates, mode, now).choices.map((choice) => choice.agent.userId);

describe('round robin', () => {
  it('gives each ticket to who has waited longest since the last one', () => {
    const agents = [
      agent('bo', { lastAssignedAt: minutesAgo(5) }),
      agent('ana', { lastAssignedAt: minutesAgo(1) }),
      agent('cy', { lastAssignedAt: minutesAgo(60) }),
    ];
    expect(agentsOf(tickets(6), agents)).toEqual(['cy', 'bo', 'ana', 'cy', 'bo', 'ana']);
  });

  it('does not flood one who comes back from a week off', () => {
    const agents = [
      agent('back', { lastAssignedAt: minutesAgo(7 * 24 * 60), capacity: 99 }),
      agent('bo', { lastAssignedAt: minutesAgo(5), capacity: 99 }),
      agent('cy', { lastAssignedAt: minutesAgo(4), capacity: 99 }),
    ];
    expect(agentsOf(tickets(9), agents).filter((name) => name === 'back')).toHaveLength(3);
    expect(agentsOf(tickets(3), agents)).toEqual(['back', 'bo', 'cy']);
  });

  it('lets one join and one leave without skewing the others', () => {
    const joined = [
      agent('a', { lastAssignedAt: minutesAgo(2) }),
      agent('b', { lastAssignedAt: minutesAgo(1) }),
      agent('new'),
    ];
    expect(agentsOf(tickets(4), joined)).toEqual(['new', 'a', 'b', 'new']);
    expect(agentsOf(tickets(3), joined.slice(1))).toEqual(['new', 'b', 'new']);
  });

  it('keeps its order when the clock was set back', () => {
    const ahead = new Date(now.getTime() + 3_600_000);
    const plan = planAssignments(
      tickets(2),
      [agent('a', { lastAssignedAt: ahead }), agent('b')],
      'round_robin',
      now,
    );
    expect(plan.choices.map((choice) => choice.agent.userId)).toEqual(['b', 'a']);
    expect(plan.choices[1]?.at.getTime()).toBeGreaterThan(ahead.getTime());
  });
});

describe('balanced', () => {
  it('prefers the fewest open tickets, then the longest since', () => {
    const agents = [
      agent('a', { load: 2, lastAssignedAt: minutesAgo(60) }),
      agent('b', { load: 0, lastAssignedAt: minutesAgo(1) }),
      agent('c', { load: 1, lastAssignedAt: minutesAgo(30) }),
    ];
    expect(agentsOf(tickets(4), agents, 'balanced')).toEqual(['b', 'c', 'b', 'a']);
  });
});

describe('who is eligible', () => {
  it('lets the third ticket wait when two fill the only agent', () => {
    const plan = planAssignments(tickets(3), [agent('a', { capacity: 2 })], 'round_robin', now);
    expect(plan.choices).toHaveLength(2);
    expect(plan.unassigned).toEqual([{ ticketId: 't2', others: { full: 1 } }]);
  });

  it.each([
    { why: 'not_available', candidate: agent('a', { available: false }), waiting: ticket('t') },
    { why: 'off_shift', candidate: agent('a', { onShift: false }), waiting: ticket('t') },
    {
      why: 'lacks_skills',
      candidate: agent('a', { skills: ['shipping'] }),
      waiting: ticket('t', { skills: ['shipping', 'refunds'] }),
    },
    { why: 'own_request', candidate: agent('a'), waiting: ticket('t', { requester: 'a' }) },
    { why: 'returned_it', candidate: agent('a'), waiting: ticket('t', { returnedBy: ['a'] }) },
    { why: 'plan', candidate: agent('a'), waiting: ticket('t', { allowedAgents: ['b'] }) },
    { why: 'full', candidate: agent('a', { load: 5 }), waiting: ticket('t') },
  ])('leaves out an agent for the reason $why, and says so', ({ why, candidate, waiting }) => {
    const plan = planAssignments([waiting], [candidate], 'round_robin', now);
    expect(plan.unassigned[0]?.others).toEqual({ [why]: 1 });
    const other = agent('b');
    const chosen = planAssignments(
      [waiting],
      [candidate, { ...other, skills: waiting.skills }],
      'round_robin',
      now,
    );
    expect(chosen.choices[0]?.agent.userId).toBe('b');
    expect(chosen.choices[0]?.why.others).toEqual({ [why]: 1 });
  });

  it('stores an explanation of at most 2 kB however many agents there are', () => {
    const crowd = Array.from({ length: 500 }, (_, index) => agent(`a${index}`, { onShift: index % 2 === 0 }));
    const [choice] = planAssignments(tickets(1), crowd, 'round_robin', now).choices;
    expect(choice?.why).toMatchObject({ eligible: 250, others: { off_shift: 250 } });
    const stored = storedExplanation(choice?.why ?? expect.fail(), now);
    expect(stored.others).toEqual({ 'off shift': 250 });
    expect(stored.names?.['off shift']?.length).toBeGreaterThan(90);
    expect(JSON.stringify(stored).length).toBeLessThan(2_048);
  });
});

describe('500 agents and 10,000 tickets of mixed skills', () => {
  const SKILLS = ['refunds', 'shipping', 'german', 'billing'];

  /** The same numbers on every run, without a source of chance. */
  const bits = (index: number): string[] =>
    SKILLS.filter((_, bit) => ((index * 2_654_435_761) >>> (bit + 7)) & 1);

  it('leave no ticket waiting that a free agent could have', () => {
    const agents = Array.from({ length: 500 }, (_, index) =>
      agent(`a${index}`, { skills: bits(index), capacity: 15 }),
    );
    const queue = Array.from({ length: 10_000 }, (_, index) =>
      ticket(`t${index}`, { skills: bits(index + 1_000) }),
    );
    const { choices, unassigned } = planAssignments(queue, agents, 'round_robin', now);
    expect(choices.length + unassigned.length).toBe(10_000);
    expect(unassigned.length).toBeGreaterThan(0);
    const loads = new Map(agents.map(({ userId }) => [userId, 0]));
    for (const { agent: chosen } of choices) loads.set(chosen.userId, (loads.get(chosen.userId) ?? 0) + 1);
    const free = agents.filter(({ userId }) => (loads.get(userId) ?? 0) < 15);
    const waiting = queue.filter(({ ticketId }) => unassigned.some((each) => each.ticketId === ticketId));
    const missed = waiting.filter(({ skills }) =>
      free.some((each) => skills.every((skill) => each.skills.includes(skill))),
    );
    expect(missed).toEqual([]);
    expect(Math.max(...loads.values())).toBeLessThanOrEqual(15);
  });
});
