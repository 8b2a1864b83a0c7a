import type { Desk } from '../../../platform/desk.ts';
import { getTicketByNumber } from '../service/read.ts';
import { entryOf } from '../service/undo.ts';
import { claimTicket } from '../service/work.ts';
import { doneMessage } from '../views/done.ts';
import { lostNotice } from './claim.action.ts';

/** `/ticket take T-1042`: the same as Claim on the card. */
export function listenForTake(desk: Desk): void {
  desk.slack.command({
    command: 'ticket',
    name: 'take',
    usage: 'T-1042',
    description: 'Take a ticket',
    handler: async (c) => {
      const { workspace, userId: by } = c;
      const { _id: ticketId } = await getTicketByNumber(desk, { workspace, number: c.args });
      const outcome = await claimTicket(desk, { workspace, ticketId, by });
      await c.ack();
      const { ticket } = outcome;
      const entry = entryOf(ticket);
      if (!outcome.won) await c.respond(await lostNotice(desk, outcome));
      else if (entry) await c.respond(doneMessage(ticket, entry, null));
      else await c.respond(`T-${ticket.number} is yours.`);
    },
  });
}
