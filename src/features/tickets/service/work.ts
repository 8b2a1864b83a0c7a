import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { clean } from '../../../platform/slack/index.ts';
import { type Action, assertCan, getPerson, markAssigned, type Person } from '../../people/index.ts';
import * as changes from '../domain/changes.ts';
import * as facts from '../domain/facts.ts';
import type { Priority } from '../domain/states.ts';
import type { Explanation, Ticket } from '../domain/types.ts';
import { DESK } from '../domain/types.ts';
import { changeTicket, loadTicket } from './change.ts';

/** A person's act on a ticket. */
export type TicketAct = { workspace: string; ticketId: string; by: string; why?: string };

/**
 * What the desk has read and acts by, asked again of the ticket as it is when it is written; nothing happens when it does
 * not hold any more. Somebody may have acted since the desk looked.
 */
type Still = (ticket: Ticket) => boolean;

/** What a claim came to: won, or who was first. */
export type ClaimOutcome = { ticket: Ticket; winner: string; won: boolean };

/** Takes a ticket, atomically: one winner, everyone else learns who. Needs the role and a free place, not shift or skill. */
export async function claimTicket(desk: Desk, { workspace, ticketId, by }: TicketAct): Promise<ClaimOutcome> {
  await allowed(desk, workspace, by, 'ticket.claim');
  const now = desk.clock.now();
  try {
    const ticket = await changeTicket(desk, { workspace, ticketId, enforceCapacity: true }, (current) =>
      changes.claim(current, { by, now }),
    );
    await markAssigned(desk, { workspace, userId: by, at: now });
    return { ticket, winner: by, won: true };
  } catch (error) {
    if (!(error instanceof changes.AlreadyTaken)) throw error;
    return { ticket: await loadTicket(desk, workspace, ticketId), winner: error.winner, won: false };
  }
}

/**
 * The desk's own assignment of a waiting ticket, whose place `assignment` has reserved.
 * Returns null when the ticket does not wait any more.
 */
export async function assignTicket(
  desk: Desk,
  act: { workspace: string; ticketId: string; to: string; explanation: Explanation; known?: Ticket },
): Promise<Ticket | null> {
  const { workspace, ticketId, to, explanation, known } = act;
  try {
    return await changeTicket(
      desk,
      { workspace, ticketId, reserved: true, ...(known ? { known } : {}) },
      (ticket) =>
        changes.assign(ticket, {
          by: DESK,
          now: desk.clock.now(),
          to,
          explanation,
          fromQueueOnly: true,
        }),
    );
  } catch (error) {
    if (error instanceof changes.AlreadyTaken) return null;
    throw error;
  }
}

/** A lead gives a ticket to somebody, with a reason when it had somebody. May pass capacity. */
export async function assignByHand(desk: Desk, act: TicketAct & { to: string }): Promise<Ticket> {
  const { workspace, ticketId, by, to, why } = act;
  await allowed(desk, workspace, by, 'ticket.assign');
  const receiver = await getPerson(desk, { workspace, userId: to });
  try {
    assertCan(receiver, 'ticket.claim');
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    throw new UserError(`${receiver.name} does not work on tickets. Choose an agent.`, { field: 'assignee' });
  }
  const now = desk.clock.now();
  const ticket = await changeTicket(desk, { workspace, ticketId }, (current) => {
    if (current.assignee && current.assignee !== to && !why?.trim())
      throw new UserError('Say why it moves, for example: Bo is off until Monday.', { field: 'why' });
    return changes.assign(current, { by, now, why, to });
  });
  await markAssigned(desk, { workspace, userId: to, at: now });
  return ticket;
}

/** The assignee gives a ticket back, saying why; the desk may too (handover). */
export async function returnTicket(desk: Desk, act: TicketAct & { still?: Still }): Promise<Ticket> {
  const { workspace, ticketId, by, why, still = anyway } = act;
  return changeTicket(desk, { workspace, ticketId }, (ticket) => {
    if (!still(ticket)) return null;
    if (by !== DESK && ticket.assignee !== by)
      throw new NotAllowed(
        `Only the one who has T-${ticket.number} can return it. A lead can assign it instead.`,
      );
    return changes.giveBack(ticket, { by, now: desk.clock.now(), why });
  });
}

