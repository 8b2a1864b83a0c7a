import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '../../../platform/desk.ts';
import { isPermanent } from '../../../platform/outbox/index.ts';

/** A gigabyte takes a while. */
const longestUpload = 600_000;
/** So long the file is kept ready for a Slack that cannot take it. */
const patience = 600_000;
const firstPause = 1_000;
const longestPause = 60_000;

/**
 * Sends a file to Slack without loading it, as often as it takes; it is shared later, by the outbox.
 * @returns Slack's id of the file
 * @throws what Slack answered last, when it will not change its mind or for ten minutes did not
 */
export async function upload(
  desk: Desk,
  workspace: string,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const end = Date.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await uploadOnce(desk, workspace, path, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isPermanent(error) || Date.now() + pause > end) throw error;
      desk.log.warn({ error }, 'Slack did not take an export; it is sent again');
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function uploadOnce(desk: Desk, workspace: string, path: string, signal: AbortSignal): Promise<string> {
  const blob = await openAsBlob(path);
  const client = await desk.slack.client(workspace);
  const filename = basename(path);
  const place = await client.files.getUploadURLExternal({ filename, length: blob.size });
  const form = new FormData();
  form.set('body', blob, filename);
  const response = await fetch(String(place.upload_url), {
    method: 'POST',
    body: form,
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestUpload)]),
  });
  if (!response.ok) throw new Error(`the upload of an export was answered with ${response.status}`);
  return String(place.file_id);
}
