import { inflateRawSync } from 'node:zlib';

const endOfDirectory = Buffer.from('PK\x05\x06');
const directoryEntry = Buffer.from('PK\x01\x02');

/** The text of each file in a zip archive, read by its directory (APPNOTE.TXT 4.3). */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(endOfDirectory);
  let at = archive.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  while (archive.subarray(at, at + 4).equals(directoryEntry)) {
    const size = archive.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const path = archive.subarray(at + 46, at + 46 + (name ?? 0)).toString();
    files.set(path, inflateRawSync(archive.subarray(start, start + size)).toString());
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
