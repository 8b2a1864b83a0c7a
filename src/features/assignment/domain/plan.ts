import { hasSkills } from '../../people/index.ts';
import type { AssignmentMode, Candidate, Choice, Plan, Reason, WaitingTicket } from './types.ts';

/** Who does not get a ticket: how many by reason, and who, as long as there is room. */
type Left = {
  counts: Partial<Record<Reason, number>>;
  names: Partial<Record<Reason, string[]>>;
  room: number;
};

/** Characters of ids that an explanation names, so that it stays below 2 kB (docs/rules/assignment.md). */
const NAMES_ROOM = 1_400;

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
  const away: Left = { counts: {}, names: {}, room: NAMES_ROOM };
  const present: Candidate[] = [];
  for (const candidate of candidates) {
    const reason = absence(candidate);
    if (reason) leaveOut(away, reason, candidate.userId);
    else present.push({ ...candidate });
  }
  present.sort((a, b) => (a.userId < b.userId ? -1 : 1));
  let at = firstTurn(candidates, now);
  const plan: Plan = { choices: [], unassigned: [] };
  for (const ticket of waiting) {
    // Reasons of the absent and of those who are there differ, so lists of names are never shared and changed.
    const left: Left = { counts: { ...away.counts }, names: { ...away.names }, room: away.room };
    let best: Candidate | undefined;
    let eligible = 0;
    for (const candidate of present) {
      const reason = obstacle(candidate, ticket);
      if (reason) {
        leaveOut(left, reason, candidate.userId);
        continue;
      }
      eligible += 1;
      if (!best || comesBefore(candidate, best, mode)) best = candidate;
    }
    if (!best) {
      plan.unassigned.push({ ticketId: ticket.ticketId, others: left.counts });
      continue;
    }
    plan.choices.push(choose(ticket, best, { mode, eligible, left }, new Date(at)));
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
  if (!hasSkills(candidate, ticket.skills)) return 'lacks_skills';
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
  { mode, eligible, left }: { mode: AssignmentMode; eligible: number; left: Left },
  at: Date,
): Choice {
  const { lastAssignedAt, load, capacity } = agent;
  return {
    ticketId: ticket.ticketId,
    agent: { ...agent },
    at,
    why: { mode, lastAssignedAt, load, capacity, eligible, others: left.counts, names: left.names },
  };
}

function leaveOut(left: Left, reason: Reason, userId: string): void {
  left.counts[reason] = (left.counts[reason] ?? 0) + 1;
  const size = userId.length + 3;
  if (left.room < size) return;
  left.room -= size;
  const names = left.names[reason];
  if (names) names.push(userId);
  else left.names[reason] = [userId];
}
