import type { Desk } from '../../../platform/desk.ts';
import { downloadFromSlack, FileGone, FileTooLarge } from '../../../platform/files/index.ts';
import { type Deliverer, type Outgoing, slackErrorCode } from '../../../platform/outbox/index.ts';
import { escapeText } from '../../../platform/slack/index.ts';
import { MAX_FILE_BYTES, notPassedOn, tooLarge } from '../domain/slack-file.ts';
import type { Place, TicketFile, TicketMessage } from '../domain/types.ts';
import { messageModel } from '../model.ts';

type InHand = Pick<Parameters<Deliverer>[0], 'progress' | 'saveProgress'>;

/** How far a delivery has come, in the names of its steps; kept in the outbox. */
export type Steps = { done(name: string): unknown; remember(name: string, value: unknown): Promise<void> };

/** The steps of a delivery: one memory for all that shares files in it. */
export function stepsOf({ progress, saveProgress }: InHand): Steps {
  const all: Record<string, unknown> = { ...progress };
  return {
    done: (name) => all[name],
    remember: async (name, value) => {
      all[name] = value;
      await saveProgress(all);
    },
  };
}

/** Slack's ways of saying that a file is not there any more. Source: the errors of files.info and files.delete. */
const GONE = ['file_not_found', 'file_deleted'];

/**
 * Shares a message's files in a thread as the app's own uploads, each once however often the delivery is tried.
 * `side` tells several threads of one delivery apart.
 */
export async function shareFiles(
  desk: Desk,
  out: Outgoing,
  message: TicketMessage,
  { thread, steps, side = '' }: { thread: Place; steps: Steps; side?: string },
): Promise<void> {
  if (message.deletedAt) return keepBegunUploads(desk, message, steps, side);
  const place = { channel: thread.channel, thread_ts: thread.ts };
  for (const [index, file] of message.files.entries()) {
    const shared = `${side}shared ${index}`;
    if (steps.done(shared)) continue;
    const content = await contentOf(desk, message, index, file, out);
    if (typeof content === 'string')
      await out.post({ ...place, text: escapeText(content) }, `${side}file ${index}`);
    else {
      const upload = { filename: file.name, bytes: content, title: file.name, altText: file.name };
      const uploaded = `${side}file ${index}`;
      const progress = {
        get: () => steps.done(uploaded) as string | undefined,
        set: (fileId: string) => steps.remember(uploaded, fileId),
      };
      await keepUpload(desk, message, await out.upload(upload, progress, place));
    }
    await steps.remember(shared, true);
  }
}

/** Uploads that a killed process may have completed for a message that was deleted since; `removeFiles` takes them away. */
async function keepBegunUploads(
  desk: Desk,
  message: TicketMessage,
  steps: Steps,
  side: string,
): Promise<void> {
  for (const index of message.files.keys()) {
    const fileId = steps.done(`${side}file ${index}`);
    if (typeof fileId === 'string') await keepUpload(desk, message, fileId);
  }
}

/** Takes a deleted message's files away, from Slack and from what the desk keeps; those that are gone already are fine. */
export async function removeFiles(
  desk: Desk,
  out: Outgoing,
  { workspace, _id, files, uploads = [] }: TicketMessage,
): Promise<void> {
  for (const file of uploads) {
    try {
      await out.call('files.delete', { file });
    } catch (error) {
      if (!GONE.includes(slackErrorCode(error) ?? '')) throw error;
    }
  }
  for (const { stored } of files) if (stored) await desk.files.remove(workspace, stored);
  await messageModel(desk.database).updateOne({ workspace, _id }, { $set: { files: [], uploads: [] } });
}

async function keepUpload(desk: Desk, { workspace, _id }: TicketMessage, fileId: string): Promise<void> {
  await messageModel(desk.database).updateOne({ workspace, _id }, { $addToSet: { uploads: fileId } });
}

/** The bytes of a file, from our own copy or, the first time, from Slack; a text says why it is not passed on. */
async function contentOf(
  desk: Desk,
  message: TicketMessage,
  index: number,
  file: TicketFile,
  out: Outgoing,
): Promise<Buffer | string> {
  const { workspace, _id } = message;
  if (file.stored) return desk.files.read(workspace, file.stored);
  if (!file.slackFile) return notPassedOn(file, 'gone');
  if (file.bytes > MAX_FILE_BYTES) return tooLarge(file);
  try {
    const { file: info } = await out.call<{ file: FileInfo }>('files.info', { file: file.slackFile });
    // Kept outside Slack: the app's token is not for there.
    if (info.is_external) return `${file.name}: ${info.external_url ?? info.url_private ?? ''}`;
    const url = info.url_private_download ?? info.url_private ?? '';
    const bytes = await downloadFromSlack(desk, workspace, url, MAX_FILE_BYTES);
    if (bytes.byteLength === 0) return notPassedOn(file, 'empty');
    const key = `message ${_id} ${index}`;
    const stored = await desk.files.store({ workspace, key, name: file.name, bytes });
    const known = { [`files.${index}.stored`]: stored.id, [`files.${index}.mimetype`]: stored.mimeType };
    await messageModel(desk.database).updateOne({ workspace, _id }, { $set: known });
    return bytes;
  } catch (error) {
    if (error instanceof FileGone || GONE.includes(slackErrorCode(error) ?? ''))
      return notPassedOn(file, 'gone');
    if (error instanceof FileTooLarge) return tooLarge(file);
    throw error;
  }
}

/** What Slack says of a file, as far as it is needed here. */
type FileInfo = {
  url_private_download?: string;
  url_private?: string;
  is_external?: boolean;
  external_url?: string;
};
