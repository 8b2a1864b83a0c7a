import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, Undeliverable } from '../../../platform/outbox/index.ts';
import { fileName } from '../domain/request.ts';
import { doneText } from '../views/message.ts';
import { aboutOf } from './about.ts';
import { findExport } from './find.ts';

/** Shares an uploaded export in the asker's DM, with the number of its rows; not again when an earlier try did. */
export const deliverExport =
  (desk: Desk): Deliverer<{ exportId: string }> =>
  async ({ workspace, payload, mayHaveBeenSent }, out) => {
    const asked = await findExport(desk, workspace, payload.exportId);
    if (!asked?.fileId) throw new Undeliverable(`the export ${payload.exportId} is gone`);
    const channel = await out.dm(asked.by);
    if (mayHaveBeenSent && (await isShared(asked.fileId, out))) return undefined;
    await out.call(
      'files.completeUploadExternal',
      {
        files: JSON.stringify([{ id: asked.fileId, title: fileName({ ...asked, workspace }) }]),
        channel_id: channel,
        initial_comment: doneText(await aboutOf(desk, workspace, asked), asked),
      },
      channel,
    );
    return { channel };
  };

/** True when Slack has the file in a conversation already; a file that was never completed is not known to it. */
async function isShared(file: string, out: Parameters<Deliverer>[1]): Promise<boolean> {
  const info = await out
    .call<{ file: { ims?: string[] } }>('files.info', { file })
    .catch((error: { data?: { error?: string } }) => {
      if (error.data?.error === 'file_not_found') return null;
      throw error;
    });
  return (info?.file.ims?.length ?? 0) > 0;
}
