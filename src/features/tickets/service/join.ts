import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import * as changes from '../domain/changes.ts';
import * as facts from '../domain/facts.ts';
import { isOver } from '../domain/states.ts';
import { DESK, type HistoryEntry, type Ticket } from '../domain/types.ts';
import { messageModel } from '../model.ts';
import { changeTicket, loadTicket } from './change.ts';
import { getTicketByNumber } from './read.ts';
import { type TicketAct, worker } from './work.ts';

/**
 * Merges a ticket into another: conversation and watchers follow. Steps, each safe to repeat (docs/steps.md): the ticket
 * is closed with the name of the other, the messages move, the other takes the watchers and says so.
 */
export async function mergeTicket(desk: Desk, act: TicketAct & { number: string }): Promise<Ticket> {
  const { workspace, ticketId, by, why } = act;
  const target = await mergeTarget(desk, act);
  const merged = await changeTicket(desk, { workspace, ticketId }, (ticket) =>
    changes.mergeInto(ticket, {
      by,
      why,
      now: desk.clock.now(),
      into: target._id,
      intoNumber: target.number,
    }),
  );
  await absorb(desk, merged, by);
  return merged;
}

/** The ticket another may be merged into. @throws UserError when it is the same one, or over. */
export async function mergeTarget(desk: Desk, act: TicketAct & { number: string }): Promise<Ticket> {
  const { workspace, ticketId, number } = act;
  await worker(desk, act);
  const target = await getTicketByNumber(desk, { workspace, number });
  if (target._id === ticketId)
    throw new UserError('A ticket cannot be merged into itself.', { field: 'ticket' });
  if (target.mergedInto || isOver(target.status))
    throw new UserError(`T-${target.number} is over. Merge into one that is open.`, { field: 'ticket' });
  return target;
}

/** The second half of a merge; a sweep repeats it for merges that a kill cut in two. */
export async function absorb(desk: Desk, merged: Ticket, by: string): Promise<void> {
  const { workspace, _id: ticketId, mergedInto, requester, watchers, number } = merged;
  if (!mergedInto) return;
  const target = await loadTicket(desk, workspace, mergedInto);
  if (target.mergedInto === ticketId) return uncross(desk, merged, target, by);
  await messageModel(desk.database).updateMany({ workspace, ticketId }, { $set: { ticketId: mergedInto } });
  await changeTicket(desk, { workspace, ticketId: mergedInto }, (into) => {
    if (into.links.includes(ticketId)) return null;
    const followers = [...new Set([...into.watchers, ...watchers, requester])].filter(
      (id) => id !== into.requester,
    );
    return {
      set: { links: [...into.links, ticketId], watchers: followers },
      entry: { kind: 'absorbed', at: desk.clock.now(), by, details: { from: ticketId, fromNumber: number } },
    };
  });
}

/** Two people merged two tickets into each other at the same moment: the older one stays, the other goes into it. */
async function uncross(desk: Desk, one: Ticket, other: Ticket, by: string): Promise<void> {
  const [stays, goes] = one.number < other.number ? [one, other] : [other, one];
  await changeTicket(desk, { workspace: stays.workspace, ticketId: stays._id }, (ticket) =>
    changes.unmerge(ticket, { by: DESK, now: desk.clock.now(), from: goes._id }),
  );
  await absorb(desk, goes, by);
}

/** Links two tickets, or takes the link away. The other side follows with the entry (`linkBack`). */
export async function linkTickets(
  desk: Desk,
  act: TicketAct & { number: string; linked?: boolean },
): Promise<Ticket> {
  const { workspace, ticketId, by, number, linked = true } = act;
  await worker(desk, act);
  const to = await getTicketByNumber(desk, { workspace, number });
  if (to._id === ticketId) throw new UserError('A ticket cannot be linked with itself.', { field: 'ticket' });
  return changeTicket(desk, { workspace, ticketId }, (ticket) =>
    facts.link(ticket, { by, now: desk.clock.now(), to, linked }),
  );
}

/**
 * The other side of links that came or went: it becomes as this side is now. The entry leaves the ticket only after that
 * (docs/steps.md). What follows the other side is not carried back, so that two sides cannot chase each other.
 */
export async function linkBack(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
  entries: readonly HistoryEntry[],
): Promise<void> {
  const others = new Map(entries.flatMap((entry) => linkedBy(entry).map((id) => [id, entry.by])));
  if (others.size === 0) return;
  const ticket = await loadTicket(desk, workspace, ticketId);
  for (const [otherId, by] of others) {
    const linked = ticket.links.includes(otherId);
    await changeTicket(desk, { workspace, ticketId: otherId }, (other) =>
      wereMerged(ticket, other)
        ? null
        : facts.link(other, { by, now: desk.clock.now(), to: ticket, linked, mirrors: true }),
    );
  }
}

/** The tickets that an entry links with its own, or not any more. */
function linkedBy({ kind, details = {} }: HistoryEntry): string[] {
  if (kind === 'opened') return (details.links as string[] | undefined) ?? [];
  return (kind === 'linked' || kind === 'unlinked') && !details.mirrors ? [String(details.to)] : [];
}

const wereMerged = (one: Ticket, other: Ticket): boolean =>
  one.mergedInto === other._id || other.mergedInto === one._id;
