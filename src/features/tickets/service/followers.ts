import type { Desk } from '../../../platform/desk.ts';
import { perDesk } from '../../../platform/per-desk.ts';
import type { HistoryEntry } from '../domain/types.ts';

/** Work that is owed after a ticket has changed, as `entries` say; it must be safe to repeat. */
type Follower = (
  ticket: { workspace: string; ticketId: string },
  entries: readonly HistoryEntry[],
) => Promise<void>;

const followersOf = perDesk((): Follower[] => []);

/**
 * Registers work that is done after every change of a ticket, at least once: the change's entry leaves the ticket only
 * when all followers have succeeded. Unlike a hint it is never lost.
 */
export function followTickets(desk: Desk, follower: Follower): void {
  followersOf(desk).push(follower);
}

/** Lets all followers do their work for a ticket. */
export async function tellFollowers(
  desk: Desk,
  ticket: { workspace: string; ticketId: string },
  entries: readonly HistoryEntry[],
): Promise<void> {
  for (const follower of followersOf(desk)) await follower(ticket, entries);
}
