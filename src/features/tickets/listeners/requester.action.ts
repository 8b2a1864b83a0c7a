import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { type ActionContext, button, row, safe, section } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { getTicket } from '../service/read.ts';
import { reopenTicket } from '../service/reopen.ts';
import { commentTicket, moveTicket, rateTicket } from '../service/work.ts';
import { commentModal, commentView } from '../views/comment.ts';
import { redrawDetails } from './details.action.ts';
import { answerOutcome, openedFrom } from './outcome.ts';

/** What requesters do, from the app's messages and from their view of the ticket. */
export function listenForRequester(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  const act = ({ workspace, userId: by }: ActionContext, ticketId: string) => ({ workspace, ticketId, by });
  slack.action(ids.cancelOwn, async (c) => {
    const ticket = await moveTicket(desk, { ...act(c, c.value), move: 'cancel' });
    const text = `🎫 *T-${ticket.number}* ${safe(ticket.subject, 200)}\nYou cancelled this request.`;
    await become(desk, ports, c, ticket, { text });
  });
  slack.action(ids.reopen, async (c) => {
    const ticket = await reopenTicket(desk, act(c, c.value));
    if (ticket.requester !== c.userId) return answerOutcome(desk, ports, c, ticket);
    await become(desk, ports, c, ticket, { text: `*T-${ticket.number}* is open again.` });
  });
  slack.action(ids.rate, async (c) => {
    const [given, ticketId = ''] = c.value.split(':');
    const score = Number(given);
    const ticket = await rateTicket(desk, { ...act(c, ticketId), score });
    const text = `✅ *T-${ticket.number}* is resolved. Thank you: you gave ${score} of 5.`;
    const comment = button(ids.comment, 'Add a comment', `${score}:${ticketId}`);
    const buttons = row(comment, button(ids.reopen, 'Reopen', ticketId));
    await become(desk, ports, c, ticket, { text, buttons });
  });
  slack.action(ids.comment, async (c) => {
    const [score, ticketId = ''] = c.value.split(':');
    const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
    if (ticket.requester !== c.userId)
      throw new NotAllowed('Only the person who asked can comment the answer.');
    await c.openModal(commentView(ticket, Number(score), openedFrom(c)));
  });
  slack.modal(commentModal, async (c, { meta: { ticketId, behind }, fields: { comment } }) => {
    await commentTicket(desk, { workspace: c.workspace, ticketId, by: c.userId, comment });
    const done = section('Thank you. Your comment is kept.');
    if (behind) c.afterAnswer(() => redrawDetails(desk, ports, c, { viewId: behind, ticketId }, done));
    return undefined;
  });
}

/** A used message becomes its outcome, and so does the view of the ticket (docs/rules/tickets.md). */
async function become(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  { _id: ticketId }: Ticket,
  { text, buttons }: { text: string; buttons?: ReturnType<typeof row> },
): Promise<void> {
  await c.ack();
  const done = section(text);
  if (c.view) await redrawDetails(desk, ports, c, { viewId: c.view.id, ticketId }, done);
  else await c.respond({ text, blocks: [done, ...(buttons ? [buttons] : [])], replaceOriginal: true });
}
