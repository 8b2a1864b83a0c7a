import { nanoid } from 'nanoid';
import { trusted } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey } from '../../platform/errors.ts';
import { priority } from '../../platform/outbox/index.ts';
import { addWorkingMinutes } from '../../platform/time/calendar.ts';
import type { Calendar } from '../../platform/time/hours.ts';
import { can, findPeople, offTomorrow, type Person, peopleWithTickets } from '../people/index.ts';
import { getSettings, type Settings } from '../settings/index.ts';
import {
  allOpenTicketsOf,
  assigneesWaiting,
  DESK,
  findTickets,
  type HistoryEntry,
  historiesOf,
  isOpen,
  returnTicket,
  type Ticket,
} from '../tickets/index.ts';
import { HANDED_OVER } from './answers.ts';
import { absenceOf, type HandoverReason, returnsUnanswered } from './domain/handover.ts';
import { type Handover, handoverModel } from './model.ts';

/** What assignment needs of SLA, given by app.ts: how hard a ticket's clocks press, and the calendar they count in. */
export type HandoverPorts = {
  pressureOf(
    workspace: string,
    ticket: Ticket,
    now: Date,
  ): Promise<{ usedPercent: number; calendar: Calendar | null }>;
};

/** Asks those who are gone about their open tickets, and returns what nobody answered for. */
export async function handOver(desk: Desk, workspace: string, ports: HandoverPorts): Promise<void> {
  const settings = await getSettings(desk, workspace);
  for (const person of await peopleWithOpenTickets(desk, workspace)) {
    if (!can(person, 'ticket.claim')) await returnAll(desk, person);
    else await askOnce(desk, person, settings);
  }
  const open = await handoverModel(desk.database)
    .find({ workspace, open: true })
    .lean<(Handover & { workspace: string })[]>();
  for (const handover of open) await decide(desk, workspace, { handover, settings, ports });
}

/** Who has tickets, those too whose tickets all wait for a customer and use no place. */
async function peopleWithOpenTickets(desk: Desk, workspace: string): Promise<Person[]> {
  const holding = await peopleWithTickets(desk, workspace);
  const known = new Set(holding.map(({ userId }) => userId));
  const waiting = (await assigneesWaiting(desk, workspace)).filter((userId) => !known.has(userId));
  return [...holding, ...(await findPeople(desk, { workspace, userIds: waiting }))];
}

/** The tickets of who was deactivated, or works on none any more, return at once. */
async function returnAll(desk: Desk, { workspace, userId, name, active }: Person): Promise<void> {
  const why = active ? `${name} does not work on tickets any more` : `${name} has left`;
  for (const ticket of await allOpenTicketsOf(desk, { workspace, userId })) {
    await returnTicket(desk, {
      workspace,
      ticketId: ticket._id,
      by: DESK,
      why,
      still: ({ assignee, status }) => assignee === userId && isOpen(status),
    });
  }
}

/**
 * One card per absence, and one the day before days off. A handover that exists has its card asked for again, so that a
 * kill between the two loses nothing.
 */
async function askOnce(desk: Desk, person: Person, { assignment }: Settings): Promise<void> {
  const { workspace, userId } = person;
  const now = desk.clock.now();
  const why =
    absenceOf(person, assignment.awayMinutes, now) ?? (offTomorrow(person, now) ? 'off_tomorrow' : null);
  if (!why) return;
  const Handover = handoverModel(desk.database);
  const since = why === 'off_tomorrow' ? new Date(now.getTime() - 24 * 3_600_000) : person.availabilitySince;
  const last = await Handover.findOne({ workspace, userId, askedAt: trusted({ $gte: since }) })
    .sort({ askedAt: -1 })
    .lean<Handover>();
  if (last && (last.why === 'off_tomorrow') === (why === 'off_tomorrow')) return ask(desk, workspace, last);
  const tickets = await allOpenTicketsOf(desk, { workspace, userId });
  if (tickets.length === 0) return;
  const handover = {
    _id: nanoid(),
    userId,
    why,
    askedAt: now,
    open: true,
    tickets: tickets.map((ticket) => ({ ticketId: ticket._id, answer: null })),
  };
  try {
    await Handover.create({ ...handover, workspace });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return;
  }
  await ask(desk, workspace, handover);
}

