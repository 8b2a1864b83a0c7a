import type { Desk } from '../../../platform/desk.ts';
import { markAssigned, release, reserve, settleReservation } from '../../people/index.ts';
import { holderOf } from '../domain/move.ts';
import { DESK, type HistoryEntry, type Ticket } from '../domain/types.ts';

/**
 * Brings the agents' places in line with who holds the ticket now, and their turns with what people gave them; safe to
 * repeat, so that a kill after the ticket's write costs nothing.
 */
export async function settlePlaces(
  desk: Desk,
  ticket: Ticket,
  entries: readonly HistoryEntry[],
): Promise<void> {
  const { workspace, _id: ticketId } = ticket;
  const holder = holderOf(ticket.status, ticket.assignee);
  const touched = new Set(entries.flatMap(({ holder: moved }) => [moved?.from, moved?.to]));
  for (const userId of touched) {
    if (!userId) continue;
    if (userId !== holder) {
      await release(desk, { workspace, userId, ticketId });
      continue;
    }
    await reserve(desk, { workspace, userId, ticketId, enforceCapacity: false });
    await settleReservation(desk, { workspace, userId, ticketId });
  }
  for (const entry of entries) {
    const userId = gotBy(entry);
    if (userId && entry.by !== DESK) await markAssigned(desk, { workspace, userId, at: entry.at });
  }
}

/** Who got the ticket: whom it was given to, or who had it and has it again. */
function gotBy({ kind, assignee, holder }: HistoryEntry): string | null {
  return assignee?.to ?? (kind === 'reopened' ? (holder?.to ?? null) : null);
}
