import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext } from '../../../platform/slack/index.ts';
import { dateToken, safe } from '../../../platform/slack/index.ts';
import { ids } from '../ids.ts';
import { nameOf } from '../service/names.ts';
import { getMessage, getTicket } from '../service/read.ts';
import { requestIn, wholeView } from '../views/words.ts';
import { maySeeAll, notTheirs } from './details.action.ts';

/** Read all: words that are too long for a message or a list, whole, for whoever may read them. */
export function listenForWhole(desk: Desk): void {
  desk.slack.action(ids.whole, async (c) => {
    const requestId = requestIn(c.value);
    await (requestId === null ? openMessage(desk, c) : openRequest(desk, c, requestId));
  });
}

async function openMessage(desk: Desk, c: ActionContext): Promise<void> {
  const { workspace, value: messageId } = c;
  const { ticketId, kind, author, at, text } = await getMessage(desk, { workspace, messageId });
  const isInternal = kind === 'note' || kind === 'internal';
  await mayRead(desk, c, ticketId, isInternal);
  const line = `*${safe(await nameOf(desk, workspace, author), 80)}* · ${dateToken(at)}`;
  await c.openModal(wholeView('Message', line, text));
}

async function openRequest(desk: Desk, c: ActionContext, ticketId: string): Promise<void> {
  const { number, subject, text } = await mayRead(desk, c, ticketId, false);
  await c.openModal(wholeView(`T-${number}`, safe(subject, 300), text));
}

/** @throws NotAllowed unless they are of the team, or it is their request and meant for them. */
async function mayRead(desk: Desk, c: ActionContext, ticketId: string, isInternal: boolean) {
  const ticket = await getTicket(desk, { workspace: c.workspace, ticketId });
  const isTheirs = ticket.requester === c.userId || ticket.watchers.includes(c.userId);
  if ((isTheirs && !isInternal) || (await maySeeAll(desk, c, ticket))) return ticket;
  throw notTheirs(ticket);
}
