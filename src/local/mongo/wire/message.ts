import { MongoError } from '../errors.ts';
import type { RawDocument } from '../values/raw.ts';
import { crc32c } from './crc32c.ts';
import { BrokenFrame } from './frames.ts';
import { validateDocument } from './validate.ts';

/** The opcodes of the wire protocol that are spoken here (MongoDB Wire Protocol, "Opcodes"). */
export const Opcode = { reply: 1, query: 2004, message: 2013 } as const;

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** Bits 0–15 must be understood by whoever reads the message, the others may be ignored. */
const REQUIRED_BITS = 0xffff;

/** One request as it came over the wire, its bytes checked. */
export interface Request {
  readonly requestId: number;
  readonly opcode: number;
  readonly body: RawDocument;
  /** The documents that came in sections of their own, by the name of the field they stand for. */
  readonly sequences: ReadonlyMap<string, RawDocument[]>;
  /** The client waits for no answer. */
  readonly moreToCome: boolean;
  /** The database of an OP_QUERY; OP_MSG has `$db`. */
  readonly database: string | undefined;
}

const NO_SEQUENCES: ReadonlyMap<string, RawDocument[]> = new Map();

/** Reads one whole message. Throws `BrokenFrame` when the connection cannot go on, `MongoError` when it can. */
export function parseMessage(frame: Buffer): Request {
  const opcode = frame.readInt32LE(12);
  if (opcode === Opcode.message) return parseOpMsg(frame);
  if (opcode === Opcode.query) return parseOpQuery(frame);
  throw new BrokenFrame(`opcode ${opcode} is not supported`);
}

function parseOpMsg(frame: Buffer): Request {
  if (frame.length < 26) throw new BrokenFrame('OP_MSG is cut short');
  const flags = frame.readUInt32LE(16);
  if (flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) {
    throw new BrokenFrame(`OP_MSG has unknown flags ${flags}`);
  }
  const end = flags & CHECKSUM_PRESENT ? checkedEnd(frame) : frame.length;
  let body: RawDocument | undefined;
  let sequences: Map<string, RawDocument[]> | undefined;
  for (let at = 20; at < end; ) {
    const kind = frame[at];
    if (kind === 0) {
      if (body) throw new MongoError(40430, 'Multiple body sections in message');
      const bodyEnd = validateDocument(frame, at + 1, end);
      body = frame.subarray(at + 1, bodyEnd);
      at = bodyEnd;
    } else if (kind === 1) {
      sequences ??= new Map();
      at = parseSequence(frame, at + 1, end, sequences);
    } else {
      throw new BrokenFrame(`OP_MSG has a section of unknown kind ${kind}`);
    }
  }
  if (!body) throw new BrokenFrame('OP_MSG has no body');
  return {
    requestId: frame.readInt32LE(4),
    opcode: Opcode.message,
    body,
    sequences: sequences ?? NO_SEQUENCES,
    moreToCome: (flags & MORE_TO_COME) !== 0,
    database: undefined,
  };
}

function checkedEnd(frame: Buffer): number {
  const end = frame.length - 4;
  if (frame.readUInt32LE(end) !== crc32c(frame.subarray(0, end))) {
    throw new BrokenFrame('OP_MSG checksum does not match contents');
  }
  return end;
}

function parseSequence(
  frame: Buffer,
  start: number,
  limit: number,
  into: Map<string, RawDocument[]>,
): number {
  if (start + 5 > limit) throw new BrokenFrame('a document sequence is cut short');
  const end = start + frame.readInt32LE(start);
  const zero = frame.indexOf(0, start + 4);
  if (end > limit || zero < 0 || zero >= end)
    throw new BrokenFrame('a document sequence lies about its length');
  const name = frame.toString('utf8', start + 4, zero);
  if (into.has(name)) throw new MongoError(40431, `Duplicate document sequence: ${name}`);
  const documents: RawDocument[] = [];
  for (let at = zero + 1; at < end; ) {
    const next = validateDocument(frame, at, end);
    documents.push(frame.subarray(at, next));
    at = next;
  }
  into.set(name, documents);
  return end;
}

function parseOpQuery(frame: Buffer): Request {
  const zero = frame.indexOf(0, 20);
  if (zero < 0 || zero + 14 > frame.length) throw new BrokenFrame('OP_QUERY is cut short');
  const namespace = frame.toString('utf8', 20, zero);
  const end = validateDocument(frame, zero + 9, frame.length);
  return {
    requestId: frame.readInt32LE(4),
    opcode: Opcode.query,
    body: frame.subarray(zero + 9, end),
    sequences: NO_SEQUENCES,
    moreToCome: false,
    database: namespace.split('.')[0],
  };
}
