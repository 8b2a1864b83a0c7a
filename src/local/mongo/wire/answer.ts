import { serialize } from 'bson';
import { asMongoError } from '../errors.ts';
import type { RawDocument } from '../values/raw.ts';
import { Opcode, type Request } from './message.ts';

const MESSAGE_HEAD_BYTES = 21;
const REPLY_HEAD_BYTES = 36;
const AWAIT_CAPABLE = 8;

let lastRequestId = 0;

/** Documents longer than this are sent as they are, behind their head, instead of being copied once more. */
const COPIED_BYTES = 16_384;

/** The message that answers `request` with `document`, in one piece or two. */
export function answerFrames(
  request: Pick<Request, 'requestId' | 'opcode'>,
  document: RawDocument,
): Uint8Array[] {
  const isQuery = request.opcode === Opcode.query;
  const head = isQuery ? REPLY_HEAD_BYTES : MESSAGE_HEAD_BYTES;
  const isCopied = document.length <= COPIED_BYTES;
  const frame = Buffer.allocUnsafe(isCopied ? head + document.length : head);
  lastRequestId = (lastRequestId + 1) & 0x7fffffff;
  frame.writeInt32LE(head + document.length, 0);
  frame.writeInt32LE(lastRequestId, 4);
  frame.writeInt32LE(request.requestId, 8);
  frame.writeInt32LE(isQuery ? Opcode.reply : Opcode.message, 12);
  if (isQuery) {
    frame.fill(0, 20, REPLY_HEAD_BYTES);
    frame.writeInt32LE(AWAIT_CAPABLE, 16);
    frame.writeInt32LE(1, 32);
  } else {
    // no flags; the one section that follows is the body
    frame.writeInt32LE(0, 16);
    frame[20] = 0;
  }
  if (!isCopied) return [frame, document];
  frame.set(document, head);
  return [frame];
}

/** The answer of a command that went well: `fields`, then `ok: 1`. */
export function okAnswer(fields: Record<string, unknown> = {}): RawDocument {
  return serialize({ ...fields, ok: 1 }, { ignoreUndefined: true });
}

/** The answer of a command that failed. */
export function errorAnswer(error: unknown): RawDocument {
  const { message: errmsg, code, codeName, extra } = asMongoError(error);
  return serialize({ ok: 0, errmsg, code, codeName, ...extra }, { ignoreUndefined: true });
}
