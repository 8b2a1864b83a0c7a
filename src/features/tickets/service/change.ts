import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { getPerson, release, reserve } from '../../people/index.ts';
import type { Change } from '../domain/change.ts';
import { holderOf, NOTHING_UNTOLD } from '../domain/move.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { ticketModel } from '../model.ts';
import { relayTicket } from './relay.ts';

/** Which ticket, and whether a full agent is refused. */
export type ChangeTarget = {
  workspace: string;
  ticketId: string;
  /** A ticket may then be taken only with a free place of capacity (docs/rules/assignment.md). */
  enforceCapacity?: boolean;
  /** Somebody else has reserved the place and settles it. */
  reserved?: boolean;
  /** The ticket as it was just read, which spares reading it again; what changed since is noticed by its `rev`. */
  known?: Ticket;
};

/** Decides on the ticket as it is now; null when there is nothing to do. */
type Decide = (ticket: Ticket) => Change | null;

const ATTEMPTS = 5;
/** Above this many uncopied entries a ticket is relayed before it is changed again (it stays under 100). */
const MAX_PENDING = 80;

/** The agent has as many open tickets as they may have. */
export class NoFreePlace extends UserError {
  override readonly name: string = 'NoFreePlace';
}

/**
 * Changes a ticket by one guarded write: the change and its history entry together, or nothing. A place of capacity is
 * reserved before and settled by the relay (docs/steps.md).
 * @throws UserError when there is no such ticket or the decision refuses. @throws NoFreePlace when the agent is full.
 */
export async function changeTicket(desk: Desk, target: ChangeTarget, decide: Decide): Promise<Ticket> {
  const { workspace, ticketId } = target;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = attempt === 0 ? target.known : undefined;
    const ticket = known ?? (await loadTicket(desk, workspace, ticketId));
    if (ticket.pending.length > MAX_PENDING) await relayTicket(desk, { workspace, ticketId });
    const change = decide(ticket);
    if (!change) return ticket;
    const holder = change.entry.holder?.to ?? null;
    if (holder && !target.reserved) await takePlace(desk, target, holder, ticket.number);
    const changed = await write(desk, ticket, change);
    if (changed) {
      announce(desk, changed, change);
      return changed;
    }
    if (holder && !target.reserved) await giveUnlessHeld(desk, target, holder);
  }
  throw new UserError('Others are changing this ticket right now. Please try again.');
}

/** @throws UserError when the workspace has no such ticket. */
export async function loadTicket(desk: Desk, workspace: string, ticketId: string): Promise<Ticket> {
  const ticket = await ticketModel(desk.database).findOne({ workspace, _id: ticketId }).lean<Ticket>();
  if (!ticket) throw new UserError('This ticket does not exist any more.');
  return ticket;
}

async function write(desk: Desk, ticket: Ticket, change: Change): Promise<Ticket | null> {
  const entry: HistoryEntry = { ...change.entry, seq: ticket.rev + 1 };
  const assigned = entry.assignee?.to ? { assignedAt: entry.at } : {};
  // Whoever acts on their ticket has seen what was written there.
  const seen = entry.by === ticket.assignee ? NOTHING_UNTOLD : {};
  return ticketModel(desk.database)
    .findOneAndUpdate(
      { workspace: ticket.workspace, _id: ticket._id, rev: ticket.rev },
      {
        $set: { ...change.set, ...assigned, ...seen, changedAt: entry.at },
        $inc: { rev: 1 },
        $push: { pending: entry },
      },
      { returnDocument: 'after' },
    )
    .lean<Ticket>();
}

async function takePlace(desk: Desk, target: ChangeTarget, userId: string, number: number): Promise<void> {
  const { workspace, ticketId, enforceCapacity = false } = target;
  if (await reserve(desk, { workspace, userId, ticketId, enforceCapacity })) return;
  const person = await getPerson(desk, { workspace, userId });
  throw new NoFreePlace(
    `T-${number} would be one too many: ${person.load} of ${person.capacity} open. Resolve one, or ask a lead to raise the capacity.`,
  );
}

async function giveUnlessHeld(
  desk: Desk,
  { workspace, ticketId }: ChangeTarget,
  userId: string,
): Promise<void> {
  const now = await loadTicket(desk, workspace, ticketId);
  if (holderOf(now.status, now.assignee) !== userId) await release(desk, { workspace, userId, ticketId });
}

function announce(desk: Desk, { workspace, _id: ticketId }: Ticket, { entry, set }: Change): void {
  desk.events.emit('ticket.changed', { workspace, ticketId });
  if (entry.status?.to === 'new') desk.events.emit('ticket.queued', { workspace, ticketId });
  if (entry.assignee?.to)
    desk.events.emit('ticket.assigned', { workspace, ticketId, userId: entry.assignee.to });
  if (entry.holder?.from) desk.events.emit('ticket.freed', { workspace, userId: entry.holder.from });
  if (set.priority) desk.events.emit('ticket.queued', { workspace, ticketId });
}
