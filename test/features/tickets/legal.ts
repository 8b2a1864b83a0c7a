import { expect } from 'vitest';
import type { HistoryEntry, TicketStatus } from '../../../src/features/tickets/index.ts';

/** Moves of docs/rules/tickets.md, said once more by hand; undo leads back, whatever the table says. */
const LEGAL: Record<TicketStatus, readonly TicketStatus[]> = {
  new: ['assigned', 'in_progress', 'cancelled', 'closed'],
  assigned: ['in_progress', 'new', 'waiting_on_customer', 'resolved', 'cancelled', 'closed'],
  in_progress: ['assigned', 'new', 'waiting_on_customer', 'resolved', 'cancelled', 'closed'],
  waiting_on_customer: ['assigned', 'in_progress', 'new', 'resolved', 'cancelled', 'closed'],
  resolved: ['assigned', 'new', 'closed'],
  closed: ['assigned', 'new'],
  cancelled: [],
};

/** Each entry begins where those before it left off, and moves as tickets may. */
export function explainsItself(entry: HistoryEntry, before: readonly HistoryEntry[]): void {
  const status = before.findLast((one) => one.status)?.status?.to ?? null;
  const assignee = before.findLast((one) => one.assignee)?.assignee?.to ?? null;
  if (entry.status) expect(entry.status.from).toBe(status);
  if (entry.status?.from && entry.kind !== 'undone')
    expect(LEGAL[entry.status.from], `${entry.kind} from ${entry.status.from}`).toContain(entry.status.to);
  if (entry.assignee) expect(entry.assignee.from).toBe(assignee);
}
