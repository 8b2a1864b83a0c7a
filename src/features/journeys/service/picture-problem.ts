import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

export const MAX_PICTURE_BYTES = 5 * 1_048_576;
const MAX_SIDE = 10_000;
const ALLOWED = ['image/png', 'image/jpeg'];

/**
 * Says what is wrong with a picture, by its content and not its name; null when it is good. Nothing is unpacked, so a
 * picture that unpacks to gigabytes costs nothing.
 */
export async function pictureProblem(name: string, bytes: Uint8Array): Promise<string | null> {
  if (bytes.byteLength > MAX_PICTURE_BYTES) return `${name} is larger than 5 MB. Send a smaller one.`;
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !ALLOWED.includes(type.mime))
    return `${name} is no JPEG or PNG picture${type ? ` but ${type.ext.toUpperCase()}` : ''}. Save it as one of these.`;
  try {
    const { width, height } = imageSize(bytes);
    if (width > MAX_SIDE || height > MAX_SIDE)
      return `${name} has ${width} × ${height} pixels; ${MAX_SIDE} a side is the most. Send a smaller one.`;
  } catch {
    return `${name} cannot be read as a picture. Take it again.`;
  }
  return hasEnd(bytes, type.mime) ? null : `${name} is cut off: its end is missing. Send it again.`;
}

/** Whether the picture's own mark of its end is there; what follows it does not matter. */
function hasEnd(bytes: Uint8Array, mime: string): boolean {
  return mime === 'image/png' ? pngHasEnd(bytes) : jpegHasEnd(bytes);
}

/** Walks the chunks (length, type, data, check sum) to `IEND`. https://www.w3.org/TR/png-3/#5Chunk-layout */
function pngHasEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const END = 0x49454e44;
  for (let at = 8; at + 12 <= bytes.byteLength; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === END) return true;
  return false;
}

/**
 * Walks the segments to the picture itself (FF DA) and looks for FF D9 behind it; a small picture inside an earlier
 * segment has such marks of its own. ITU-T T.81, B.1.1.3
 */
function jpegHasEnd(bytes: Uint8Array): boolean {
  const picture = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 4 <= picture.length && picture[at] === 0xff; ) {
    const marker = picture[at + 1];
    if (marker === 0xda) return picture.includes(Buffer.from([0xff, 0xd9]), at);
    at += marker === 0xff ? 1 : 2 + picture.readUInt16BE(at + 2);
  }
  return false;
}