/** Has the card posted or drawn again; safe to repeat. */
async function ask(desk: Desk, workspace: string, handover: Pick<Handover, '_id'>): Promise<void> {
  await desk.outbox.enqueue([
    {
      workspace,
      key: `handover ${handover._id}`,
      stream: `handover ${handover._id}`,
      priority: priority.conversation,
      kind: 'assignment.handover',
      payload: { handoverId: handover._id },
    },
  ]);
}

/**
 * Closes a handover whose agent is back; when its time is up, returns what presses. A ticket that has changed since it
 * was read is decided on by the next sweep, if it is still the agent's.
 */
async function decide(
  desk: Desk,
  workspace: string,
  { handover, settings, ports }: { handover: Handover; settings: Settings; ports: HandoverPorts },
): Promise<void> {
  const [person] = await findPeople(desk, { workspace, userIds: [handover.userId] });
  const now = desk.clock.now();
  const { awayMinutes, handoverMinutes } = settings.assignment;
  const theirs = await stillTheirs(desk, workspace, handover);
  const histories = await historiesOf(desk, workspace, theirs);
  const entriesSince = ({ _id }: Ticket) =>
    (histories.get(_id) ?? []).filter(({ at }) => at >= handover.askedAt);
  await finishReturns(desk, handover, theirs, entriesSince);
  if (!person || absenceOf(person, awayMinutes, now) === null) return close(desk, workspace, handover);
  const tickets = theirs.filter(({ _id }) => answerFor(handover, _id) === null);
  let waiting = 0;
  for (const ticket of tickets) {
    const { usedPercent, calendar } = await ports.pressureOf(workspace, ticket, now);
    const deadline = addWorkingMinutes(handover.askedAt, handoverMinutes, calendar ?? settings.calendar);
    const requesterWrote = entriesSince(ticket).some(({ kind }) => kind === 'requester_wrote');
    const isUp = deadline !== null && deadline <= now;
    if (!isUp || !returnsUnanswered({ status: ticket.status, requesterWrote, usedPercent })) {
      waiting += 1;
      continue;
    }
    const { assignee } = await returnTicket(desk, {
      workspace,
      ticketId: ticket._id,
      by: DESK,
      why: `${person.name} ${WHY[handover.why]} and did not answer the handover`,
      still: ({ rev }) => rev === ticket.rev,
    });
    if (assignee === handover.userId) waiting += 1;
  }
  if (waiting === 0) await close(desk, workspace, handover);
}

/** The tickets of a handover that its agent still has and did not decide to keep. */
async function stillTheirs(desk: Desk, workspace: string, { tickets, userId }: Handover): Promise<Ticket[]> {
  const ticketIds = tickets.filter(({ answer }) => answer !== 'keep').map(({ ticketId }) => ticketId);
  return (await findTickets(desk, { workspace, ticketIds })).filter(({ assignee }) => assignee === userId);
}

const answerFor = ({ tickets }: Handover, ticketId: string) =>
  tickets.find((each) => each.ticketId === ticketId)?.answer ?? null;

/** Returns what the agent gave back while a process died before it was done; not what they were given again since. */
async function finishReturns(
  desk: Desk,
  handover: Handover,
  theirs: readonly Ticket[],
  entriesSince: (ticket: Ticket) => HistoryEntry[],
): Promise<void> {
  const begun = theirs.filter(
    (ticket) =>
      isOpen(ticket.status) &&
      answerFor(handover, ticket._id) === 'returned' &&
      !entriesSince(ticket).some(({ kind }) => kind === 'returned'),
  );
  for (const { workspace, _id: ticketId, rev } of begun)
    await returnTicket(desk, {
      workspace,
      ticketId,
      by: handover.userId,
      why: HANDED_OVER,
      still: (current) => current.rev === rev,
    });
}

const WHY: Record<HandoverReason, string> = {
  shift_ended: 'is off shift',
  offline: 'is offline',
  away: 'is away',
  off_tomorrow: 'is off',
};

async function close(desk: Desk, workspace: string, handover: Handover): Promise<void> {
  await handoverModel(desk.database).updateOne(
    { workspace, _id: handover._id, open: true },
    { $set: { open: false } },
  );
}
