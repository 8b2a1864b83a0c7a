import type { Desk } from '../../../platform/desk.ts';
import {
  type Deliverer,
  NotYet,
  type Outgoing,
  priority,
  type Sent,
} from '../../../platform/outbox/index.ts';
import { safe } from '../../../platform/slack/index.ts';
import { getPerson, isOnShift } from '../../people/index.ts';
import { getSettings } from '../../settings/index.ts';
import { opensAgain } from '../domain/tellings.ts';
import type { HistoryEntry, Ticket, TicketMessage } from '../domain/types.ts';
import { messageModel, ticketModel } from '../model.ts';
import type { TicketPorts } from '../ports.ts';
import { nameOf } from '../service/names.ts';
import { mergedTickets } from '../service/read.ts';
import { redrawCard } from '../service/relay.ts';
import type { Message } from '../views/card.ts';
import { requesterMessage } from '../views/requester.ts';
import { teamMessage } from '../views/team.ts';
import { type Steps, shareFiles, stepsOf } from './files.ts';
import { isNowhere, reach } from './reach.ts';

/** An entry that is to be told to the requester or in the team's thread. */
export type Told = { ticketId: string; entry: HistoryEntry };

type InHand = Parameters<Deliverer<Told>>[0];

/** Tells the requester in their thread with the app; the first message begins that thread. */
export async function deliverToRequester(
  desk: Desk,
  ports: TicketPorts,
  delivery: InHand,
  out: Outgoing,
): Promise<Partial<Sent> | undefined> {
  const loaded = await load(desk, delivery);
  if (!loaded) return undefined;
  const { ticket, entry, message } = loaded;
  const { workspace } = ticket;
  const [clocks = []] = await ports.clocksOf(workspace, [ticket], desk.clock.now());
  const told = requesterMessage(ticket, entry, {
    actorName: await nameOf(desk, workspace, entry.by),
    assigneeName: await nameOrNull(desk, workspace, entry.assignee?.to ?? null),
    message,
    answerBy: clocks.find(({ clock }) => clock === 'first_response')?.dueAt ?? null,
  });
  if (!told) return undefined;
  const steps = stepsOf(delivery);
  await tellMerged(desk, { ticket, entry, message }, told, { out, steps });
  if (stoodThere(ticket, message)) return undefined;
  const reached = await reach(desk, ticket, told, out);
  if (!message) return reached?.sent;
  if (!reached) return sayNotReached(desk, ticket, message);
  const { sent, thread } = reached;
  await keepCopy(desk, message, sent);
  await shareFiles(desk, out, message, { thread, steps });
  if (message.source) await out.react({ ...message.source }, 'envelope');
  return sent;
}

/** Words that found nobody are not lost in silence: the team reads so in the card's thread. */
async function sayNotReached(
  desk: Desk,
  { workspace, _id, card, requester }: Ticket,
  message: TicketMessage,
): Promise<undefined> {
  if (!card) return;
  const name = await nameOf(desk, workspace, requester);
  await desk.outbox.enqueue([
    {
      workspace,
      key: `not reached ${message._id}`,
      stream: `not sent ${_id}`,
      priority: priority.conversation,
      kind: 'post',
      payload: {
        channel: card.channel,
        thread_ts: card.ts,
        text: `This did not reach ${safe(name, 80)}: “${safe(message.text, 200)}”. The app cannot write to them.`,
      },
    },
  ]);
}

/** What the team wrote in the very thread where the requester reads is not said there again. */
function stoodThere({ talk, card }: Ticket, message: TicketMessage | null): boolean {
  const channel = message?.source?.channel;
  return channel !== undefined && channel === talk?.channel && channel !== card?.channel;
}

/** What the others read whose tickets were merged into this one. */
const SHARED: readonly HistoryEntry['kind'][] = ['replied', 'waiting', 'resolved', 'reopened', 'cancelled'];

