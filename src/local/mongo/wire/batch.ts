import { BsonType, type RawDocument } from '../values/raw.ts';

const OK = Buffer.from([BsonType.double, 0x6f, 0x6b, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
const CURSOR = Buffer.from('\x03cursor\0', 'latin1');
const ID = Buffer.from('\x12id\0', 'latin1');

/** Bytes that an element of an array costs beside its value: type, digits of its index, zero. */
function elementOverhead(index: number): number {
  return 2 + String(index).length;
}

/**
 * `{cursor: {firstBatch | nextBatch: documents, id, ns}, ok: 1}`, written by hand because this is every read's answer
 * and the documents are bytes already.
 */
export function cursorAnswer(
  batch: 'firstBatch' | 'nextBatch',
  documents: readonly RawDocument[],
  id: bigint,
  namespace: string,
): RawDocument {
  let arrayBytes = 5;
  for (let index = 0; index < documents.length; index += 1) {
    arrayBytes += elementOverhead(index) + (documents[index] as RawDocument).length;
  }
  const ns = Buffer.from(namespace, 'utf8');
  const cursorBytes = 4 + (batch.length + 2) + arrayBytes + (ID.length + 8) + (4 + 4 + ns.length + 1) + 1;
  const total = 4 + CURSOR.length + cursorBytes + OK.length + 1;
  const out = Buffer.allocUnsafe(total);
  let at = out.writeInt32LE(total, 0);
  at += CURSOR.copy(out, at);
  at = out.writeInt32LE(cursorBytes, at);
  out[at] = BsonType.array;
  at += 1 + out.write(batch, at + 1, 'latin1');
  out[at] = 0;
  at = out.writeInt32LE(arrayBytes, at + 1);
  for (let index = 0; index < documents.length; index += 1) {
    const document = documents[index] as RawDocument;
    out[at] = BsonType.object;
    at += 1 + out.write(String(index), at + 1, 'latin1');
    out[at] = 0;
    out.set(document, at + 1);
    at += 1 + document.length;
  }
  out[at] = 0;
  at += 1;
  at += ID.copy(out, at);
  at = out.writeBigInt64LE(id, at);
  at += out.write('\x02ns\0', at, 'latin1');
  at = out.writeInt32LE(ns.length + 1, at);
  at += ns.copy(out, at);
  out[at] = 0;
  out[at + 1] = 0;
  at += 2;
  at += OK.copy(out, at);
  out[at] = 0;
  return out;
}
