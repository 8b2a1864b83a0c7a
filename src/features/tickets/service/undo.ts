import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed, UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson, markAssigned } from '../../people/index.ts';
import { STATUS_NAMES } from '../domain/states.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import { ChangedSince, undo } from '../domain/undo.ts';
import { changeTicket, loadTicket } from './change.ts';
import { historyOf } from './histories.ts';
import { nameOf } from './names.ts';
import { type TicketAct, worker } from './work.ts';

/**
 * Takes back what the person did with entry `seq`, as long as nobody has changed the same since: then it says who did
 * what, and nothing is overwritten.
 * @throws UserError saying why not.
 */
export async function undoChange(desk: Desk, act: TicketAct & { seq: number }): Promise<Ticket> {
  const { workspace, ticketId, by, seq } = act;
  const history = await historyOf(desk, await loadTicket(desk, workspace, ticketId));
  const mine = history.find((entry) => entry.seq === seq);
  if (mine && mine.by !== by) throw new NotAllowed('Only the one who made a change can take it back.');
  // A contractor who returned a ticket does not have it any more, and may still take that back.
  if (mine?.assignee?.from === by) assertCan(await getPerson(desk, { workspace, userId: by }), 'ticket.work');
  else await worker(desk, act);
  const now = desk.clock.now();
  try {
    const ticket = await changeTicket(desk, { workspace, ticketId }, (current) =>
      undo(current, together(current, history), seq, { by, now }),
    );
    const to = entryOf(ticket)?.assignee?.to;
    if (to) await markAssigned(desk, { workspace, userId: to, at: now });
    return ticket;
  } catch (error) {
    if (!(error instanceof ChangedSince)) throw error;
    throw new UserError(`${error.message} ${await whoDidWhat(desk, workspace, error.entry)}`);
  }
}

/** The entry of the ticket's last change, as long as it was not carried on. */
export function entryOf({ rev, pending }: Ticket): HistoryEntry | null {
  return pending.find(({ seq }) => seq === rev) ?? null;
}

/** What was read before, and what the ticket itself still carries: nothing is missing, or it has to be tried again. */
function together({ rev, pending }: Ticket, history: readonly HistoryEntry[]): HistoryEntry[] {
  const bySeq = new Map([...history, ...pending].map((entry) => [entry.seq, entry]));
  if (bySeq.size < rev) throw new UserError('Others are changing this ticket right now. Please try again.');
  return [...bySeq.values()].toSorted((one, other) => one.seq - other.seq);
}

async function whoDidWhat(desk: Desk, workspace: string, entry: HistoryEntry): Promise<string> {
  const name = await nameOf(desk, workspace, entry.by);
  if (entry.status) return `${name} made it ${STATUS_NAMES[entry.status.to].toLowerCase()}.`;
  if (entry.assignee?.to) return `${name} gave it to ${await nameOf(desk, workspace, entry.assignee.to)}.`;
  if (entry.priority) return `${name} made it ${entry.priority.to}.`;
  return `It was ${name}.`;
}
