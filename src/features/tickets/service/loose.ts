import { nanoid } from 'nanoid';
import { defineModel, trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, NotAllowed, UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { keyOf } from '../domain/message-key.ts';
import type { Place, Source, Ticket, TicketFile } from '../domain/types.ts';
import { notEditedAfter } from '../model.ts';
import { looseMessage, MOST_OFFERED } from '../views/loose.ts';
import { openTicket } from './open.ts';
import { getTicket, ticketOfMessage, ticketsOfRequester } from './read.ts';
import { hearRequester } from './talk.ts';

/** A message to the app that belongs to no ticket yet; it waits for the person to say where it goes. */
type Loose = {
  _id: string;
  key: string;
  userId: string;
  text: string;
  files: TicketFile[];
  source: Source;
  at: Date;
  /** The closed ticket it was written on. */
  after: string | null;
  /** What the person chose first, a ticket or `new`; what they press later leads to the same. */
  choice: string | null;
  /** Where it went. */
  ticketId: string | null;
  /** Slack's time of the latest edit that was followed, so that an older one changes nothing. */
  editedTs?: string;
  /** When its writer deleted it before it went anywhere; its words and files are gone then. */
  deletedAt: Date | null;
};

const looseModel = defineModel<Loose>(
  'loose_messages',
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    userId: { type: String, required: true },
    text: { type: String, default: '' },
    files: { type: [Object], default: [] },
    source: { type: Object, required: true },
    at: { type: Date, required: true },
    after: { type: String, default: null },
    choice: { type: String, default: null },
    ticketId: { type: String, default: null },
    editedTs: String,
    deletedAt: { type: Date, default: null },
  },
  [
    { keys: { workspace: 1, key: 1 }, unique: true, serves: 'a message is kept once' },
    { keys: { workspace: 1, at: -1 }, serves: 'who wrote outside of any thread lately' },
  ],
);

export type LooseWords = {
  workspace: string;
  userId: string;
  text: string;
  files: TicketFile[];
  key: string;
  source: Source;
};

/**
 * A message outside any thread: to the only unfinished ticket, saying so; with several it asks which, with none it
 * offers a new one. Nothing is dropped (docs/rules/tickets.md).
 */
export async function placeMessage(desk: Desk, words: LooseWords): Promise<void> {
  const { workspace, userId, key, source } = words;
  const placed = await ticketOfMessage(desk, workspace, key);
  if (placed) return answer(desk, workspace, key, source, looseMessage({ kind: 'added', ticket: placed }));
  const unfinished = await ticketsOfRequester(desk, { workspace, userId, limit: MOST_OFFERED });
  const [only] = unfinished;
  if (only && unfinished.length === 1) {
    await hearRequester(desk, { ...words, ticketId: only._id, by: userId });
    await answer(desk, workspace, key, source, looseMessage({ kind: 'added', ticket: only }));
    return;
  }
  const loose = await keep(desk, words, null);
  await answer(
    desk,
    workspace,
    key,
    source,
    looseMessage({ kind: 'which', looseId: loose, tickets: unfinished }),
  );
}

/** Whether a message waits, or waited, for its person to say where it goes. */
export async function isLoose(desk: Desk, workspace: string, key: string): Promise<boolean> {
  return (await looseModel(desk.database).exists({ workspace, key })) !== null;
}

/** Where people wrote outside of any thread since a moment, the latest first. */
export async function looseChannels(
  desk: Desk,
  workspace: string,
  since: Date,
  limit: number,
): Promise<string[]> {
  const lately = await looseModel(desk.database)
    .find({ workspace, at: trusted({ $gte: since }) }, { source: 1 })
    .sort({ at: -1 })
    .limit(limit)
    .lean<Pick<Loose, 'source'>[]>();
  return [...new Set(lately.map(({ source }) => source.channel))];
}

/**
 * A message outside any thread was changed by its writer. `older` when what is kept was changed later or is deleted,
 * `unknown` when none was kept that was written there.
 */
export async function changeLoose(
  desk: Desk,
  { workspace, channel, ts }: Place & { workspace: string },
  { text, editedTs }: { text: string; editedTs?: string | undefined },
): Promise<'changed' | 'older' | 'unknown'> {
  const key = keyOf({ channel, ts });
  const { matchedCount } = await looseModel(desk.database).updateOne(
    { workspace, key, deletedAt: null, ...notEditedAfter(editedTs) },
    { $set: { text, ...(editedTs ? { editedTs } : {}) } },
  );
  if (matchedCount > 0) return 'changed';
  return (await isLoose(desk, workspace, key)) ? 'older' : 'unknown';
}

