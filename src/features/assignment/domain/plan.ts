import type { AssignmentMode, Candidate, Choice, Plan, Reason, WaitingTicket } from './types.ts';

type Counts = Partial<Record<Reason, number>>;

/**
 * Who gets which ticket, for tickets in the order of the queue (docs/rules/assignment.md). Agents are taken as they are
 * at `now`; each choice counts for the next. Costs one look at each agent who is there per ticket.
 */
export function planAssignments(
  waiting: readonly WaitingTicket[],
  candidates: readonly Candidate[],
  mode: AssignmentMode,
  now: Date,
): Plan {
  const away: Counts = {};
  const present: Candidate[] = [];
  for (const candidate of candidates) {
    const reason = absence(candidate);
    if (reason) count(away, reason);
    else present.push({ ...candidate });
  }
  present.sort((a, b) => (a.userId < b.userId ? -1 : 1));
  let at = firstTurn(candidates, now);
  const plan: Plan = { choices: [], unassigned: [] };
  for (const ticket of waiting) {
    const others = { ...away };
    let best: Candidate | undefined;
    let eligible = 0;
    for (const candidate of present) {
      const reason = obstacle(candidate, ticket);
      if (reason) {
        count(others, reason);
        continue;
      }
      eligible += 1;
      if (!best || comesBefore(candidate, best, mode)) best = candidate;
    }
    if (!best) {
      plan.unassigned.push({ ticketId: ticket.ticketId, others });
      continue;
    }
    plan.choices.push(choose(ticket, best, { mode, eligible, others }, new Date(at)));
    best.load += 1;
    best.lastAssignedAt = new Date(at);
    at += 1;
  }
  return plan;
}

/** Why the agent gets no ticket at all now; null when they could. */
function absence(candidate: Candidate): Reason | null {
  if (!candidate.available) return 'not_available';
  if (!candidate.onShift) return 'off_shift';
  return null;
}

/** Why this agent, who is there, cannot have this ticket; null when they can. */
function obstacle(candidate: Candidate, ticket: WaitingTicket): Reason | null {
  if (candidate.userId === ticket.requester) return 'own_request';
  if (ticket.returnedBy.includes(candidate.userId)) return 'returned_it';
  if (ticket.allowedAgents && !ticket.allowedAgents.includes(candidate.userId)) return 'plan';
  if (!ticket.skills.every((skill) => candidate.skills.includes(skill))) return 'lacks_skills';
  if (candidate.load >= candidate.capacity) return 'full';
  return null;
}

/** Round robin: longest since the last ticket. Balanced: fewest open, then longest since. */
function comesBefore(a: Candidate, b: Candidate, mode: AssignmentMode): boolean {
  if (mode === 'balanced' && a.load !== b.load) return a.load < b.load;
  return (a.lastAssignedAt?.getTime() ?? 0) < (b.lastAssignedAt?.getTime() ?? 0);
}

/** Turns increase strictly, so that many in one millisecond, or a clock that was set back, keep their order. */
function firstTurn(candidates: readonly Candidate[], now: Date): number {
  const latest = candidates.reduce(
    (max, { lastAssignedAt }) => Math.max(max, lastAssignedAt?.getTime() ?? 0),
    0,
  );
  return Math.max(now.getTime(), latest + 1);
}

function choose(
  ticket: WaitingTicket,
  agent: Candidate,
  { mode, eligible, others }: { mode: AssignmentMode; eligible: number; others: Counts },
  at: Date,
): Choice {
  const { lastAssignedAt, load, capacity } = agent;
  return {
    ticketId: ticket.ticketId,
    agent: { ...agent },
    at,
    why: { mode, lastAssignedAt, load, capacity, eligible, others },
  };
}

function count(counts: Counts, reason: Reason): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