/** Raises or lowers a ticket. The desk does it by escalation. */
export async function changePriority(
  desk: Desk,
  act: TicketAct & { to: Priority; still?: Still },
): Promise<Ticket> {
  const { workspace, ticketId, by, to, why, still = anyway } = act;
  if (by !== DESK) await worker(desk, act);
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    still(ticket) ? facts.changePriority(ticket, { by, now: desk.clock.now(), to, why }) : null,
  );
}

/** The assignee says when they mean to be done, or takes that back. */
export async function estimateTicket(desk: Desk, act: TicketAct & { dueAt: Date | null }): Promise<Ticket> {
  const { workspace, ticketId, by, dueAt } = act;
  await worker(desk, act);
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    facts.estimate(ticket, { by, now: desk.clock.now(), dueAt }),
  );
}

/** Sets category, tags, fields and watchers. */
export async function relabelTicket(desk: Desk, act: TicketAct & facts.Labels): Promise<Ticket> {
  const { workspace, ticketId, ...labels } = act;
  await worker(desk, act);
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    facts.relabel(ticket, { ...labels, now: desk.clock.now() }),
  );
}

/** The moves a person or the desk makes without words to the requester. */
const moves = {
  resume: changes.resume,
  resolve: changes.resolve,
  close: changes.close,
  cancel: changes.cancel,
};
export type Move = keyof typeof moves;

export async function moveTicket(
  desk: Desk,
  act: TicketAct & { move: Move; still?: Still },
): Promise<Ticket> {
  const { workspace, ticketId, by, why, move, still = anyway } = act;
  if (by !== DESK) {
    const ticket = await loadTicket(desk, workspace, ticketId);
    if (!(move === 'cancel' && ticket.requester === by)) await worker(desk, act);
  }
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    still(ticket) ? moves[move](ticket, { by, now: desk.clock.now(), why }) : null,
  );
}

/** The requester's 1–5 on a resolved ticket. */
export function rateTicket(desk: Desk, act: TicketAct & { score: number }): Promise<Ticket> {
  const { workspace, ticketId, by, score } = act;
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    facts.rate(ticket, { by, now: desk.clock.now(), score }),
  );
}

/** What the requester adds to their rating; nothing when it is empty. */
export function commentTicket(desk: Desk, act: TicketAct & { comment: string }): Promise<Ticket> {
  const { workspace, ticketId, by } = act;
  const comment = clean(act.comment).trim();
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    comment === '' ? null : facts.comment(ticket, { by, now: desk.clock.now(), comment }),
  );
}

/**
 * @throws NotAllowed unless the person may work on this ticket: contractors only on their own (docs/rules/people.md).
 */
export async function worker(desk: Desk, { workspace, ticketId, by }: TicketAct): Promise<Person> {
  const person = await allowed(desk, workspace, by, 'ticket.work');
  const { roles } = person;
  if (roles.some((role) => role === 'agent' || role === 'lead' || role === 'manager' || role === 'owner'))
    return person;
  const ticket = await loadTicket(desk, workspace, ticketId);
  if (ticket.assignee !== by)
    throw new NotAllowed(`T-${ticket.number} is not yours. Contractors work on the tickets they have taken.`);
  return person;
}

/** The ticket a form is opened for. @throws NotAllowed unless the person may work on it. */
export async function ticketToWorkOn(desk: Desk, act: TicketAct): Promise<Ticket> {
  await worker(desk, act);
  return loadTicket(desk, act.workspace, act.ticketId);
}

/** A person acts on what they see, and is told where it cannot be done. */
const anyway: Still = () => true;

async function allowed(desk: Desk, workspace: string, userId: string, action: Action): Promise<Person> {
  const person = await getPerson(desk, { workspace, userId });
  assertCan(person, action);
  return person;
}
