import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { button, row, safe, section } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { getTicket } from '../service/read.ts';
import { commentTicket, moveTicket, rateTicket, reopenTicket } from '../service/work.ts';
import { commentModal, commentView } from '../views/modals.ts';
import { answerOutcome } from './outcome.ts';

/** The buttons of the requester's messages; a used message becomes its outcome (docs/rules/tickets.md). */
export function listenForRequester(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  slack.action(ids.cancelOwn, async (c) => {
    const ticket = await moveTicket(desk, {
      workspace: c.workspace,
      ticketId: c.value,
      by: c.userId,
      move: 'cancel',
    });
    await c.ack();
    const text = `🎫 *T-${ticket.number}* ${safe(ticket.subject, 200)}\nYou cancelled this request.`;
    await c.respond({ text, blocks: [section(text)], replaceOriginal: true });
  });
  slack.action(ids.reopen, async (c) => {
    const ticket = await reopenTicket(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId });
    await c.ack();
    if (ticket.requester !== c.userId) return answerOutcome(desk, ports, c, ticket);
    const text = `*T-${ticket.number}* is open again.`;
    await c.respond({ text, blocks: [section(text)], replaceOriginal: true });
  });
  slack.action(ids.rate, async (c) => {
    const [given, ticketId = ''] = c.value.split(':');
    const score = Number(given);
    const ticket = await rateTicket(desk, { workspace: c.workspace, ticketId, by: c.userId, score });
    await c.ack();
    const text = `✅ *T-${ticket.number}* is resolved. Thank you: you gave ${score} of 5.`;
    await c.respond({
      text,
      blocks: [
        section(text),
        row(
          button(ids.comment, 'Add a comment', `${score}:${ticketId}`),
          button(ids.reopen, 'Reopen', ticketId),
        ),
      ],
      replaceOriginal: true,
    });
  });
  slack.action(ids.comment, async (c) => {
    const [score, ticketId = ''] = c.value.split(':');
    const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
    if (ticket.requester !== c.userId)
      throw new NotAllowed('Only the person who asked can comment the answer.');
    await c.openModal(commentView(ticket, Number(score)));
  });
  slack.modal(commentModal, async (c, { meta: { ticketId }, fields: { comment } }) => {
    await commentTicket(desk, { workspace: c.workspace, ticketId, by: c.userId, comment });
    return undefined;
  });
}
