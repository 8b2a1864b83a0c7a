import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trusted } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { NotAllowed } from '../../../platform/errors.ts';
import { priority } from '../../../platform/outbox/index.ts';
import type { ExportRow } from '../domain/cells.ts';
import { fileName } from '../domain/request.ts';
import { type ExportFields, exportModel } from '../model.ts';
import { emptyText, failedText } from '../views/message.ts';
import { allowedRequest } from './ask.ts';
import { datasetTable } from './datasets.ts';
import { showProgress } from './progress.ts';
import { writeRows } from './write.ts';

type Export = ExportFields & { workspace: string };

/** The name of the sweep that makes files. */
export const exportSweep = 'exports.run';
/** How a finished file's delivery is called in the outbox. */
export const exportDelivery = 'exports.share';

const leaseMilliseconds = 30_000;
const renewMilliseconds = 5_000;
const mostTries = 3;
/** A gigabyte takes a while. */
const longestUpload = 600_000;

/** The person changed their mind. */
class Cancelled extends Error {}

/** Makes the files that were asked for, one after the other; another process takes over what a killed one had begun. */
export async function runExports(desk: Desk, workspace: string): Promise<void> {
  for (;;) {
    const claimed = await claim(desk, workspace);
    if (!claimed) return;
    await make(desk, claimed);
  }
}

async function claim(desk: Desk, workspace: string): Promise<Export | null> {
  for (const state of ['waiting', 'running'] as const) {
    const claimed = await exportModel(desk.database)
      .findOneAndUpdate(
        { workspace, state, leaseUntil: trusted({ $lte: new Date() }) },
        {
          $set: { state: 'running', leaseUntil: new Date(Date.now() + leaseMilliseconds), rows: 0 },
          $inc: { tries: 1 },
        },
        { sort: { leaseUntil: 1 }, returnDocument: 'after' },
      )
      .lean<Export>();
    if (claimed) return claimed;
  }
  return null;
}

async function make(desk: Desk, asked: Export): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shiftdesk-export-'));
  try {
    const path = join(folder, fileName(asked));
    const { fields, rows } = datasetTable[asked.dataset];
    const source = rows(desk, await allowedRequest(desk, asked));
    const written = await writeRows(asked.format, { path, fields, rows: watched(desk, asked, source) });
    if (written.rows === 0) return await finish(desk, asked, { state: 'empty' }, emptyText(asked));
    const fileId = await upload(desk, asked, path);
    await setState(desk, asked, { ...written, fileId });
    await desk.outbox.enqueue([
      { ...delivery(asked), kind: exportDelivery, payload: { exportId: asked._id } },
    ]);
    await setState(desk, asked, { state: 'uploaded' });
    if (asked.told) await showProgress(desk, asked.workspace, asked._id);
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (error instanceof NotAllowed) return await finish(desk, asked, { state: 'failed' }, error.message);
    desk.log.error({ error, export: asked._id, tries: asked.tries }, 'an export could not be made');
    if (asked.tries >= mostTries) await finish(desk, asked, { state: 'failed' }, failedText(asked));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Passes rows on; from time to time says how far it is, keeps the lease, and stops when it was cancelled. */
async function* watched(
  desk: Desk,
  asked: Export,
  rows: AsyncIterable<ExportRow[]>,
): AsyncGenerator<ExportRow[]> {
  let count = 0;
  let renewAt = Date.now() + renewMilliseconds;
  for await (const some of rows) {
    yield some;
    count += some.length;
    if (Date.now() < renewAt) continue;
    renewAt = Date.now() + renewMilliseconds;
    const leaseUntil = new Date(Date.now() + leaseMilliseconds);
    asked.told = true;
    await setState(desk, asked, { rows: count, leaseUntil, told: true });
    await showProgress(desk, asked.workspace, asked._id);
  }
}

/** Sends the file to Slack without loading it; it is shared later, by the outbox. */
async function upload(desk: Desk, asked: Export, path: string): Promise<string> {
  const blob = await openAsBlob(path);
  const client = await desk.slack.client(asked.workspace);
  await setState(desk, asked, { leaseUntil: new Date(Date.now() + longestUpload) });
  const place = await client.files.getUploadURLExternal({ filename: fileName(asked), length: blob.size });
  const form = new FormData();
  form.set('body', blob, fileName(asked));
  const response = await fetch(String(place.upload_url), {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(longestUpload),
  });
  if (!response.ok) throw new Error(`the upload of an export was answered with ${response.status}`);
  return String(place.file_id);
}

/** Guarded by the state, so that a cancelled export is noticed. */
async function setState(desk: Desk, asked: Export, change: Partial<ExportFields>): Promise<void> {
  const { workspace, _id } = asked;
  const { matchedCount } = await exportModel(desk.database).updateOne(
    { workspace, _id, state: 'running' },
    { $set: change },
  );
  if (matchedCount === 0) throw new Cancelled();
}

async function finish(desk: Desk, asked: Export, change: Partial<ExportFields>, text: string): Promise<void> {
  await desk.outbox.enqueue([{ ...delivery(asked), kind: 'post', payload: { user: asked.by, text } }]);
  await setState(desk, asked, change);
}

function delivery({ workspace, _id }: Export) {
  const key = `export ${_id}`;
  return { workspace, key, stream: key, priority: priority.answer };
}
