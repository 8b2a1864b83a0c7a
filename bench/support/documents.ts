import { nanoid } from 'nanoid';
import { personModel } from '../../src/features/people/model.ts';
import type { Ticket } from '../../src/features/tickets/index.ts';
import { messageModel, ticketModel } from '../../src/features/tickets/model.ts';
import type { Desk } from '../../src/platform/desk.ts';
import { workspace as benchWorkspace } from './bare-desk.ts';

const BATCH = 5_000;

/** Writes available agents into the database and gives their ids. */
export async function makeAgents(desk: Desk, count: number, capacity: number): Promise<string[]> {
  const userIds = Array.from({ length: count }, (_, index) => `U${String(index).padStart(4, '0')}`);
  await personModel(desk.database).insertMany(
    userIds.map((userId) => ({
      workspace: benchWorkspace,
      userId,
      name: userId,
      roles: ['agent'],
      availability: 'available',
      availabilitySince: new Date(),
      capacity,
    })),
  );
  return userIds;
}

/**
 * Writes waiting tickets into the database and gives their ids; `createdAt` by index, `first` is the first number,
 * `change` makes them something else, such as work in progress.
 */
export async function makeTickets(
  desk: Desk,
  count: number,
  {
    createdAt = () => new Date(),
    first = 1,
    workspace = benchWorkspace,
    change = {},
  }: {
    createdAt?: (index: number) => Date;
    first?: number;
    workspace?: string;
    change?: Partial<Ticket>;
  } = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < count; start += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => ({
      ...ticketOf(workspace, first + start + offset, createdAt(start + offset)),
      ...change,
    }));
    ids.push(...documents.map(({ _id }) => _id));
    await ticketModel(desk.database).collection.insertMany(documents as never[], { ordered: false });
  }
  return ids;
}

/** A waiting ticket as the desk stores it. */
export function ticketOf(workspace: string, number: number, at: Date) {
  return {
    _id: nanoid(),
    workspace,
    number,
    rev: 1,
    status: 'new',
    priority: 'medium',
    rank: 2,
    category: 'order',
    tags: [],
    subject: 'Parcel arrived broken',
    text: 'The box was open and the cup is in two pieces. '.repeat(6),
    fields: {},
    skills: [],
    slaPolicy: null,
    requester: 'U0ANA',
    assignee: null,
    lastAssignee: null,
    returns: [],
    watchers: [],
    origin: { kind: 'rest', key: `bench ${number}` },
    journey: null,
    answers: [],
    createdAt: at,
    changedAt: at,
    assignedAt: null,
    firstReplyAt: null,
    waitingSince: null,
    remindedAt: null,
    resolvedAt: null,
    closedAt: null,
    mentionedAt: null,
    explanation: null,
    estimate: null,
    links: [],
    mergedInto: null,
    rating: null,
    card: null,
    formerCards: [],
    talk: null,
    // “seldom” is in ten tickets, however many there are.
    words: [
      String(number),
      'parcel',
      'arrived',
      'broken',
      number <= 10 ? 'seldom' : `rare${number % 10_000}`,
    ],
    pending: [
      {
        seq: 1,
        kind: 'opened',
        at,
        by: 'U0ANA',
        status: { from: null, to: 'new' },
        priority: { from: null, to: 'medium' },
      },
    ],
  };
}

/** Writes the messages of one ticket, alternating between its requester and its assignee. */
export async function makeMessages(desk: Desk, ticketId: string, count: number): Promise<void> {
  const start = Date.now();
  const documents = Array.from({ length: count }, (_, index) => ({
    _id: nanoid(),
    workspace: benchWorkspace,
    ticketId,
    kind: index % 2 === 0 ? 'requester' : 'reply',
    author: index % 2 === 0 ? 'U0ANA' : 'U0001',
    text: `Message ${index} of a long conversation, about as long as people write.`,
    files: [],
    at: new Date(start + index),
    key: `bench ${ticketId} ${index}`,
    source: null,
    copies: [],
    seq: index + 2,
    editedAt: null,
    deletedAt: null,
  }));
  await messageModel(desk.database).collection.insertMany(documents as never[], { ordered: false });
}
