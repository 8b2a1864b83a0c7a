import { invalidBson, MongoError } from '../errors.ts';
import { BsonType, readInt32 } from '../values/raw.ts';

/** Levels of nesting in what is stored (MongoDB's limit for documents). */
export const MAX_STORED_DEPTH = 100;
/** Levels of nesting in a command (`BSONDepth::kDefaultMaxAllowableDepth` of MongoDB's source). */
const MAX_MESSAGE_DEPTH = 200;

/**
 * Checks that the document at `start` is BSON all the way down: every length true, every value inside its parent.
 * After this the bytes are trusted. Returns where the document ends. Errors: 22, and 15 past the depth limit.
 */
export function validateDocument(
  bytes: Uint8Array,
  start: number,
  limit: number,
  depth = MAX_MESSAGE_DEPTH,
): number {
  if (start + 5 > limit) throw invalidBson('a document is cut short');
  const length = readInt32(bytes, start);
  const end = start + length;
  if (length < 5 || end > limit || bytes[end - 1] !== 0)
    throw invalidBson('a document lies about its length');
  if (depth === 0) throw new MongoError(15, 'Document exceeds the maximum nested object depth');
  let at = start + 4;
  while (at < end - 1) {
    const type = bytes[at] as number;
    const value = bytes.indexOf(0, at + 1) + 1;
    if (value === 0 || value >= end) throw invalidBson('a field name does not end');
    at = validateValue(type, bytes, value, end - 1, depth);
  }
  if (at !== end - 1) throw invalidBson('a document lies about its length');
  return end;
}

function validateValue(type: number, bytes: Uint8Array, at: number, limit: number, depth: number): number {
  switch (type) {
    case BsonType.int:
      return within(at + 4, limit);
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.long:
      return within(at + 8, limit);
    case BsonType.objectId:
      return within(at + 12, limit);
    case BsonType.decimal:
      return within(at + 16, limit);
    case BsonType.boolean:
      if ((bytes[at] as number) > 1) throw invalidBson('a boolean is neither true nor false');
      return within(at + 1, limit);
    case BsonType.null:
    case BsonType.undefined:
    case BsonType.minKey:
    case BsonType.maxKey:
      return at;
    case BsonType.object:
    case BsonType.array:
      return validateDocument(bytes, at, limit, depth - 1);
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return validateString(bytes, at, limit);
    case BsonType.binary:
      return validateBinary(bytes, at, limit);
    case BsonType.regex:
      return validateCstring(bytes, validateCstring(bytes, at, limit), limit);
    case BsonType.dbPointer:
      return within(validateString(bytes, at, limit) + 12, limit);
    case BsonType.codeWithScope:
      return validateCodeWithScope(bytes, at, limit, depth);
    default:
      throw invalidBson(`unknown BSON type ${type}`);
  }
}

function within(end: number, limit: number): number {
  if (end > limit) throw invalidBson('a value is cut short');
  return end;
}

function validateString(bytes: Uint8Array, at: number, limit: number): number {
  within(at + 5, limit);
  const length = readInt32(bytes, at);
  if (length < 1) throw invalidBson('a string lies about its length');
  const end = within(at + 4 + length, limit);
  if (bytes[end - 1] !== 0) throw invalidBson('a string does not end');
  return end;
}

function validateBinary(bytes: Uint8Array, at: number, limit: number): number {
  within(at + 5, limit);
  const length = readInt32(bytes, at);
  if (length < 0) throw invalidBson('binary data lie about their length');
  return within(at + 5 + length, limit);
}

function validateCstring(bytes: Uint8Array, at: number, limit: number): number {
  const zero = bytes.indexOf(0, at);
  if (zero < 0) throw invalidBson('a regular expression does not end');
  return within(zero + 1, limit);
}

function validateCodeWithScope(bytes: Uint8Array, at: number, limit: number, depth: number): number {
  within(at + 4, limit);
  const end = within(at + readInt32(bytes, at), limit);
  const scope = validateString(bytes, at + 4, end);
  if (validateDocument(bytes, scope, end, depth - 1) !== end) throw invalidBson('code lies about its length');
  return end;
}
