import { DateTime } from 'luxon';
import type { Desk } from '../../../platform/desk.ts';
import { columns, countingValue, eachFact, type FactFields } from '../../kpis/index.ts';
import { findPeople } from '../../people/index.ts';
import { eachMessage, eachTicket, findTickets } from '../../tickets/index.ts';
import type { CellValue, ExportRow } from '../domain/cells.ts';
import type { DatasetName, ExportRequest } from '../domain/request.ts';

/** A dataset: its columns in order, and its rows one after the other. */
export interface Dataset {
  fields: readonly string[];
  rows(desk: Desk, request: ExportRequest): AsyncIterable<ExportRow>;
}

const figureNames = columns.map(({ csv }) => csv);

/** Every dataset that can be exported. */
export const datasetTable: Record<DatasetName, Dataset> = {
  kpis: {
    fields: ['day', 'agent', 'team_leader', 'supervisor', ...figureNames],
    rows: kpiRows,
  },
  stats: {
    fields: ['day', 'agent', ...figureNames, 'logged_by', 'logged_at'],
    rows: statRows,
  },
  tickets: {
    fields: [
      'number',
      'subject',
      'status',
      'priority',
      'category',
      'tags',
      'requester',
      'assignee',
      'created_at',
      'first_reply_at',
      'resolved_at',
      'closed_at',
      'rating',
    ],
    rows: ticketRows,
  },
  messages: {
    fields: ['ticket', 'at', 'kind', 'author', 'text'],
    rows: messageRows,
  },
};

/** Sorted by name within a day, so that the same figures give the same file however their agents are kept. */
async function* kpiRows(desk: Desk, request: ExportRequest): AsyncGenerator<ExportRow> {
  const name = await namesOf(desk, request.workspace);
  let day: ExportRow[] = [];
  for await (const fact of factsOf(desk, request)) {
    if (day[0] && day[0].day !== fact.day) {
      yield* day.sort(byAgent);
      day = [];
    }
    day.push({
      day: fact.day,
      agent: name(fact.agent) ?? fact.agentName,
      team_leader: name(fact.teamLeader),
      supervisor: name(fact.supervisor),
      ...figures(fact, (cell) => countingValue(cell)?.value ?? null),
    });
  }
  yield* day.sort(byAgent);
}

function byAgent(one: ExportRow, other: ExportRow): number {
  return String(one.agent) < String(other.agent) ? -1 : 1;
}

async function* statRows(desk: Desk, request: ExportRequest): AsyncGenerator<ExportRow> {
  const name = await namesOf(desk, request.workspace);
  const time = timeIn(request.timeZone);
  for await (const fact of factsOf(desk, request)) {
    if (!fact.log) continue;
    yield {
      day: fact.day,
      agent: name(fact.agent) ?? fact.agentName,
      ...figures(fact, (cell) => cell?.logged ?? null),
      logged_by: name(fact.log.by),
      logged_at: time(fact.log.at),
    };
  }
}

async function* ticketRows(desk: Desk, request: ExportRequest): AsyncGenerator<ExportRow> {
  const name = await namesOf(desk, request.workspace);
  const time = timeIn(request.timeZone);
  for await (const ticket of eachTicket(desk, momentsOf(request))) {
    if (request.agent !== null && ticket.assignee !== request.agent) continue;
    yield {
      number: `T-${ticket.number}`,
      subject: ticket.subject,
      status: ticket.status,
      priority: ticket.priority,
      category: ticket.category,
      tags: ticket.tags.join(' '),
      requester: name(ticket.requester),
      assignee: name(ticket.assignee),
      created_at: time(ticket.createdAt),
      first_reply_at: time(ticket.firstReplyAt),
      resolved_at: time(ticket.resolvedAt),
      closed_at: time(ticket.closedAt),
      rating: ticket.rating?.score ?? null,
    };
  }
}

async function* messageRows(desk: Desk, request: ExportRequest): AsyncGenerator<ExportRow> {
  const name = await namesOf(desk, request.workspace);
  const time = timeIn(request.timeZone);
  for await (const messages of inBatches(eachMessage(desk, momentsOf(request)))) {
    const written = messages.filter(({ author }) => request.agent === null || author === request.agent);
    const ticketIds = [...new Set(written.map(({ ticketId }) => ticketId))];
    const tickets = await findTickets(desk, { workspace: request.workspace, ticketIds });
    const numbers = new Map(tickets.map(({ _id, number }) => [_id, `T-${number}`]));
    for (const message of written)
      yield {
        ticket: numbers.get(message.ticketId) ?? null,
        at: time(message.at),
        kind: message.kind,
        author: name(message.author),
        text: message.text,
      };
  }
}

/** Items by the hundred, so that what belongs to them is looked up once per batch. */
async function* inBatches<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < 100) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function factsOf(desk: Desk, { workspace, agent, from, to }: ExportRequest): AsyncIterable<FactFields> {
  return eachFact(desk, { workspace, from, to, ...(agent === null ? {} : { agent }) });
}

function figures(
  fact: FactFields,
  pick: (cell: Parameters<typeof countingValue>[0]) => number | null,
): Record<string, CellValue> {
  return Object.fromEntries(columns.map(({ key, csv }) => [csv, pick(fact.cells[key])]));
}

/** From the first moment of the first day to the end of the last, in the zone asked for. */
function momentsOf({ workspace, from, to, timeZone }: ExportRequest) {
  return {
    workspace,
    from: DateTime.fromISO(from, { zone: timeZone }).toJSDate(),
    to: DateTime.fromISO(to, { zone: timeZone }).plus({ days: 1 }).toJSDate(),
  };
}

/** ISO 8601 with the offset of the zone at that moment. */
function timeIn(timeZone: string): (moment: Date | null | undefined) => string | null {
  return (moment) =>
    moment ? DateTime.fromJSDate(moment, { zone: timeZone }).toISO({ suppressMilliseconds: true }) : null;
}

/** Names for user ids; what is no id of a person is a name already. */
async function namesOf(desk: Desk, workspace: string): Promise<(id: string | null) => string | null> {
  const people = await findPeople(desk, { workspace });
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  return (id) => (id === null ? null : (names.get(id) ?? (id.startsWith('name:') ? null : id)));
}
