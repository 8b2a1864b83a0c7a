import { LRUCache } from 'lru-cache';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { perDesk } from '../../../platform/per-desk.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { eventModel } from '../model.ts';

type Historied = Pick<Ticket, '_id' | 'rev' | 'pending'>;
type BySeq = Map<number, HistoryEntry>;

/** How many entries of histories a process keeps. */
const mostEntries = 20_000;
const keptOf = perDesk(
  () =>
    new LRUCache<string, BySeq>({ maxSize: mostEntries, sizeCalculation: ({ size }) => Math.max(size, 1) }),
);

/**
 * The whole histories of several tickets, oldest entry first; copied and pending entries together. A history only
 * grows, and its ticket's `rev` says how far: what this process has read of it is kept, and read again when it grew.
 */
export async function historiesOf(
  desk: Desk,
  workspace: string,
  tickets: readonly Historied[],
): Promise<Map<string, HistoryEntry[]>> {
  const kept = keptOf(desk);
  const known = new Map(tickets.map((ticket) => [ticket._id, together(kept.get(ticket._id), ticket)]));
  const grown = tickets.filter(({ _id, rev }) => (known.get(_id)?.size ?? 0) < rev);
  if (grown.length > 0) {
    for (const entry of await copiedOf(desk, workspace, grown))
      known.get(entry.ticketId)?.set(entry.seq, entry);
  }
  for (const { _id, rev } of tickets) {
    const bySeq = known.get(_id);
    if (bySeq && bySeq.size >= rev) kept.set(_id, bySeq);
  }
  return new Map(
    [...known].map(([id, bySeq]) => [id, [...bySeq.values()].toSorted((one, other) => one.seq - other.seq)]),
  );
}

/** The whole history of one ticket, oldest entry first. */
export async function historyOf(
  desk: Desk,
  ticket: Historied & Pick<Ticket, 'workspace'>,
): Promise<HistoryEntry[]> {
  return (await historiesOf(desk, ticket.workspace, [ticket])).get(ticket._id) ?? [];
}

const together = (kept: BySeq | undefined, { pending }: Historied): BySeq =>
  new Map([...(kept ?? []), ...pending.map((entry) => [entry.seq, entry] as const)]);

function copiedOf(desk: Desk, workspace: string, tickets: readonly Historied[]) {
  return eventModel(desk.database)
    .find({ workspace, ticketId: trusted({ $in: tickets.map(({ _id }) => _id) }) }, { _id: 0 })
    .lean<(HistoryEntry & { ticketId: string })[]>();
}
