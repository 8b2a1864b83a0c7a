import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { CARD_MENU, type CardMenu, ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { linkTickets, mergeTicket } from '../service/join.ts';
import { getTicket } from '../service/read.ts';
import { askRequester } from '../service/talk.ts';
import { assignByHand, changePriority, moveTicket, relabelTicket, returnTicket } from '../service/work.ts';
import {
  assignModal,
  assignView,
  labelsModal,
  labelsView,
  mergeModal,
  mergeView,
  priorityModal,
  priorityView,
  statusModal,
  statusView,
} from '../views/modals.ts';
import { openDetails } from './details.action.ts';

/** The card's menu, the modals it opens and what they change; Resolve beside it. */
export function listenForWork(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  slack.action(ids.more, async (c) => {
    const [entry, ticketId = ''] = c.value.split(':');
    const chosen = CARD_MENU.find((one) => one === entry);
    if (chosen) await openFromMenu(desk, ports, c, chosen, ticketId);
  });
  slack.action(ids.resolve, async (c) => {
    await moveTicket(desk, { workspace: c.workspace, ticketId: c.value, by: c.userId, move: 'resolve' });
  });
  slack.modal(assignModal, async (c, { meta, fields }) => {
    const { assignee: to, why } = fields;
    await assignByHand(desk, { workspace: c.workspace, ticketId: meta.ticketId, by: c.userId, to, why });
    return undefined;
  });
  slack.modal(priorityModal, async (c, { meta, fields }) => {
    const { priority: to, why } = fields;
    await changePriority(desk, { workspace: c.workspace, ticketId: meta.ticketId, by: c.userId, to, why });
    return undefined;
  });
  slack.modal(statusModal, async (c, { meta: { ticketId }, fields: { move, text } }) => {
    const act = { workspace: c.workspace, ticketId, by: c.userId, why: text };
    if (move === 'wait') await askRequester(desk, { ...act, text, key: c.key });
    else if (move === 'return') await returnTicket(desk, act);
    else await moveTicket(desk, { ...act, move });
    return undefined;
  });
  slack.action(ids.labels, async (c) => {
    await c.openModal(labelsView(await getTicket(desk, { workspace: c.workspace, ticketId: c.value })));
  });
  slack.modal(labelsModal, async (c, { meta: { ticketId }, fields: { category, tags } }) => {
    const act = { workspace: c.workspace, ticketId, by: c.userId };
    await relabelTicket(desk, { ...act, category, tags: tags.split(',') });
    return undefined;
  });
  slack.modal(mergeModal, async (c, { meta: { ticketId }, fields: { ticket: number, how } }) => {
    const act = { workspace: c.workspace, ticketId, by: c.userId, number };
    await (how === 'merge' ? mergeTicket(desk, act) : linkTickets(desk, act));
    return undefined;
  });
}

async function openFromMenu(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  entry: CardMenu,
  ticketId: string,
): Promise<void> {
  if (entry === 'details') return openDetails(desk, ports, c, ticketId);
  const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
  if (entry === 'assign') await c.openModal(assignView(ticket));
  if (entry === 'priority') await c.openModal(priorityView(ticket));
  if (entry === 'merge') await c.openModal(mergeView(ticket));
  if (entry !== 'status') return;
  const view = statusView(ticket);
  if (view) await c.openModal(view);
  else await c.respond(`T-${ticket.number} is over. Use Reopen on its card.`);
}
