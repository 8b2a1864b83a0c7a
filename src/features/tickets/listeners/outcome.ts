import type { Desk } from '../../../platform/desk.ts';
import type { ActionContext, InteractionContext, SubmissionContext } from '../../../platform/slack/index.ts';
import type { HistoryEntry, Ticket } from '../domain/types.ts';
import type { TicketPorts } from '../ports.ts';
import { nameOf } from '../service/names.ts';
import { entryOf } from '../service/undo.ts';
import { detailsModal } from '../views/details.ts';
import { doneBlock, doneMessage } from '../views/done.ts';
import type { Opened } from '../views/form.ts';
import { redrawDetails } from './details.action.ts';

/** Where a form is opened from, so that its outcome can be told there. */
export function openedFrom(c: ActionContext): Opened {
  const behind = c.view?.callback_id === detailsModal.id ? { behind: c.view.id } : {};
  return { ...behind, ...(c.channelId ? { channel: c.channelId } : {}) };
}

/** After a form: what the change came to is told where the form was opened, with Undo; best effort. */
export function tellOutcome(
  desk: Desk,
  ports: TicketPorts,
  c: SubmissionContext,
  from: Opened,
  ticket: Ticket,
): void {
  const entry = ownEntry(c, ticket);
  const { channel, behind } = from;
  c.afterAnswer(async () => {
    const name = await assigneeName(desk, ticket);
    if (behind)
      await redrawDetails(
        desk,
        ports,
        c,
        { viewId: behind, ticketId: ticket._id },
        entry && doneBlock(ticket, entry, name),
      );
    else if (channel && entry)
      await c.client.chat.postEphemeral({ channel, user: c.userId, ...doneMessage(ticket, entry, name) });
  });
}

/** After a button: the same, in place of the form. */
export async function answerOutcome(
  desk: Desk,
  ports: TicketPorts,
  c: ActionContext,
  ticket: Ticket,
  { replaceOriginal = false } = {},
): Promise<void> {
  await c.ack();
  const entry = ownEntry(c, ticket);
  if (!entry) return;
  const name = await assigneeName(desk, ticket);
  const { behind } = openedFrom(c);
  if (behind)
    await redrawDetails(
      desk,
      ports,
      c,
      { viewId: behind, ticketId: ticket._id },
      doneBlock(ticket, entry, name),
    );
  else await c.respond({ ...doneMessage(ticket, entry, name), replaceOriginal });
}

/** The entry of the change the person has just made; null when there was nothing to change. */
function ownEntry({ userId }: InteractionContext, ticket: Ticket): HistoryEntry | null {
  const entry = entryOf(ticket);
  return entry?.by === userId ? entry : null;
}

async function assigneeName(desk: Desk, { workspace, assignee }: Ticket): Promise<string | null> {
  return assignee ? nameOf(desk, workspace, assignee) : null;
}