/** The conversation goes on for everybody whose request was merged: they read the answers in their own threads. */
async function tellMerged(
  desk: Desk,
  { ticket, entry, message }: Loaded,
  { text, blocks }: Message,
  { out, steps }: { out: Outgoing; steps: Steps },
): Promise<void> {
  if (!SHARED.includes(entry.kind) && !opensAgain(entry)) return;
  const readable = blocks.filter(({ type }) => type !== 'actions');
  for (const { _id, talk, requester } of await mergedTickets(desk, ticket)) {
    if (!talk || requester === ticket.requester) continue;
    const side = `merged ${_id}`;
    try {
      const place = { channel: talk.channel, thread_ts: talk.ts };
      const sent = await out.post({ ...place, text, blocks: readable }, side);
      if (!message) continue;
      await keepCopy(desk, message, sent);
      await shareFiles(desk, out, message, { thread: talk, steps, side: `${side} ` });
    } catch (error) {
      // Someone who has left does not keep the answer from the others.
      if (!isNowhere(error)) throw error;
    }
  }
}

/** Tells the team in the card's thread. What was written in that very thread is not said again. */
export async function deliverToTeam(
  desk: Desk,
  delivery: InHand,
  out: Outgoing,
): Promise<Partial<Sent> | undefined> {
  const loaded = await load(desk, delivery);
  if (!loaded) return undefined;
  const { ticket, entry, message } = loaded;
  const { workspace, card } = ticket;
  if (!card) {
    if (!(await getSettings(desk, workspace)).triageChannel) return undefined;
    throw new NotYet('the card is not posted yet');
  }
  if (message?.source?.channel === card.channel) return undefined;
  const told = teamMessage(ticket, entry, {
    actorName: await nameOf(desk, workspace, entry.by),
    assigneeName: await nameOrNull(desk, workspace, gotIt(entry) ?? ticket.assignee),
    message,
    mention: await whoMustAct(desk, ticket, entry),
  });
  if (!told) return undefined;
  try {
    const sent = await out.post({ channel: card.channel, thread_ts: card.ts, ...told });
    if (message) {
      await keepCopy(desk, message, sent);
      await shareFiles(desk, out, message, { thread: card, steps: stepsOf(delivery) });
    }
    return sent;
  } catch (error) {
    throw isNowhere(error) ? await movedOr(desk, ticket, error) : error;
  }
}

/** Where the team reads cards elsewhere by now, this one moves there first; else what Slack said. */
async function movedOr(
  desk: Desk,
  { workspace, _id: ticketId, card }: Ticket,
  error: unknown,
): Promise<unknown> {
  const { triageChannel } = await getSettings(desk, workspace);
  if (!triageChannel || triageChannel === card?.channel) return error;
  await redrawCard(desk, { workspace, ticketId });
  return new NotYet('the card moves to another channel');
}

/** Whom an entry gave the ticket to; they may have lost it since. */
const gotIt = ({ kind, assignee, holder }: HistoryEntry): string | null =>
  assignee?.to ?? (kind === 'reopened' ? (holder?.to ?? null) : null);

/** The assignee, where the entry asks them to act and they are on shift (docs/rules/tickets.md). */
async function whoMustAct(desk: Desk, ticket: Ticket, entry: HistoryEntry): Promise<string | null> {
  const asks = gotIt(entry) !== null || entry.kind === 'bundled' || entry.details?.mention === true;
  const userId = gotIt(entry) ?? ticket.assignee;
  if (!asks || !userId || userId !== ticket.assignee || userId === entry.by) return null;
  const person = await getPerson(desk, { workspace: ticket.workspace, userId });
  return person.active && isOnShift(person, desk.clock.now()) ? userId : null;
}

async function nameOrNull(desk: Desk, workspace: string, userId: string | null): Promise<string | null> {
  return userId ? nameOf(desk, workspace, userId) : null;
}

/** What a delivery tells of. */
type Loaded = { ticket: Ticket; entry: HistoryEntry; message: TicketMessage | null };

async function load(desk: Desk, { workspace, payload: { ticketId, entry } }: InHand): Promise<Loaded | null> {
  const ticket = await ticketModel(desk.database).findOne({ workspace, _id: ticketId }).lean<Ticket>();
  if (!ticket) return null;
  const message = entry.messageId
    ? await messageModel(desk.database).findOne({ workspace, _id: entry.messageId }).lean<TicketMessage>()
    : null;
  return { ticket, entry, message };
}

async function keepCopy(desk: Desk, { workspace, _id }: TicketMessage, { channel, ts }: Sent): Promise<void> {
  await messageModel(desk.database).updateOne({ workspace, _id }, { $addToSet: { copies: { channel, ts } } });
}
