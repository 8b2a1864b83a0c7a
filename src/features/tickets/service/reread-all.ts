import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Delivery, NotYet, type Outgoing, priority } from '../../../platform/outbox/index.ts';
import { isOver, STATUSES } from '../domain/states.ts';
import type { Place, Ticket } from '../domain/types.ts';
import { ticketModel } from '../model.ts';
import { looseChannels } from './loose.ts';
import { mergedTickets } from './read.ts';
import { rereadThread } from './reread.ts';

/** People who had to do with the desk within this time are read again although nothing of theirs is open. */
const IN_TOUCH_DAYS = 7;
/** The most of them, the latest first. */
const MOST = 500;
/** Tickets that change while all are read are read once more, in as many rounds. */
const ROUNDS = 3;
/** As many threads are read at once; then others who wait to be told something have their turn. */
const AT_ONCE = 50;

const OVER = STATUSES.filter(isOver);
const UNDER_WAY = STATUSES.filter((status) => !isOver(status));

/** What is to be read again: when it was asked for, and the Slack timestamp of the last event that was heard. */
export type RereadAsked = { asked: number; since: string };

/** How far the reading is. */
type Walk = {
  asked: number;
  round: number;
  /** Tickets of this round changed after `from`, and not after `to`. */
  from: Date;
  to: Date;
  /** The last one that was begun: when it had changed, and how many of its threads were read; `null` is all. */
  at: Date;
  id: string;
  threads: number | null;
};

/** Above every id. */
const NONE = '\uffff';

type InHand = {
  workspace: string;
  payload: RereadAsked;
  progress: Record<string, unknown>;
  saveProgress(progress: Record<string, unknown>): Promise<void>;
};

/**
 * Asks for the open conversations to be read again, for what Slack could not deliver while the desk was away
 * (docs/rules/tickets.md): each ticket's threads, and what people wrote to the app outside of any.
 * @param since the Slack timestamp of the last event that was heard
 */
export async function rereadConversations(desk: Desk, workspace: string, since: string): Promise<void> {
  const after = new Date(desk.clock.now().getTime() - IN_TOUCH_DAYS * 86_400_000);
  const over = await ticketModel(desk.database)
    .find({ workspace, status: trusted({ $in: OVER }), changedAt: trusted({ $gte: after }) }, { talk: 1 })
    .sort({ changedAt: -1 })
    .limit(MOST)
    .lean<Pick<Ticket, 'talk'>[]>();
  const loose = await looseChannels(desk, workspace, after, MOST);
  const asked = Date.now();
  const from = await earliest(desk, workspace, since);
  const direct = new Set([...over.flatMap(({ talk }) => (talk ? [talk.channel] : [])), ...loose]);
  await desk.outbox.enqueue([
    {
      workspace,
      key: 'reread',
      stream: 'reread',
      priority: priority.home,
      kind: 'ticket.rereadAll',
      payload: { asked, since: from } satisfies RereadAsked,
      latest: true,
    },
    ...[...direct].map((channel) => directly(workspace, channel, { asked, since: from })),
  ]);
}

/**
 * Reads the threads of all tickets that are not over, the latest first. How far it is, is kept after each thread, so that
 * a budget that allows one call at a time is enough, and a kill costs one call.
 */
export async function rereadAll(
  desk: Desk,
  { workspace, payload, ...row }: InHand,
  out: Outgoing,
): Promise<void> {
  const { asked, since } = payload;
  let walk = row.progress as Walk;
  if (walk.asked !== asked) walk = begin(asked, 1, new Date(0), desk.clock.now());
  let read = 0;
  for (;;) {
    const ticket = await current(desk, workspace, walk);
    if (!ticket) {
      if (walk.id === NONE || walk.round === ROUNDS) return;
      walk = begin(asked, walk.round + 1, walk.to, desk.clock.now());
      continue;
    }
    if (walk.id !== ticket._id) {
      walk = { ...walk, at: ticket.changedAt, id: ticket._id, threads: 0 };
      if (ticket.talk)
        await desk.outbox.enqueue([directly(workspace, ticket.talk.channel, { asked, since })]);
    }
    for (const thread of (await threadsOf(desk, ticket)).slice(walk.threads ?? 0)) {
      await rereadThread(desk, ticket, thread, out);
      walk = { ...walk, threads: (walk.threads ?? 0) + 1 };
      await row.saveProgress(walk);
      read += 1;
      if (read === AT_ONCE)
        throw new NotYet('the threads that are left are read when others have had their turn');
    }
    walk = { ...walk, threads: null };
  }
}

const begin = (asked: number, round: number, from: Date, to: Date): Walk => ({
  asked,
  round,
  from,
  to,
  at: to,
  id: NONE,
  threads: null,
});

/** Where a ticket is talked about, the threads of requesters included whose tickets were merged into it. */
async function threadsOf(desk: Desk, ticket: Ticket): Promise<Place[]> {
  const { talk, card, formerCards } = ticket;
  const merged = (await mergedTickets(desk, ticket)).map((other) => other.talk);
  return [talk, card, ...formerCards, ...merged].filter((place) => place !== null);
}

/** The ticket that is being read, also if it has changed since; else the one that changed last before it. */
async function current(
  desk: Desk,
  workspace: string,
  { from, at, id, threads }: Walk,
): Promise<Ticket | null> {
  const Tickets = ticketModel(desk.database);
  if (threads !== null) return Tickets.findOne({ workspace, _id: id }).lean<Ticket>();
  const open = { workspace, status: trusted({ $in: UNDER_WAY }) };
  const atOnce = await Tickets.findOne({ ...open, changedAt: at, _id: trusted({ $lt: id }) })
    .sort({ _id: -1 })
    .lean<Ticket>();
  if (atOnce) return atOnce;
  return Tickets.findOne({ ...open, changedAt: trusted({ $gt: from, $lt: at }) })
    .sort({ changedAt: -1, _id: -1 })
    .lean<Ticket>();
}

/** Since when is read: a reading that still waits or goes on is begun anew, from where it was to begin. */
async function earliest(desk: Desk, workspace: string, since: string): Promise<string> {
  const row = await desk.outbox.find(workspace, 'reread');
  const before = row?.state === 'waiting' ? String(row.payload.since) : since;
  return Number(before) < Number(since) ? before : since;
}

/** One row a conversation and reading, so that it is read once however many of its tickets are. */
function directly(workspace: string, channel: string, { asked, since }: RereadAsked): Delivery {
  return {
    workspace,
    key: `reread ${channel} ${asked}`,
    stream: `reread ${channel}`,
    priority: priority.home,
    kind: 'ticket.rereadDirect',
    payload: { channel, since },
  };
}
