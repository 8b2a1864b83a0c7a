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
import { listenForPresets } from './listeners/presets.ts';
import { listenForRequester } from './listeners/requester.action.ts';
import { listenForTake } from './listeners/take.command.ts';
import { listenForTalk } from './listeners/talk.view.ts';
import { listenForTemplates } from './listeners/template.ts';
import { listenForUndo } from './listeners/undo.action.ts';
import { listenForWhole } from './listeners/whole.action.ts';
import { listenForWork } from './listeners/work.view.ts';
import { noPorts, type TicketPorts } from './ports.ts';
import { followTickets } from './service/followers.ts';
import { followOpening } from './service/from-message.ts';
import { linkBack } from './service/join.ts';
import { drawMissingCards, relayTicket } from './service/relay.ts';
import { rereadDirect } from './service/reread.ts';
import { type RereadAsked, rereadAll, rereadConversations } from './service/reread-all.ts';
import { shippedPresets } from './service/shipped.ts';

/** Tickets: their cards, conversation, lists and what happens to them on their own. */
export function register(desk: Desk, ports: TicketPorts = noPorts): void {
  const { outbox, events } = desk;
  shippedPresets();
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
  outbox.deliverer<RereadAsked>('ticket.rereadAll', async (delivery, out) => {
    await rereadAll(desk, delivery, out);
    return undefined;
  });
  outbox.deliverer<{ channel: string; since: string }>(
    'ticket.rereadDirect',
    async ({ workspace, payload }, out) => {
      await rereadDirect(desk, { workspace, ...payload }, ports.takesFile, out);
      return undefined;
    },
  );
  desk.gaps.onGap(({ workspace, since }) => rereadConversations(desk, workspace, since));
  followTickets(desk, (ticket, entries) => followOpening(desk, ticket, entries));
  followTickets(desk, (ticket, entries) => linkBack(desk, ticket, entries));
  events.on('ticket.changed', (hint) => relayTicket(desk, hint));
  events.on('settings.changed', ({ workspace }) => drawMissingCards(desk, workspace));

  listenForClaim(desk, ports);
  listenForEstimate(desk);
  listenForUndo(desk, ports);
  listenForTalk(desk, ports);
  listenForWork(desk, ports);
  listenForDetails(desk, ports);
  listenForWhole(desk);
  listenForRequester(desk, ports);
  listenForMessages(desk, ports);
  listenForChoice(desk);
  listenForSourceMessages(desk, ports);
  listenForLists(desk, ports);
  listenForTake(desk);
  listenForTemplates(desk);
  listenForPresets(desk);
  registerJobs(desk);
}
