import { writeNumber } from './key-number.ts';
import { KeyWriter } from './key-writer.ts';
import { OrderTag, orderTag } from './order.ts';
import { BsonType, type RawValue, readInt32, valueEnd } from './raw.ts';

const writer = new KeyWriter();

function writeReversed(bytes: Uint8Array, start: number, length: number): void {
  for (let i = length - 1; i >= 0; i--) writer.byte(bytes[start + i] as number);
}

/** A signed 64-bit number, so that bytes order as numbers do. */
function writeLong(bytes: Uint8Array, start: number): void {
  writer.byte((bytes[start + 7] as number) ^ 0x80);
  writeReversed(bytes, start, 7);
}

function zeroAfter(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== 0) at += 1;
  return at;
}

/** The elements of a document: class, name (not in arrays), value; then a zero. */
function writeElements(bytes: Uint8Array, start: number, names: boolean): void {
  let at = start + 4;
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    const zero = zeroAfter(bytes, at + 1);
    const end = valueEnd(type, bytes, zero + 1);
    if (names) {
      writer.byte(orderTag(type));
      writer.text(bytes, at + 1, zero);
    }
    writeValue({ type, bytes, start: zero + 1, end });
    at = end;
  }
  writer.byte(0);
}

function writeRegex(bytes: Uint8Array, start: number, end: number): void {
  const zero = zeroAfter(bytes, start);
  writer.text(bytes, start, zero);
  writer.text(bytes, zero + 1, end - 1);
}

function writeScopedCode(bytes: Uint8Array, start: number): void {
  const scope = valueEnd(BsonType.string, bytes, start + 4);
  writer.text(bytes, start + 8, scope - 1);
  writeElements(bytes, scope, true);
}

function writeBody(tag: number, { bytes, start, end }: RawValue): void {
  switch (tag) {
    case OrderTag.string:
    case OrderTag.code:
      writer.text(bytes, start + 4, end - 1);
      break;
    case OrderTag.object:
    case OrderTag.array:
      writeElements(bytes, start, tag === OrderTag.object);
      break;
    case OrderTag.binary:
      writer.uint32(readInt32(bytes, start));
      writer.raw(bytes, start + 4, end);
      break;
    case OrderTag.objectId:
    case OrderTag.boolean:
      writer.raw(bytes, start, end);
      break;
    case OrderTag.date:
      writeLong(bytes, start);
      break;
    case OrderTag.timestamp:
      writeReversed(bytes, start, 8);
      break;
    case OrderTag.regex:
      writeRegex(bytes, start, end);
      break;
    case OrderTag.dbPointer:
      writer.uint32(end - start);
      writer.raw(bytes, start, end);
      break;
    case OrderTag.codeWithScope:
      writeScopedCode(bytes, start);
      break;
  }
}

function writeValue(value: RawValue): void {
  const tag = orderTag(value.type);
  if (tag === OrderTag.number) {
    writeNumber(writer, value);
  } else {
    writer.byte(tag);
    writeBody(tag, value);
  }
}

/** Bytes that compare as the value does (`compareValues`), or the other way round for -1. No key is a prefix of another. */
export function encodeKeyPart(value: RawValue, direction: 1 | -1): Uint8Array {
  writer.reset();
  writeValue(value);
  if (direction === -1) writer.invertFrom(0);
  return writer.take();
}

/** The keys of several values one after the other: compares as the values do, field by field, each in its direction. */
export function encodeKey(values: readonly RawValue[], directions: readonly (1 | -1)[]): Uint8Array {
  writer.reset();
  for (let i = 0; i < values.length; i++) {
    const from = writer.length;
    writeValue(values[i] as RawValue);
    if (directions[i] === -1) writer.invertFrom(from);
  }
  return writer.take();
}

/** A string that is the same exactly for values that compare equal; for `$group`, distinct and `$addToSet`. */
export function groupKey(value: RawValue): string {
  writer.reset();
  writeValue(value);
  return writer.takeText();
}
