import type { WebClient } from '@slack/web-api';

/** A PNG of 1 × 1 pixels, red. */
export const redPixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads the pixel for the app and returns the file's id. */
export async function redSquare(client: WebClient): Promise<string> {
  const { files } = await client.filesUploadV2({
    channel_id: 'C0TRIAGE',
    file: redPixel,
    filename: 'square.png',
    title: 'Square',
    alt_text: 'A red square',
  });
  const id = (files[0] as { files?: { id?: string }[] } | undefined)?.files?.[0]?.id;
  if (!id) throw new Error('the picture was not uploaded');
  return id;
}
