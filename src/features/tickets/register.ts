import type { Desk } from '../../platform/desk.ts';
import { deliverAgain } from './deliver/again.ts';
import { deliverCard } from './deliver/card.ts';
import { deliverToRequester, deliverToTeam, type Told } from './deliver/conversation.ts';
import { registerJobs } from './jobs.ts';
import { listenForClaim } from './listeners/claim.action.ts';
import { listenForDetails } from './listeners/details.action.ts';
import { listenForEstimate } from './listeners/estimate.action.ts';
import { listenForSourceMessages } from './listeners/from-message.ts';
import { listenForLists } from './listeners/lists.ts';
import { listenForChoice } from './listeners/loose.action.ts';
import { listenForMessages } from './listeners/message.event.ts';
import { listenForRequester } from './listeners/requester.action.ts';
import { listenForTake } from './listeners/take.command.ts';
import { listenForTalk } from './listeners/talk.view.ts';
import { listenForWork } from './listeners/work.view.ts';
import { noPorts, type TicketPorts } from './ports.ts';
import { relayTicket } from './service/relay.ts';
import { reread } from './service/reread.ts';

/** Tickets: their cards, conversation, lists and what happens to them on their own. */
export function register(desk: Desk, ports: TicketPorts = noPorts): void {
  const { outbox, events } = desk;
  outbox.deliverer<{ ticketId: string }>('ticket.card', (delivery, out) =>
    deliverCard(desk, ports, delivery, out),
  );
  outbox.deliverer<Told>('ticket.requester', (delivery, out) =>
    deliverToRequester(desk, ports, delivery, out),
  );
  outbox.deliverer<Told>('ticket.team', (delivery, out) => deliverToTeam(desk, delivery, out));
  outbox.deliverer<{ messageId: string }>(
    'ticket.messageAgain',
    ({ workspace, payload: { messageId } }, out) => deliverAgain(desk, { workspace, messageId }, out),
  );
  outbox.deliverer<{ ticketId: string }>(
    'ticket.reread',
    async ({ workspace, payload: { ticketId } }, out) => {
      await reread(desk, { workspace, ticketId }, out);
      return undefined;
    },
  );
  events.on('ticket.changed', (hint) => relayTicket(desk, hint));

  listenForClaim(desk);
  listenForEstimate(desk);
  listenForTalk(desk);
  listenForWork(desk, ports);
  listenForDetails(desk, ports);
  listenForRequester(desk);
  listenForMessages(desk, ports);
  listenForChoice(desk);
  listenForSourceMessages(desk);
  listenForLists(desk, ports);
  listenForTake(desk);
  registerJobs(desk);
}
