import type { Desk } from '../../../platform/desk.ts';
import type { TicketPorts } from '../ports.ts';
import { followDeletion, followEdit } from '../service/edits.ts';
import { hear, type SpokenMessage, written } from '../service/hear.ts';
import { ticketOfThread } from '../service/read.ts';

/** The parts of Slack's message event that the desk reads. */
type MessageEvent = SpokenMessage & {
  message?: { ts: string; thread_ts?: string; text?: string; user?: string; bot_id?: string };
  previous_message?: { ts: string; thread_ts?: string; user?: string; bot_id?: string };
  deleted_ts?: string;
  event_ts?: string;
};

/** A change may come before its message when two processes hear them; for so long after the message it is tried again. */
const YOUNG_SECONDS = 600;

/** What people write where the desk listens: in a ticket's threads, in the app's DM, edits and deletions of it. */
export function listenForMessages(desk: Desk, { takesFile }: TicketPorts): void {
  desk.slack.event<MessageEvent>('message', async ({ event, workspace }) => {
    const { channel, message, subtype } = event;
    if (subtype === 'message_changed' && message && !message.bot_id) {
      const text = await written(desk, workspace, message.text);
      const isKnown = await followEdit(desk, { workspace, channel, ts: message.ts, text });
      if (!isKnown) await expectLater(desk, workspace, event, message);
      return;
    }
    if (subtype === 'message_deleted') {
      const ts = event.deleted_ts ?? event.previous_message?.ts ?? '';
      const isKnown = await followDeletion(desk, { workspace, channel, ts });
      const { previous_message: gone } = event;
      if (!isKnown && gone && !gone.bot_id) await expectLater(desk, workspace, event, gone);
      return;
    }
    await hear(desk, workspace, event, takesFile);
    if (event.user && !event.bot_id) desk.events.emit('person.acted', { workspace, userId: event.user });
  });
}

/** @throws where the message must still become known, so that the inbox tries again (docs/delivery.md). */
async function expectLater(
  desk: Desk,
  workspace: string,
  { channel, event_ts = '0' }: MessageEvent,
  { ts, thread_ts }: { ts: string; thread_ts?: string },
): Promise<void> {
  if (!thread_ts || thread_ts === ts || Number(event_ts) - Number(ts) > YOUNG_SECONDS) return;
  if (await ticketOfThread(desk, workspace, { channel, ts: thread_ts }))
    throw new Error('a change came before the message that it changes');
}
