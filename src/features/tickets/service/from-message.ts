import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import type { Place, Ticket, TicketFile } from '../domain/types.ts';
import { subjectOf } from './loose.ts';
import { openTicket } from './open.ts';

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

/**
 * Opens a ticket from a message: its author is the requester, or who acts when a bot wrote it. A second try finds the
 * same ticket; the message's thread gets the number once (docs/rules/tickets.md).
 */
export async function openFromMessage(desk: Desk, message: SourceMessage): Promise<Ticket> {
  const { workspace, by, author, text, files, source, thread } = message;
  assertCan(await getPerson(desk, { workspace, userId: by }), 'ticket.openForOthers');
  const ticket = await openTicket(desk, {
    workspace,
    requester: author ?? by,
    by,
    origin: { kind: 'message', key: `${source.channel} ${source.ts}`, thread },
    subject: subjectOf(text),
    text,
    files,
  });
  const key = `ticket of ${source.channel} ${source.ts}`;
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
        text: `🎫 This is T-${ticket.number} now. We write to ${author ? 'its author' : 'the one who opened it'} by direct message, or here if that is not possible.`,
      },
    },
  ]);
  return ticket;
}
