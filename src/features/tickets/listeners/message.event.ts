import type { Desk } from '../../../platform/desk.ts';
import { fileOfEvent } from '../domain/slack-file.ts';
import type { TicketPorts } from '../ports.ts';
import { followDeletion, followEdit } from '../service/edits.ts';
import { hear, leftOf, type SpokenMessage, written } from '../service/hear.ts';
import { ticketOfThread } from '../service/read.ts';

/** A message inside an event that tells of its change. */
type Told = Pick<SpokenMessage, 'ts' | 'thread_ts' | 'subtype' | 'text' | 'user' | 'bot_id' | 'files'> & {
  /** Absent while nobody changed its words: Slack tells of a link's preview as of an edit. */
  edited?: { ts: string };
};

/** The parts of Slack's message event that the desk reads. */
type MessageEvent = SpokenMessage & {
  message?: Told;
  previous_message?: Told;
  deleted_ts?: string;
  event_ts?: string;
};

/** A change may come before its message when two processes hear them; for so long after the message it is tried again. */
const YOUNG_SECONDS = 600;

/** What people write where the desk listens: in a ticket's threads, in the app's DM, edits and deletions of it. */
export function listenForMessages(desk: Desk, { takesFile }: TicketPorts): void {
  desk.slack.event<MessageEvent>('message', async ({ event, workspace }) => {
    const { channel, message, previous_message: previous, subtype } = event;
    const expect = (told: Told) => expectLater(desk, workspace, event, told, takesFile);
    const gone = goneIn(event);
    if (gone) {
      if (!(await followDeletion(desk, { workspace, channel, ts: gone.ts }))) await expect(gone);
      return;
    }
    if (subtype === 'message_changed' && message?.edited && !message.bot_id) {
      const text = await written(desk, workspace, message.text);
      const edit = { workspace, channel, ts: message.ts, text, editedTs: message.edited.ts };
      if (!(await followEdit(desk, edit))) await expect(previous ?? message);
      return;
    }
    await hear(desk, workspace, event, takesFile);
    if (event.user && !event.bot_id) desk.events.emit('person.acted', { workspace, userId: event.user });
  });
}

/**
 * The message that an event tells was deleted, as it was. Of a message with replies Slack tells that it was changed into
 * a tombstone, which stays as the head of its thread.
 */
function goneIn(event: MessageEvent): Told | null {
  const { subtype, message, previous_message: previous } = event;
  if (subtype === 'message_deleted') return { ...previous, ts: event.deleted_ts ?? previous?.ts ?? '' };
  if (subtype === 'message_changed' && message?.subtype === 'tombstone')
    return { ...previous, ts: message.ts };
  return null;
}

/** @throws where the message must still become known, so that the inbox tries again (docs/delivery.md). */
async function expectLater(
  desk: Desk,
  workspace: string,
  { channel, channel_type, event_ts = '0' }: MessageEvent,
  told: Told,
  takesFile: TicketPorts['takesFile'],
): Promise<void> {
  const { ts, thread_ts } = told;
  if (told.bot_id || Number(event_ts) - Number(ts) > YOUNG_SECONDS) return;
  const isForTicket =
    thread_ts !== undefined &&
    thread_ts !== ts &&
    (await ticketOfThread(desk, workspace, { channel, ts: thread_ts })) !== null;
  if (isForTicket || (channel_type === 'im' && (await isWords(workspace, told, takesFile))))
    throw new Error('a change came before the message that it changes');
}

/** Whether a message to the app is kept when it is heard: what is only a file that another feature takes is not. */
async function isWords(
  workspace: string,
  { user, subtype, text = '', files = [] }: Told,
  takesFile: TicketPorts['takesFile'],
): Promise<boolean> {
  if (!user || (subtype !== undefined && subtype !== 'file_share')) return false;
  if (text.trim() !== '') return true;
  const left = await leftOf({ workspace, userId: user, files: files.map(fileOfEvent) }, takesFile);
  return left.length > 0;
}
