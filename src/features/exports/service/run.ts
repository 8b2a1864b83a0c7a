import { join } from 'node:path';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { inTemporaryFolder } from '../../../platform/files/index.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { fileName } from '../domain/request.ts';
import type { ExportFields } from '../model.ts';
import { type About, emptyText, failedText, tooLargeText } from '../views/message.ts';
import { aboutOf } from './about.ts';
import { checkRights } from './ask.ts';
import { datasetTable } from './datasets.ts';
import { showProgress } from './progress.ts';
import { upload } from './upload.ts';
import { changeExport, claimExport, type Export, Stopped, Watch } from './watch.ts';
import { TooLarge, writeRows } from './write.ts';

/** The name of the sweep that makes files. */
export const exportSweep = 'exports.run';
/** How a finished file's delivery is called in the outbox. */
export const exportDelivery = 'exports.share';

const mostTries = 3;

/** Makes the files that were asked for, one after the other; another process takes over what a killed one had begun. */
export async function runExports(desk: Desk, workspace: string): Promise<void> {
  for (;;) {
    const claimed = await claimExport(desk, workspace);
    if (!claimed) return;
    if (claimed.fileId) {
      // Uploaded by a process that was killed then. Another file could be shared beside the first.
      await share(desk, claimed, claimed.told).catch(unlessStopped);
      continue;
    }
    const watch = new Watch(desk, claimed);
    await make(desk, claimed, watch)
      .catch((error: unknown) => failed(desk, claimed, watch, error))
      .catch(unlessStopped)
      .finally(() => watch.end());
  }
}

function unlessStopped(error: unknown): void {
  if (!(error instanceof Stopped)) throw error;
}

async function make(desk: Desk, asked: Export, watch: Watch): Promise<void> {
  if (asked.tries > mostTries) throw new Error('every process that began it has died');
  await checkRights(desk, asked);
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, fileName(asked));
    const { fields, rows } = datasetTable[asked.dataset];
    const written = await writeRows(asked.format, { path, fields, rows: watch.counted(rows(desk, asked)) });
    if (written.rows === 0) return await finish(desk, asked, watch, 'empty', emptyText);
    await checkRights(desk, asked);
    const fileId = await upload(desk, asked.workspace, path, watch.signal);
    await changeExport(desk, asked, { ...written, fileId });
    await share(desk, asked, watch.told);
  });
}

/** Asks for the uploaded file to be shared; safe to repeat. */
async function share(desk: Desk, asked: Export, told: boolean): Promise<void> {
  await desk.outbox.enqueue([{ ...delivery(asked), kind: exportDelivery, payload: { exportId: asked._id } }]);
  await changeExport(desk, asked, { state: 'uploaded' });
  if (told) await showProgress(desk, asked.workspace, asked._id);
}

async function failed(desk: Desk, asked: Export, watch: Watch, error: unknown): Promise<void> {
  if (error instanceof Stopped) throw error;
  if (error instanceof NotAllowed) return finish(desk, asked, watch, 'failed', () => error.message);
  if (error instanceof TooLarge) return finish(desk, asked, watch, 'failed', tooLargeText);
  desk.log.error({ error, export: asked._id, tries: asked.tries }, 'an export could not be made');
  if (asked.tries >= mostTries) await finish(desk, asked, watch, 'failed', failedText);
}

/** Ends an export without a file, and says why. */
async function finish(
  desk: Desk,
  asked: Export,
  watch: Watch,
  state: ExportFields['state'],
  textOf: (about: About) => string,
): Promise<void> {
  const text = textOf(await aboutOf(desk, asked.workspace, asked));
  await desk.outbox.enqueue([{ ...delivery(asked), kind: 'post', payload: { user: asked.by, text } }]);
  await changeExport(desk, asked, { state });
  if (watch.told) await showProgress(desk, asked.workspace, asked._id);
}

function delivery({ workspace, _id }: Export) {
  const key = `export ${_id}`;
  return { workspace, key, stream: key, priority: priority.answer };
}
