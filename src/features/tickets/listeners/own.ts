import type { KnownBlock } from '@slack/types';
import type { Desk } from '../../../platform/desk.ts';
import { getSettings } from '../../settings/index.ts';
import type { Ticket } from '../domain/types.ts';
import type { TicketPorts } from '../ports.ts';
import { namesOf } from '../service/names.ts';
import { messagesOf } from '../service/read.ts';
import { OWN_PAGE, ownView } from '../views/own.ts';

/** Notes and remarks of the team lie between what is shown; so many messages are looked through. */
const LOOKED_THROUGH = 5 * OWN_PAGE;

/** A requester's side of their ticket. */
export async function drawOwn(desk: Desk, ports: TicketPorts, ticket: Ticket, done: KnownBlock | null) {
  const { workspace, _id: ticketId } = ticket;
  const { tickets } = await getSettings(desk, workspace);
  const messages = await messagesOf(desk, { workspace, ticketId, limit: LOOKED_THROUGH });
  const authors = messages.map(({ author }) => author);
  const [promises = []] = tickets.showPromisedTimes
    ? await ports.clocksOf(workspace, [ticket], desk.clock.now())
    : [];
  return ownView(ticket, {
    promises,
    messages,
    names: await namesOf(desk, workspace, authors),
    done,
  });
}
