import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import type { HistoryEntry, Origin, Place, Ticket, TicketFile } from '../domain/types.ts';
import { loadTicket } from './change.ts';
import { subjectOf } from './loose.ts';
import { openTicket } from './open.ts';
import { hearRequester } from './talk.ts';

/** A message somebody makes a ticket of. `author` is null when a bot wrote it. */
export type SourceMessage = {
  workspace: string;
  by: string;
  author: string | null;
  text: string;
  files: TicketFile[];
  source: Place;
  /** The thread it stands in, or begins. */
  thread: Place;
};

/** What a message that a ticket is made of is known by. */
export const originKey = ({ channel, ts }: Place): string => `${channel} ${ts}`;

/**
 * Opens a ticket from a message: its author is the requester, or who acts when a bot wrote it. A second try finds the
 * same ticket (docs/rules/tickets.md).
 */
export async function openFromMessage(desk: Desk, message: SourceMessage): Promise<Ticket> {
  const { workspace, by, author, text, files, source, thread } = message;
  assertCan(await getPerson(desk, { workspace, userId: by }), 'ticket.openForOthers');
  return openTicket(desk, {
    workspace,
    requester: author ?? by,
    by,
    origin: { kind: 'message', key: originKey(source), thread },
    subject: subjectOf(text),
    text,
    files,
  });
}

/**
 * What follows the opening of a ticket from words in Slack: its files become part of the conversation, and the thread
 * that it was made of gets the number. The entry leaves the ticket only after that (docs/steps.md).
 */
export async function followOpening(
  desk: Desk,
  { workspace, ticketId }: { workspace: string; ticketId: string },
  entries: readonly HistoryEntry[],
): Promise<void> {
  const opened = entries.find(({ kind }) => kind === 'opened');
  if (!opened) return;
  const { origin, files } = (opened.details ?? {}) as { origin?: Origin['kind']; files?: TicketFile[] };
  if (files === undefined && origin !== 'message') return;
  const ticket = await loadTicket(desk, workspace, ticketId);
  if (files) await takeFiles(desk, ticket, files);
  if (ticket.origin.thread) await tellNumber(desk, ticket, ticket.origin.thread, opened.by);
}

async function takeFiles(desk: Desk, ticket: Ticket, files: TicketFile[]): Promise<void> {
  const { workspace, _id: ticketId, requester: by, origin } = ticket;
  const key = `files of ${origin.kind} ${origin.key}`;
  try {
    await hearRequester(desk, { workspace, ticketId, by, text: '', files, key });
  } catch (error) {
    // It is over already; nobody waits for its files.
    if (!(error instanceof UserError)) throw error;
  }
}

async function tellNumber(desk: Desk, ticket: Ticket, thread: Place, by: string): Promise<void> {
  const { workspace, requester, number, origin } = ticket;
  const whom = requester === by ? 'the one who opened it' : 'its author';
  const key = `ticket of ${origin.key}`;
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: priority.answer,
      kind: 'post',
      payload: {
        channel: thread.channel,
        thread_ts: thread.ts,
        text: `🎫 This is T-${number} now. We write to ${whom} by direct message, or here if that is not possible.`,
      },
    },
  ]);
}
