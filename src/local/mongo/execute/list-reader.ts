import { type Batch, type BatchReader, MAX_BATCH_BYTES } from '../server/cursors.ts';
import type { RawDocument } from '../values/raw.ts';

/** Hands out documents that are all there already. */
export function listReader(documents: readonly RawDocument[]): BatchReader {
  let at = 0;
  return {
    read(size): Batch {
      const batch: RawDocument[] = [];
      for (let bytes = 0; at < documents.length && batch.length < size; at += 1) {
        const document = documents[at] as RawDocument;
        bytes += document.length;
        if (batch.length > 0 && bytes > MAX_BATCH_BYTES) break;
        batch.push(document);
      }
      return { documents: batch, ended: at >= documents.length };
    },
    close() {
      at = documents.length;
    },
  };
}
