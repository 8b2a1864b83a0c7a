import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { getPerson } from '../../people/index.ts';
import { claimTicket } from '../../tickets/index.ts';

/** Someone who was asked takes the ticket; the message becomes the outcome. */
export const onTakeAsked =
  (desk: Desk) =>
  async (c: ActionContext): Promise<void> => {
    const { workspace, userId, value: ticketId } = c;
    const { won, winner, ticket } = await claimTicket(desk, { workspace, ticketId, by: userId });
    await c.ack();
    if (won) {
      await c.respond({ text: `You have T-${ticket.number}.`, replaceOriginal: true });
      return;
    }
    const { name } = await getPerson(desk, { workspace, userId: winner });
    await c.respond({ text: `${name} has T-${ticket.number} already. Thank you.`, replaceOriginal: true });
  };
