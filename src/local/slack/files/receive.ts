import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';
import mime from 'mime';
import { newId } from '../state/ids.ts';
import type { StoredFile } from '../state/records.ts';
import type { World } from '../state/world.ts';

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif']);

/** Registers a file whose bytes are still to come. */
export function promise(
  world: World,
  from: { team: string; user: string; byApp: boolean },
  meta: { name: string; size: number; title?: string; altText?: string },
): StoredFile {
  const id = newId('F');
  return world.files.set(id, {
    ...from,
    id,
    name: meta.name,
    title: meta.title ?? meta.name,
    ...(meta.altText && { altText: meta.altText }),
    size: meta.size,
    created: Math.floor(world.clock.now() / 1000),
    step: 'promised',
    readyAt: Number.MAX_SAFE_INTEGER,
    mimetype: mime.getType(meta.name) ?? 'application/octet-stream',
    filetype: extensionOf(meta.name),
    channels: [],
    givenToApp: false,
  });
}

/** Takes a file's bytes, and finds out from the content what it is. */
export async function receive(world: World, file: StoredFile, bytes: Uint8Array): Promise<StoredFile> {
  world.store.writeContent(file.id, bytes);
  const detected = await fileTypeFromBuffer(bytes);
  const size = detected && pictures.has(detected.mime) ? sizeOf(bytes) : undefined;
  return world.files.set(file.id, {
    ...file,
    step: 'received',
    ...(detected && { mimetype: detected.mime, filetype: detected.ext }),
    ...size,
  });
}

/** Marks an upload as finished; Slack still takes a moment to process it. */
export function complete(world: World, file: StoredFile, title?: string): StoredFile {
  return world.files.set(file.id, {
    ...file,
    step: 'complete',
    title: title ?? file.title,
    readyAt: world.tuning.protocolNow() + world.tuning.fileReadyMs,
  });
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(bytes);
    return { width, height };
  } catch {
    return undefined;
  }
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'binary';
}
