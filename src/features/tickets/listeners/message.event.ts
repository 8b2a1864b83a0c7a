import type { Desk } from '../../../platform/desk.ts';
import type { TicketPorts } from '../ports.ts';
import { followDeletion, followEdit } from '../service/edits.ts';
import { hear, type SpokenMessage, written } from '../service/hear.ts';

/** The parts of Slack's message event that the desk reads. */
type MessageEvent = SpokenMessage & {
  message?: { ts: string; text?: string; user?: string; bot_id?: string };
  previous_message?: { ts: string; user?: string };
  deleted_ts?: string;
};

/** What people write where the desk listens: in a ticket's threads, in the app's DM, edits and deletions of it. */
export function listenForMessages(desk: Desk, { takesFile }: TicketPorts): void {
  desk.slack.event<MessageEvent>('message', async ({ event, workspace }) => {
    const { channel, message, subtype } = event;
    if (subtype === 'message_changed' && message && !message.bot_id) {
      const text = await written(desk, workspace, message.text);
      await followEdit(desk, { workspace, channel, ts: message.ts, text });
      return;
    }
    if (subtype === 'message_deleted') {
      const ts = event.deleted_ts ?? event.previous_message?.ts ?? '';
      await followDeletion(desk, { workspace, channel, ts });
      return;
    }
    await hear(desk, workspace, event, takesFile);
  });
}