/**
 * A waiting message was deleted by its writer: nothing waits any more. That there was one is kept, so that an edit of it
 * which comes late finds it. False when none was kept that was written there.
 */
export async function dropLoose(
  desk: Desk,
  { workspace, channel, ts }: Place & { workspace: string },
): Promise<boolean> {
  const key = keyOf({ channel, ts });
  await looseModel(desk.database).updateOne(
    { workspace, key, choice: null },
    { $set: { text: '', files: [], deletedAt: desk.clock.now() } },
  );
  return isLoose(desk, workspace, key);
}

/** A message on a ticket that is over: kept, with the offer of a ticket linked to it. */
export async function offerLinked(desk: Desk, words: LooseWords, closed: Ticket): Promise<void> {
  const looseId = await keep(desk, words, closed._id);
  const thread = closed.talk ?? words.source;
  await answer(
    desk,
    words.workspace,
    words.key,
    thread,
    looseMessage({ kind: 'closed', looseId, ticket: closed }),
  );
}

/**
 * Puts a kept message on the ticket the person chose; `new` opens one. The first choice counts, so that two clicks, or
 * another after a kill, cannot put it in two places; a choice that is refused is forgotten.
 */
export async function settleLoose(
  desk: Desk,
  { workspace, looseId, by, ticketId }: { workspace: string; looseId: string; by: string; ticketId: string },
): Promise<Ticket> {
  const Model = looseModel(desk.database);
  const own = { workspace, _id: looseId, userId: by, deletedAt: null };
  await Model.updateOne({ ...own, choice: null }, { $set: { choice: ticketId } });
  const loose = await Model.findOne(own).lean<Loose>();
  if (!loose) throw new UserError('This message is not waiting any more.');
  if (loose.ticketId) return getTicket(desk, { workspace, ticketId: loose.ticketId });
  try {
    const ticket = await place(desk, { ...loose, workspace });
    await Model.updateOne(own, { $set: { ticketId: ticket._id } });
    return ticket;
  } catch (error) {
    if (error instanceof UserError) await Model.updateOne(own, { $set: { choice: null } });
    throw error;
  }
}

/** Does what the person chose. */
async function place(desk: Desk, loose: Loose & { workspace: string }): Promise<Ticket> {
  const { workspace, userId: by, text, files, source, key, after, choice } = loose;
  if (choice !== 'new') {
    const where = await talkOf(desk, { workspace, ticketId: String(choice), by });
    return hearRequester(desk, { ...where, text, files, key, source });
  }
  return openTicket(desk, {
    workspace,
    requester: by,
    origin: { kind: after ? 'linked' : 'message', key },
    subject: subjectOf(text),
    text,
    files,
    ...(after ? { links: [after] } : {}),
  });
}

/** @throws NotAllowed unless the person takes part in the ticket's talk. */
async function talkOf<Where extends { workspace: string; ticketId: string; by: string }>(
  desk: Desk,
  where: Where,
): Promise<Where> {
  const { requester, watchers, number } = await getTicket(desk, where);
  if (requester === where.by || watchers.includes(where.by)) return where;
  throw new NotAllowed(`T-${number} is not one of your requests.`);
}

/** The first line of a text, short enough for a headline. */
export function subjectOf(text: string): string {
  const line = text.trim().split('\n')[0]?.trim().replaceAll(/\s+/g, ' ') ?? '';
  const characters = [...line];
  return characters.length > 100 ? `${characters.slice(0, 99).join('')}…` : line || 'A message without words';
}

async function keep(desk: Desk, words: LooseWords, after: string | null): Promise<string> {
  const { workspace, key } = words;
  const Model = looseModel(desk.database);
  const none = { choice: null, ticketId: null, deletedAt: null };
  const loose = { ...words, ...none, _id: nanoid(), at: desk.clock.now(), after };
  try {
    await Model.collection.insertOne(loose as never);
    return loose._id;
  } catch (error) {
    const earlier = isDuplicateKey(error) ? await Model.findOne({ workspace, key }).lean<Loose>() : null;
    if (!earlier) throw error;
    return earlier._id;
  }
}

async function answer(
  desk: Desk,
  workspace: string,
  key: string,
  { channel, ts }: Place,
  message: ReturnType<typeof looseMessage>,
): Promise<void> {
  await desk.outbox.enqueue([
    {
      workspace,
      key: `loose ${key}`,
      stream: `loose ${channel}`,
      priority: priority.answer,
      kind: 'post',
      payload: { channel, thread_ts: ts, ...message },
    },
  ]);
}
