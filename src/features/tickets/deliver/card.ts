import { matched } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, type Outgoing, type Sent, slackErrorCode } from '../../../platform/outbox/index.ts';
import { safe } from '../../../platform/slack/index.ts';
import { getSettings } from '../../settings/index.ts';
import type { Ticket } from '../domain/types.ts';
import { ticketModel } from '../model.ts';
import type { TicketPorts } from '../ports.ts';
import { nameOf } from '../service/names.ts';
import { type Message, requestPictures, ticketCard } from '../views/card.ts';

type InHand = Parameters<Deliverer<{ ticketId: string }>>[0];

/** Draws a ticket's card as the ticket is now: posts it once, then updates it in place (docs/rules/tickets.md). */
export async function deliverCard(
  desk: Desk,
  ports: TicketPorts,
  delivery: InHand,
  out: Outgoing,
): Promise<Partial<Sent> | undefined> {
  const { workspace, payload } = delivery;
  const ticket = await ticketModel(desk.database)
    .findOne({ workspace, _id: payload.ticketId })
    .lean<Ticket>();
  if (!ticket) return undefined;
  await awaitPictures(ticket, delivery, out);
  try {
    return await draw(desk, ticket, await cardOf(desk, ports, ticket), out);
  } catch (error) {
    if (slackErrorCode(error) !== 'invalid_blocks' || requestPictures(ticket).length === 0) throw error;
    desk.log.warn({ error, ticket: ticket.number }, 'a card is drawn without its pictures');
    return draw(desk, ticket, await cardOf(desk, ports, { ...ticket, answers: [] }), out);
  }
}

/** Slack works on an upload for a while, and refuses blocks that name it earlier. */
async function awaitPictures(ticket: Ticket, delivery: InHand, out: Outgoing): Promise<void> {
  const pictures = requestPictures(ticket).filter(({ slackFile }) => slackFile !== null);
  if (pictures.length === 0 || delivery.progress.pictures) return;
  for (const { slackFile } of pictures) await out.awaitPicture(String(slackFile));
  await delivery.saveProgress({ pictures: true });
}

async function draw(
  desk: Desk,
  { workspace, _id, card: former }: Ticket,
  card: Message,
  out: Outgoing,
): Promise<Partial<Sent> | undefined> {
  const { triageChannel } = await getSettings(desk, workspace);
  const channel = triageChannel ?? former?.channel;
  if (!channel) return undefined;
  return out.show({
    standing: former,
    message: { channel, ...card },
    note: (card) =>
      matched(
        ticketModel(desk.database).updateOne(
          { workspace, _id, 'card.ts': former?.ts ?? null },
          { $set: { card }, ...(former ? { $addToSet: { formerCards: former } } : {}) },
        ),
      ),
  });
}

/** The card as it is to be shown now. */
async function cardOf(desk: Desk, ports: TicketPorts, ticket: Ticket): Promise<Message> {
  const { workspace, requester, assignee } = ticket;
  const requesterName = await nameOf(desk, workspace, requester);
  const [clocks = []] = await ports.clocksOf(workspace, [ticket], desk.clock.now());
  return ticketCard(ticket, {
    requesterName,
    assigneeName: assignee ? await nameOf(desk, workspace, assignee) : null,
    clocks,
    ...(ticket.unreachable ? { remark: remarkOn(ticket, requesterName) } : {}),
  });
}

/** Where the talk is when the app cannot write to the requester. */
function remarkOn({ talk }: Ticket, requesterName: string): string {
  const where = talk
    ? `The conversation is in the thread in <#${talk.channel}> where it began.`
    : 'Talk to them where you meet them.';
  return `The app cannot write to ${safe(requesterName, 80)} directly. ${where}`;
}
