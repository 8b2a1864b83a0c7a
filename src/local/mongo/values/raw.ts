import { deserialize, onDemand, serialize } from 'bson';

/** One whole BSON document: its length, its elements, the closing zero. */
export type RawDocument = Uint8Array;

/** A BSON value inside some bytes: `start` and `end` frame the value without its type byte and name. */
export interface RawValue {
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** One element of a document or an array. */
export interface RawElement {
  readonly name: string;
  readonly value: RawValue;
}

/** The type bytes of BSON (bsonspec.org, version 1.1). */
export const BsonType = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binary: 5,
  undefined: 6,
  objectId: 7,
  boolean: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  code: 13,
  symbol: 14,
  codeWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  maxKey: 127,
  minKey: 255,
} as const;

const NOTHING = new Uint8Array(0);

/** The value null. */
export const NULL_VALUE: RawValue = { type: BsonType.null, bytes: NOTHING, start: 0, end: 0 };

/** The elements in stored order, duplicates and names such as "10" or "__proto__" included. Throws bson's error on bytes that lie. */
export function elements(doc: RawDocument, start = 0): RawElement[] {
  const found: RawElement[] = [];
  for (const [type, nameOffset, nameLength, offset, length] of onDemand.parseToElements(doc, start)) {
    found.push({
      name: onDemand.ByteUtils.toUTF8(doc, nameOffset, nameOffset + nameLength, false),
      value: { type, bytes: doc, start: offset, end: offset + length },
    });
  }
  return found;
}

/** The elements of an embedded document or an array. */
export function elementsOf(value: RawValue): RawElement[] {
  return elements(value.bytes, value.start);
}

/** Reads a signed 32-bit number, least significant byte first. */
export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Where a value that starts at `at` ends. The bytes were checked when they came in. */
export function valueEnd(type: number, bytes: Uint8Array, at: number): number {
  switch (type) {
    case BsonType.double:
    case BsonType.date:
    case BsonType.timestamp:
    case BsonType.long:
      return at + 8;
    case BsonType.int:
      return at + 4;
    case BsonType.string:
    case BsonType.code:
    case BsonType.symbol:
      return at + 4 + readInt32(bytes, at);
    case BsonType.object:
    case BsonType.array:
    case BsonType.codeWithScope:
      return at + readInt32(bytes, at);
    case BsonType.boolean:
      return at + 1;
    case BsonType.objectId:
      return at + 12;
    case BsonType.binary:
      return at + 5 + readInt32(bytes, at);
    case BsonType.decimal:
      return at + 16;
    case BsonType.dbPointer:
      return at + 16 + readInt32(bytes, at);
    case BsonType.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
    default:
      return at;
  }
}

/** A field's name as a string whose characters are its UTF-8 bytes; what `fieldAt` compares. */
export function nameBytes(name: string): string {
  return Buffer.from(name, 'utf8').toString('latin1');
}

/** The first field of this name in the document that starts at `start`; `name` as `nameBytes` gives it. */
export function fieldAt(bytes: Uint8Array, start: number, name: string): RawValue | undefined {
  const length = name.length;
  let at = start + 4;
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    at += 1;
    let same = 0;
    while (same < length && bytes[at + same] === name.charCodeAt(same)) same += 1;
    let zero = at + same;
    const matches = same === length && bytes[zero] === 0;
    while (bytes[zero] !== 0) zero += 1;
    const end = valueEnd(type, bytes, zero + 1);
    if (matches) return { type, bytes, start: zero + 1, end };
    at = end;
  }
  return undefined;
}

/** The document at `start` with only the fields of these names (`nameBytes`), or without them, copied in runs. */
export function pickFields(
  { bytes, start }: RawValue,
  names: readonly string[],
  keeps: boolean,
): RawDocument {
  const runs: number[] = [];
  let length = 5;
  let at = start + 4;
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    let zero = at + 1;
    while (bytes[zero] !== 0) zero += 1;
    const end = valueEnd(type, bytes, zero + 1);
    if (names.some((name) => isName(bytes, at + 1, zero, name)) === keeps) {
      length += end - at;
      if (runs.at(-1) === at) runs[runs.length - 1] = end;
      else runs.push(at, end);
    }
    at = end;
  }
  const doc = Buffer.allocUnsafe(length);
  doc.writeInt32LE(length, 0);
  let to = 4;
  for (let run = 0; run < runs.length; run += 2) {
    const from = runs[run] as number;
    const end = runs[run + 1] as number;
    copyBytes(doc, to, bytes, from, end);
    to += end - from;
  }
  doc[to] = 0;
  return doc;
}

