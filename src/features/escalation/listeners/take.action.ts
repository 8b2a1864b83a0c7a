import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { can, getPerson } from '../../people/index.ts';
import { assignByHand, claimTicket } from '../../tickets/index.ts';
import { getAlert } from '../alerts.ts';

/** Takes the alert's ticket: a claim where it is free, and for those who may assign a reassignment to themselves. */
export const onTake =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId } = c;
    const { ticketId } = await getAlert(desk, workspace, c.value);
    const { won, winner, ticket } = await claimTicket(desk, { workspace, ticketId, by: userId });
    if (won) return;
    const person = await getPerson(desk, { workspace, userId });
    if (can(person, 'ticket.assign')) {
      await assignByHand(desk, { workspace, ticketId, by: userId, to: userId, why: 'taken from the alert' });
      return;
    }
    await c.ack();
    const { name } = await getPerson(desk, { workspace, userId: winner });
    await c.respond(`${name} has T-${ticket.number}. A lead can assign it to you.`);
  };
