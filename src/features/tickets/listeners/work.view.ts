import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import type { Ticket } from '../domain/types.ts';
import { CARD_MENU, type CardMenu, ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { linkTickets, mergeTarget, mergeTicket } from '../service/join.ts';
import { getTicket } from '../service/read.ts';
import { askRequester } from '../service/talk.ts';
import {
  assignByHand,
  changePriority,
  moveTicket,
  relabelTicket,
  returnTicket,
  ticketToWorkOn,
} from '../service/work.ts';
import { confirmCancelView, confirmMergeView, confirmModal } from '../views/confirm.ts';
import type { Opened } from '../views/form.ts';
import { labelsModal, labelsView } from '../views/labels.ts';
import {
  assignModal,
  assignView,
  mergeModal,
  mergeView,
  priorityModal,
  priorityView,
  statusModal,
  statusView,
} from '../views/moves.ts';
import { openDetails } from './details.action.ts';
import { answerOutcome, openedFrom, tellOutcome } from './outcome.ts';

/** The menu of a card or ticket view, the forms it opens and what they change; Resolve beside it. */
export function listenForWork(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  /** The outcome is told where the form was opened, with Undo where that is possible. */
  const done = (c: SubmissionContext, from: Opened, ticket: Ticket): undefined => {
    tellOutcome(desk, ports, c, from, ticket);
  };
  const act = ({ workspace, userId: by }: ActionContext | SubmissionContext, ticketId: string) => ({
    workspace,
    ticketId,
    by,
  });
  slack.action(ids.more, async (c) => {
    const [entry, ticketId = ''] = c.value.split(':');
    const chosen = CARD_MENU.find((one) => one === entry);
    if (chosen) await openFromMenu(desk, ports, c, chosen, ticketId);
  });
  slack.action(ids.resolve, async (c) => {
    const ticket = await moveTicket(desk, { ...act(c, c.value), move: 'resolve' });
    await answerOutcome(desk, ports, c, ticket);
  });
  slack.modal(assignModal, async (c, { meta, fields: { assignee: to, why } }) =>
    done(c, meta, await assignByHand(desk, { ...act(c, meta.ticketId), to, why })),
  );
  slack.modal(priorityModal, async (c, { meta, fields: { priority: to, why } }) =>
    done(c, meta, await changePriority(desk, { ...act(c, meta.ticketId), to, why })),
  );
  slack.modal(statusModal, async (c, { meta, fields: { move, text: why } }) => {
    const given = { ...act(c, meta.ticketId), why };
    if (move === 'cancel') {
      const view = confirmCancelView(await getTicket(desk, given), why, openedOf(meta));
      return { response_action: 'update', view };
    }
    if (move === 'wait') return done(c, meta, await askRequester(desk, { ...given, text: why, key: c.key }));
    if (move === 'return') return done(c, meta, await returnTicket(desk, given));
    return done(c, meta, await moveTicket(desk, { ...given, move }));
  });
  slack.action(ids.labels, async (c) => {
    const ticket = await ticketToWorkOn(desk, act(c, c.value));
    await c.openModal(labelsView(ticket, openedFrom(c)));
  });
  slack.modal(labelsModal, async (c, { meta, fields: { tags, fields, ...labels } }) => {
    const shown = meta.fieldsStay ? {} : { fields };
    const given = { ...act(c, meta.ticketId), ...labels, ...shown, tags: tags.split(',') };
    return done(c, meta, await relabelTicket(desk, given));
  });
  slack.modal(mergeModal, async (c, { meta, fields: { ticket: number, how } }) => {
    const given = { ...act(c, meta.ticketId), number };
    if (how !== 'merge') return done(c, meta, await linkTickets(desk, { ...given, linked: how === 'link' }));
    const into = await mergeTarget(desk, given);
    const view = confirmMergeView(await getTicket(desk, given), into, openedOf(meta));
    return { response_action: 'update', view };
  });
  slack.modal(confirmModal, async (c, { meta, fields: { why } }) => {
    const given = { ...act(c, meta.ticketId), why };
    const ticket = await (meta.into
      ? mergeTicket(desk, { ...given, number: meta.into })
      : moveTicket(desk, { ...given, move: 'cancel' }));
    return done(c, meta, ticket);
  });
}

const openedOf = ({ behind, channel }: Opened): Opened => ({
  ...(behind ? { behind } : {}),
  ...(channel ? { channel } : {}),
});

async function openFromMenu(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  entry: CardMenu,
  ticketId: string,
): Promise<void> {
  if (entry === 'details') return openDetails(desk, ports, c, ticketId);
  const ticket = await ticketToWorkOn(desk, { workspace: c.workspace, ticketId, by: c.userId });
  const from = openedFrom(c);
  if (entry === 'assign') await c.openModal(assignView(ticket, from));
  if (entry === 'priority') await c.openModal(priorityView(ticket, from));
  if (entry === 'merge') await c.openModal(mergeView(ticket, from));
  if (entry !== 'status') return;
  const view = statusView(ticket, from);
  if (view) await c.openModal(view);
  else await c.respond(overNotice(ticket));
}

function overNotice({ number, status, mergedInto }: Ticket): string {
  if (mergedInto) return `T-${number} was merged into another ticket. Go on there.`;
  if (status === 'cancelled') return `T-${number} is cancelled. That cannot be taken back.`;
  return `T-${number} is over. Use Reopen on its card.`;
}
