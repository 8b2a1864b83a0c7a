import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { downloadFromSlack } from '../../../platform/files/index.ts';
import type { Deliverer, Outgoing } from '../../../platform/outbox/index.ts';
import { escapeText } from '../../../platform/slack/index.ts';
import { MAX_FILE_BYTES, tooLarge } from '../domain/slack-file.ts';
import type { Place, TicketFile, TicketMessage } from '../domain/types.ts';
import { messageModel } from '../model.ts';

type InHand = Pick<Parameters<Deliverer>[0], 'workspace' | 'progress' | 'saveProgress'>;

/** Shares a message's files in a thread as the app's own uploads, each once however often the delivery is tried. */
export async function shareFiles(
  desk: Desk,
  delivery: InHand,
  out: Outgoing,
  message: TicketMessage,
  thread: Place,
): Promise<void> {
  const progress: Record<string, unknown> = { ...delivery.progress };
  const remember = async (name: string, value: unknown): Promise<void> => {
    progress[name] = value;
    await delivery.saveProgress(progress);
  };
  for (const [index, file] of message.files.entries()) {
    if (progress[`shared ${index}`]) continue;
    const bytes = await bytesOf(desk, message, index, file, out);
    if (bytes === null) {
      const text = escapeText(tooLarge(file));
      await out.post({ channel: thread.channel, thread_ts: thread.ts, text }, `file ${index}`);
    } else {
      await out.upload(
        { filename: file.name, bytes, title: file.name, altText: file.name },
        {
          get: () => progress[`file ${index}`] as string | undefined,
          set: (fileId) => remember(`file ${index}`, fileId),
        },
        { channel: thread.channel, thread_ts: thread.ts },
      );
    }
    await remember(`shared ${index}`, true);
  }
}

/** The bytes of a file, from our own copy or, the first time, from Slack; null when it is too large. */
async function bytesOf(
  desk: Desk,
  message: TicketMessage,
  index: number,
  file: TicketFile,
  out: Outgoing,
): Promise<Buffer | null> {
  const { workspace, _id } = message;
  if (file.stored) return desk.files.read(workspace, file.stored);
  if (file.bytes > MAX_FILE_BYTES || !file.slackFile) return null;
  const { file: info } = await out.call<{ file: { url_private_download?: string; url_private?: string } }>(
    'files.info',
    {
      file: file.slackFile,
    },
  );
  const url = info.url_private_download ?? info.url_private ?? '';
  try {
    const bytes = await downloadFromSlack(url, await desk.slack.botToken(workspace), MAX_FILE_BYTES);
    const stored = await desk.files.store({
      workspace,
      key: `message ${_id} ${index}`,
      name: file.name,
      bytes,
    });
    await messageModel(desk.database).updateOne(
      { workspace, _id },
      { $set: { [`files.${index}.stored`]: stored.id, [`files.${index}.mimetype`]: stored.mimeType } },
    );
    return bytes;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