function isName(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let at = start; at < end; at++) if (bytes[at] !== name.charCodeAt(at - start)) return false;
  return true;
}

/** The first field of this name at the top of a document. */
export function getField(doc: RawDocument, name: string): RawValue | undefined {
  return fieldAt(doc, 0, nameBytes(name));
}

/** The bytes of an embedded document or an array. */
export function subdocument(value: RawValue): RawDocument {
  return value.bytes.subarray(value.start, value.end);
}

/** A document or array as a value. */
export function asValue(doc: RawDocument, type: number = BsonType.object): RawValue {
  return { type, bytes: doc, start: 0, end: doc.length };
}

/** A document of these elements, in this order. */
export function buildDocument(entries: Iterable<readonly [string, RawValue]>): RawDocument {
  const parts: Array<readonly [Buffer, RawValue]> = [];
  let length = 5;
  for (const [name, value] of entries) {
    const named = Buffer.from(name, 'utf8');
    parts.push([named, value]);
    length += 2 + named.length + value.end - value.start;
  }
  const doc = Buffer.allocUnsafe(length);
  doc.writeInt32LE(length, 0);
  let at = 4;
  for (const [name, { type, bytes, start, end }] of parts) {
    doc[at] = type;
    doc.set(name, at + 1);
    at += 1 + name.length;
    doc[at] = 0;
    copyBytes(doc, at + 1, bytes, start, end);
    at += 1 + end - start;
  }
  doc[at] = 0;
  return doc;
}

/** An array of these values. */
export function buildArray(values: Iterable<RawValue>): RawValue {
  const members = Array.isArray(values) ? (values as readonly RawValue[]) : [...values];
  let length = 5;
  for (let index = 0; index < members.length; index++) {
    const { start, end } = members[index] as RawValue;
    length += 2 + decimalDigits(index) + end - start;
  }
  const array = Buffer.allocUnsafe(length);
  array.writeInt32LE(length, 0);
  let at = 4;
  for (let index = 0; index < members.length; index++) {
    const { type, bytes, start, end } = members[index] as RawValue;
    array[at] = type;
    at += decimalDigits(index);
    for (let digit = at, rest = index; ; digit--, rest = Math.trunc(rest / 10)) {
      array[digit] = 48 + (rest % 10);
      if (rest < 10) break;
    }
    array[at + 1] = 0;
    copyBytes(array, at + 2, bytes, start, end);
    at += 2 + end - start;
  }
  array[at] = 0;
  return asValue(array, BsonType.array);
}

function decimalDigits(index: number): number {
  let digits = 1;
  for (let limit = 10; index >= limit; limit *= 10) digits += 1;
  return digits;
}

/** Below this many bytes a loop is faster than a copy by the runtime. */
const SHORT_RUN = 24;

function copyBytes(target: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): void {
  if (end - start > SHORT_RUN) target.set(bytes.subarray(start, end), at);
  else for (let from = start; from < end; from++) target[at + from - start] = bytes[from] as number;
}

const LOSSLESS = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

/** A document in bson's own classes (Int32, Double, Long, Decimal128, Binary, BSONRegExp ...), so that no type is lost. */
export function documentToJs(doc: RawDocument): Record<string, unknown> {
  return deserialize(doc, LOSSLESS);
}

/** A value in bson's own classes. */
export function toJs(value: RawValue): unknown {
  return documentToJs(buildDocument([['v', value]])).v;
}

/** A plain object, a Map or a list of entries as a document. Undefined becomes null, as the driver does it. */
export function documentFromJs(
  fields: Record<string, unknown> | Map<string, unknown> | Iterable<[string, unknown]>,
): RawDocument {
  const doc = Symbol.iterator in fields ? new Map(fields as Iterable<[string, unknown]>) : fields;
  return serialize(doc as Record<string, unknown>, { ignoreUndefined: false });
}

/** A JavaScript value (or one of bson's classes) as BSON. */
export function fromJs(value: unknown): RawValue {
  const found = getField(documentFromJs({ v: value }), 'v');
  return found ?? NULL_VALUE;
}
