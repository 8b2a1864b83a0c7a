import type { KnownBlock } from '@slack/types';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import type { ActionContext, InteractionContext } from '../../../platform/slack/index.ts';
import { can, getPerson } from '../../people/index.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { historyOf } from '../service/histories.ts';
import { namesOf } from '../service/names.ts';
import { findTickets, getTicket, messagesOf } from '../service/read.ts';
import { DETAILS_PAGE, DETAILS_TABS, type DetailsTab, detailsModal, detailsView } from '../views/details.ts';
import { whyModal, whyPage, whyView } from '../views/why.ts';
import { drawOwn } from './own.ts';

/** The ticket view: opened from cards and lists, its tabs and pages, Why me?. */
export function listenForDetails(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  const show = (tab: DetailsTab) => async (c: ActionContext) => {
    if (c.view?.callback_id === detailsModal.id) await turnTo(desk, ports, c, c.value, tab, 0);
    else await openDetails(desk, ports, c, c.value);
  };
  slack.action(ids.details, show('overview'));
  slack.action(ids.conversation, show('conversation'));
  slack.action(ids.history, show('history'));
  // In its place: the other ticket has the way back, and Slack stacks three modals only.
  slack.action(ids.openOther, (c) => turnTo(desk, ports, c, c.value, 'overview', 0));
  const turn = async (c: ActionContext) => {
    const [name, page] = c.value.split(':');
    const tab = DETAILS_TABS.find((one) => one === name);
    if (tab && c.view) await turnTo(desk, ports, c, detailsModal.meta(c.view).ticketId, tab, Number(page));
  };
  slack.action(ids.newer, turn);
  slack.action(ids.older, turn);
  const why = async (c: ActionContext) => {
    const [ticketId = '', page = '0'] = c.value.split(':');
    const view = await drawWhy(desk, await visibleTicket(desk, c, ticketId), Number(page));
    if (c.view?.callback_id !== whyModal.id) return void (await c.openModal(view));
    await c.ack();
    await c.client.views.update({ view_id: c.view.id, view });
  };
  for (const id of [ids.whyMe, ids.whyNext, ids.whyBack]) slack.action(id, why);
}

async function drawWhy(desk: Desk, ticket: Ticket, page: number) {
  const passedOver = whyPage(ticket, page).map(({ userId }) => userId);
  const names = await namesOf(desk, ticket.workspace, [ticket.assignee, ...passedOver]);
  return whyView(ticket, names.get(ticket.assignee ?? '') ?? 'Nobody', names, page);
}

/** Opens the ticket view for whoever may see the ticket; its requester sees their side of it. */
export async function openDetails(
  desk: Desk,
  ports: TicketPorts,
  c: InteractionContext,
  ticketId: string,
): Promise<void> {
  await c.openModal(await drawFor(desk, ports, c, ticketId));
}

/** The ticket as the person may see it, with what they have just done on top. */
async function drawFor(
  desk: Desk,
  ports: TicketPorts,
  c: InteractionContext,
  ticketId: string,
  done: KnownBlock | null = null,
) {
  const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
  if (ticket.requester === c.userId && !(await maySeeAll(desk, c, ticket)))
    return drawOwn(desk, ports, ticket, done);
  return draw(desk, ports, await visibleTicket(desk, c, ticketId), 'overview', 0, done);
}

async function turnTo(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  ticketId: string,
  tab: DetailsTab,
  page: number,
): Promise<void> {
  const ticket = await visibleTicket(desk, c, ticketId);
  await c.ack();
  const view = await draw(desk, ports, ticket, tab, page);
  await c.client.views.update({ view_id: String(c.view?.id), view });
}

/** Draws an open ticket view again after a change, with what it came to on top; gone views are left alone. */
export async function redrawDetails(
  desk: Desk,
  ports: TicketPorts,
  c: InteractionContext,
  { viewId, ticketId }: { viewId: string; ticketId: string },
  done: KnownBlock | null,
): Promise<void> {
  const view = await drawFor(desk, ports, c, ticketId, done);
  await c.client.views.update({ view_id: viewId, view }).catch((error: unknown) => {
    c.log.info({ error }, 'the ticket view was closed before it could be drawn again');
  });
}

/** @throws NotAllowed unless it is assigned to them, or they may see all. */
async function visibleTicket(desk: Desk, c: InteractionContext, ticketId: string): Promise<Ticket> {
  const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
  if (await maySeeAll(desk, c, ticket)) return ticket;
  throw notTheirs(ticket);
}

/** Said to who may not see a ticket. */
export function notTheirs({ number }: Ticket): NotAllowed {
  return new NotAllowed(`You may see your own tickets only. T-${number} is not one of them.`);
}

/** Whether they see the team's side of the ticket. */
export async function maySeeAll(
  desk: Desk,
  { workspace, userId }: InteractionContext,
  ticket: Ticket,
): Promise<boolean> {
  return ticket.assignee === userId || can(await getPerson(desk, { workspace, userId }), 'ticket.seeAll');
}

async function draw(
  desk: Desk,
  ports: TicketPorts,
  ticket: Ticket,
  tab: DetailsTab,
  page: number,
  done: KnownBlock | null = null,
) {
  const { workspace, _id: ticketId } = ticket;
  const skip = page * DETAILS_PAGE;
  const limit = DETAILS_PAGE + 1;
  const messages = tab === 'conversation' ? await messagesOf(desk, { workspace, ticketId, skip, limit }) : [];
  const entries =
    tab === 'history' ? (await historyOf(desk, ticket)).toReversed().slice(skip, skip + limit) : [];
  const linked = tab === 'overview' ? await findTickets(desk, { workspace, ticketIds: ticket.links }) : [];
  const names = await namesOf(desk, workspace, [
    ticket.requester,
    ticket.assignee,
    ...(tab === 'overview' ? ticket.watchers : []),
    ...messages.map(({ author }) => author),
    ...entries.flatMap(({ by, assignee }) => [by, assignee?.from ?? null, assignee?.to ?? null]),
  ]);
  const [clocks = []] = await ports.clocksOf(workspace, [ticket], desk.clock.now());
  return detailsView(ticket, {
    tab,
    page,
    more: Math.max(messages.length, entries.length) > DETAILS_PAGE,
    names,
    clocks,
    messages: messages.slice(0, DETAILS_PAGE),
    history: entries.slice(0, DETAILS_PAGE),
    linked,
    done,
  });
}
