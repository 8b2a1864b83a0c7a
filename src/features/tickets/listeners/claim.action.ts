import type { Desk } from '../../../platform/desk.ts';
import { ids } from '../ids.ts';
import { nameOf } from '../service/names.ts';
import { type ClaimOutcome, claimTicket } from '../service/work.ts';
import { claimedNotice } from '../views/estimate.ts';

/** Claim on a card, an alert or Home: one wins, the others are told who. */
export function listenForClaim(desk: Desk): void {
  desk.slack.action(ids.claim, async (c) => {
    const outcome = await claimTicket(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    await c.ack();
    await c.respond(outcome.won ? claimedNotice(outcome.ticket) : await lostNotice(desk, outcome));
  });
}

/** Who was first, by plain name. */
export async function lostNotice(desk: Desk, { ticket, winner }: ClaimOutcome): Promise<string> {
  const name = await nameOf(desk, ticket.workspace, winner);
  return `${name} was first: T-${ticket.number} is theirs. The next one waits in /ticket queue.`;
}
