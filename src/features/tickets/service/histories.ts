import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { eventModel } from '../model.ts';

/** The whole histories of several tickets in one read, oldest entry first; copied and pending entries together. */
export async function historiesOf(
  desk: Desk,
  workspace: string,
  tickets: readonly Pick<Ticket, '_id' | 'pending'>[],
): Promise<Map<string, HistoryEntry[]>> {
  const copied = await eventModel(desk.database)
    .find({ workspace, ticketId: trusted({ $in: tickets.map(({ _id }) => _id) }) }, { _id: 0 })
    .lean<(HistoryEntry & { ticketId: string })[]>();
  const entries = new Map(tickets.map(({ _id }) => [_id, new Map<number, HistoryEntry>()]));
  for (const entry of copied) entries.get(entry.ticketId)?.set(entry.seq, entry);
  for (const { _id, pending } of tickets) {
    for (const entry of pending) entries.get(_id)?.set(entry.seq, entry);
  }
  return new Map(
    [...entries].map(([id, bySeq]) => [id, [...bySeq.values()].sort((one, other) => one.seq - other.seq)]),
  );
}
