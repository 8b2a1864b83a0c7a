import type { Desk } from '../../../platform/desk.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { nameOf } from '../service/names.ts';
import { type ClaimOutcome, claimTicket } from '../service/work.ts';
import { listModal } from '../views/lists.ts';
import { turnList } from './lists.ts';
import { answerOutcome } from './outcome.ts';

/** Claim on a card, an alert, a list or the ticket view: one wins, the others are told who. */
export function listenForClaim(desk: Desk, ports: TicketPorts): void {
  desk.slack.action(ids.claim, async (c) => {
    const outcome = await claimTicket(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    await c.ack();
    if (!outcome.won) await c.respond(await lostNotice(desk, outcome));
    else if (c.view?.callback_id === listModal.id)
      await turnList(desk, ports, c, listModal.meta(c.view).page);
    else await answerOutcome(desk, ports, c, outcome.ticket);
  });
}

/** Who was first, by plain name. */
export async function lostNotice(desk: Desk, { ticket, winner }: ClaimOutcome): Promise<string> {
  const name = await nameOf(desk, ticket.workspace, winner);
  return `${name} was first: T-${ticket.number} is theirs. The next one waits in /ticket queue.`;
}
