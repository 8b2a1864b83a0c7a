import { nanoid } from 'nanoid';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey, UserError } from '../../../platform/errors.ts';
import { clean } from '../../../platform/slack/index.ts';
import * as changes from '../domain/changes.ts';
import { MAX_FILE_BYTES, tooLarge } from '../domain/slack-file.ts';
import type { MessageKind, Source, Ticket, TicketFile, TicketMessage } from '../domain/types.ts';
import { eventModel, messageModel } from '../model.ts';
import { changeTicket } from './change.ts';
import { worker } from './work.ts';

/** Something somebody wrote about a ticket. */
export type Words = {
  workspace: string;
  ticketId: string;
  by: string;
  text: string;
  files?: TicketFile[];
  /** The same act has the same key and is stored once. */
  key: string;
  /** Where it stands in Slack, when it was written there. */
  source?: Source;
};

/** What the team sends at once. A requester's message is as long as Slack lets it be: nothing is dropped. */
const MAX_TEXT = 10_000;
/** Messages whose ticket still does not know of them after this long are taken up by the sweep. */
const LATE_SECONDS = 30;

/** Sends words of the team to the requester. The assignee's first reply starts the work. */
export async function replyToTicket(desk: Desk, words: Words): Promise<Ticket> {
  await worker(desk, words);
  return say(desk, 'reply', words);
}

/** Asks the requester something and waits for the answer. */
export async function askRequester(desk: Desk, words: Words): Promise<Ticket> {
  await worker(desk, words);
  return say(desk, 'question', words);
}

/** Notes something for the team alone. */
export async function addNote(desk: Desk, words: Words): Promise<Ticket> {
  await worker(desk, words);
  return say(desk, 'note', words);
}

/** Takes down what the requester wrote; it ends waiting. */
export function hearRequester(desk: Desk, words: Words): Promise<Ticket> {
  return say(desk, 'requester', words);
}

/** Takes down what the team says among itself in the card's thread; the history does not tell of it. */
export async function recordInternal(desk: Desk, words: Words): Promise<void> {
  await store(desk, 'internal', words);
}

/** The net under `say`: messages that a killed process stored without telling their ticket. */
export async function linkSweep(desk: Desk, workspace: string): Promise<void> {
  const late = new Date(desk.clock.now().getTime() - LATE_SECONDS * 1_000);
  const left = await messageModel(desk.database)
    .find({ workspace, seq: null, at: trusted({ $lt: late }) })
    .limit(200)
    .lean<TicketMessage[]>();
  for (const message of left) {
    try {
      await link(desk, message);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await setSeq(desk, message, 0);
    }
  }
}

/** Two steps, each safe to repeat: the message, then the ticket's entry that names it (docs/steps.md). */
async function say(desk: Desk, kind: MessageKind, words: Words): Promise<Ticket> {
  const text = clean(words.text).trim();
  if (text === '' && !words.files?.length)
    throw new UserError('Write something, or add a file.', { field: 'text' });
  if (kind !== 'requester' && text.length > MAX_TEXT)
    throw new UserError(`Write ${MAX_TEXT} characters at the most; this has ${text.length}.`, {
      field: 'text',
    });
  const large = kind === 'requester' ? undefined : words.files?.find(({ bytes }) => bytes > MAX_FILE_BYTES);
  if (large) throw new UserError(`${tooLarge(large)} Share a link to it instead.`, { field: 'files' });
  const message = await store(desk, kind, { ...words, text });
  try {
    return await link(desk, message);
  } catch (error) {
    if (error instanceof UserError) await forget(desk, message);
    throw error;
  }
}

async function store(desk: Desk, kind: MessageKind, words: Words): Promise<TicketMessage> {
  const { workspace, ticketId, by, text, files = [], key, source } = words;
  const message: TicketMessage = {
    _id: nanoid(),
    workspace,
    ticketId,
    kind,
    author: by,
    text,
    files,
    at: desk.clock.now(),
    key,
    source: source ?? null,
    copies: [],
    seq: kind === 'internal' ? 0 : null,
    editedAt: null,
    deletedAt: null,
  };
  const Message = messageModel(desk.database);
  try {
    await Message.collection.insertOne(message as never);
    return message;
  } catch (error) {
    const earlier = isDuplicateKey(error)
      ? await Message.findOne({ workspace, key }).lean<TicketMessage>()
      : null;
    if (!earlier) throw error;
    return earlier;
  }
}

/** Writes the entry that tells of a message, unless it is there. */
async function link(desk: Desk, message: TicketMessage): Promise<Ticket> {
  const { workspace, ticketId, _id: messageId, author: by } = message;
  const told =
    message.seq !== null || (await eventModel(desk.database).exists({ workspace, messageId })) !== null;
  const ticket = await changeTicket(desk, { workspace, ticketId }, (current) => {
    if (told || current.pending.some((entry) => entry.messageId === messageId)) return null;
    const act = { by, now: desk.clock.now(), messageId };
    if (message.kind === 'requester') return changes.requesterWrote(current, act);
    if (message.kind === 'note') return changes.note(current, act);
    if (message.kind === 'question' && current.status !== 'waiting_on_customer')
      return changes.wait(current, act);
    return changes.reply(current, act);
  });
  if (message.seq === null) await setSeq(desk, message, ticket.rev);
  return ticket;
}

async function setSeq(desk: Desk, { workspace, _id }: TicketMessage, seq: number): Promise<void> {
  await messageModel(desk.database).updateOne({ workspace, _id, seq: null }, { $set: { seq } });
}

/** A message whose ticket would not take it is not part of the conversation. */
async function forget(desk: Desk, { workspace, _id }: TicketMessage): Promise<void> {
  await messageModel(desk.database).deleteOne({ workspace, _id, seq: null });
}
