import type { Desk } from '../../../platform/desk.ts';
import {
  type ActionContext,
  clean,
  type InteractionContext,
  truncate,
} from '../../../platform/slack/index.ts';
import { assertCan, can, getPerson, type Person } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { parseSearch } from '../domain/search.ts';
import type { Ticket } from '../domain/types.ts';
import { ids } from '../ids.ts';
import type { TicketPorts } from '../ports.ts';
import { namesOf } from '../service/names.ts';
import { openTicketsOf, ticketsOfRequester, waitingTickets } from '../service/read.ts';
import { searchTickets } from '../service/search.ts';
import { LIST_PAGE, type ListKind, listModal, listView, MAX_QUERY } from '../views/lists.ts';

/** `/ticket mine`, `queue` and `find`, their pages and the search field. */
export function listenForLists(desk: Desk, ports: TicketPorts): void {
  const { slack } = desk;
  slack.command({
    command: 'ticket',
    name: 'mine',
    description: 'Your tickets',
    handler: async (c) => void (await c.openModal(await drawList(desk, ports, c, 'mine', '', 0))),
  });
  slack.command({
    command: 'ticket',
    name: 'queue',
    description: 'What waits for somebody, most urgent first',
    handler: async (c) => void (await c.openModal(await drawList(desk, ports, c, 'queue', '', 0))),
  });
  slack.command({
    command: 'ticket',
    name: 'find',
    usage: '[words | T-1042 | from:@ana | status:resolved | tag:vip]',
    description: 'Find tickets',
    handler: async (c) => void (await c.openModal(await drawList(desk, ports, c, 'find', c.args, 0))),
  });
  const turn = (c: ActionContext) => turnList(desk, ports, c, Number(c.value));
  slack.action(ids.listNext, turn);
  slack.action(ids.listBack, turn);
  slack.modal(listModal, async (c, { meta, fields }) => ({
    response_action: 'update',
    view: await drawList(desk, ports, c, meta.kind, queryOf(fields), 0),
  }));
}

/** What was searched for, in one line; a person chosen beside it counts like `from:`. */
const queryOf = ({ query, person }: { query: string; person?: string | undefined }): string =>
  person ? `${query.replaceAll(/\b(?:from|requester):\S+/gi, '')} from:<@${person}>`.trim() : query;

/** Shows a page of the list that the person has open, as it is now. */
export async function turnList(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  page: number,
): Promise<void> {
  if (!c.view) return;
  const { kind, query } = listModal.meta(c.view);
  await c.ack();
  const view = await drawList(desk, ports, c, kind, query, page);
  await c.client.views.update({ view_id: c.view.id, view });
}

async function drawList(
  desk: Desk,
  ports: TicketPorts,
  { workspace, userId }: Pick<InteractionContext, 'workspace' | 'userId'>,
  kind: ListKind,
  wanted: string,
  page: number,
) {
  const query = truncate(clean(wanted).replaceAll(/\s+/g, ' ').trim(), MAX_QUERY);
  const person = await getPerson(desk, { workspace, userId });
  const asRequester = !can(person, 'ticket.work');
  if (kind === 'queue') assertCan(person, 'ticket.seeAll');
  const found = await read(desk, person, kind, query, page);
  const tickets = found.slice(0, LIST_PAGE);
  const now = desk.clock.now();
  const others = tickets.map(({ assignee }) => assignee).filter((assignee) => assignee !== userId);
  const names = (await namesOf(desk, workspace, others)).set(userId, person.name);
  const timed = !asRequester || (await getSettings(desk, workspace)).tickets.showPromisedTimes;
  const clocks = timed ? await ports.clocksOf(workspace, tickets, now) : [];
  const lines = tickets.map((ticket, index) => ({
    ticket,
    clocks: clocks[index] ?? [],
    assigneeName: ticket.assignee ? (names.get(ticket.assignee) ?? null) : null,
  }));
  return listView({ kind, query, page, more: found.length > LIST_PAGE, lines, asRequester });
}

/** One more than a page, so that it is known whether another follows. People who may not see all find their own. */
async function read(
  desk: Desk,
  person: Person,
  kind: ListKind,
  query: string,
  page: number,
): Promise<Ticket[]> {
  const { workspace, userId } = person;
  const part = { workspace, skip: page * LIST_PAGE, limit: LIST_PAGE + 1 };
  if (kind === 'queue') return waitingTickets(desk, part);
  if (kind === 'mine')
    return can(person, 'ticket.work')
      ? openTicketsOf(desk, { ...part, userId })
      : ticketsOfRequester(desk, { ...part, userId, which: 'current' });
  if (query.trim() === '') return [];
  const search = parseSearch(query);
  return searchTickets(desk, {
    ...part,
    search: can(person, 'ticket.seeAll') ? search : { ...search, requester: userId },
  });
}
