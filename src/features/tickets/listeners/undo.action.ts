import type { Desk } from '../../../platform/desk.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { undoChange } from '../service/undo.ts';
import { answerOutcome } from './outcome.ts';

/** Undo beside what a change came to: it becomes what taking it back came to. */
export function listenForUndo(desk: Desk, ports: TicketPorts): void {
  desk.slack.action(ids.undo, async (c) => {
    const [ticketId = '', seq] = c.value.split(':');
    const ticket = await undoChange(desk, {
      workspace: c.workspace,
      ticketId,
      by: c.userId,
      seq: Number(seq),
    });
    await answerOutcome(desk, ports, c, ticket, { replaceOriginal: true });
  });
}
