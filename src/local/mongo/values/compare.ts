import { encodeKeyPart } from './key.ts';
import { binaryNumber, isNumber, readLong } from './number.ts';
import { OrderTag, orderTag } from './order.ts';
import { BsonType, type RawValue, readInt32, valueEnd } from './raw.ts';

const LONG_RUN = 48;

/** Compares two runs of bytes as unsigned bytes; a prefix comes first. */
function compareRuns(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): number {
  const aLength = aEnd - aStart;
  const bLength = bEnd - bStart;
  const length = Math.min(aLength, bLength);
  if (length > LONG_RUN) return Buffer.compare(a.subarray(aStart, aEnd), b.subarray(bStart, bEnd));
  for (let i = 0; i < length; i++) {
    const difference = (a[aStart + i] as number) - (b[bStart + i] as number);
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

/** Compares two numbers of any type by value; NaN equals NaN and stands before all others. */
function compareNumbers(a: RawValue, b: RawValue): number {
  const x = binaryNumber(a);
  const y = binaryNumber(b);
  if (x === undefined || y === undefined) return Buffer.compare(encodeKeyPart(a, 1), encodeKeyPart(b, 1));
  if (x < y) return -1;
  if (x > y) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number of the same value are equal here.
  if (x == y) return 0;
  return (Number.isNaN(x) ? 0 : 1) - (Number.isNaN(y) ? 0 : 1);
}

function zeroAfter(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== 0) at += 1;
  return at;
}

/** Element by element: class, then name (not in arrays), then value; the shorter first (BSONObj::woCompare). */
function compareDocuments(
  a: Uint8Array,
  aStart: number,
  b: Uint8Array,
  bStart: number,
  names: boolean,
): number {
  let i = aStart + 4;
  let j = bStart + 4;
  for (;;) {
    const aType = a[i] as number;
    const bType = b[j] as number;
    if (aType === 0 || bType === 0) return (aType === 0 ? 0 : 1) - (bType === 0 ? 0 : 1);
    if (aType !== bType) {
      const difference = orderTag(aType) - orderTag(bType);
      if (difference !== 0) return difference;
    }
    const aZero = zeroAfter(a, i + 1);
    const bZero = zeroAfter(b, j + 1);
    if (names) {
      const difference = compareRuns(a, i + 1, aZero, b, j + 1, bZero);
      if (difference !== 0) return difference;
    }
    const aEnd = valueEnd(aType, a, aZero + 1);
    const bEnd = valueEnd(bType, b, bZero + 1);
    const difference = compareValues(
      { type: aType, bytes: a, start: aZero + 1, end: aEnd },
      { type: bType, bytes: b, start: bZero + 1, end: bEnd },
    );
    if (difference !== 0) return difference;
    i = aEnd;
    j = bEnd;
  }
}

function compareIntegers(x: number | bigint, y: number | bigint): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Seconds and then the ordinal, both unsigned. */
function compareTimestamps(a: RawValue, b: RawValue): number {
  const seconds = (readInt32(a.bytes, a.start + 4) >>> 0) - (readInt32(b.bytes, b.start + 4) >>> 0);
  return seconds || (readInt32(a.bytes, a.start) >>> 0) - (readInt32(b.bytes, b.start) >>> 0);
}

function compareRegexes(a: RawValue, b: RawValue): number {
  const aZero = zeroAfter(a.bytes, a.start);
  const bZero = zeroAfter(b.bytes, b.start);
  return (
    compareRuns(a.bytes, a.start, aZero, b.bytes, b.start, bZero) ||
    compareRuns(a.bytes, aZero + 1, a.end - 1, b.bytes, bZero + 1, b.end - 1)
  );
}

/** By length, then by subtype, then by content. */
function compareBinaries(a: RawValue, b: RawValue): number {
  return (
    a.end - a.start - (b.end - b.start) ||
    compareRuns(a.bytes, a.start + 4, a.end, b.bytes, b.start + 4, b.end)
  );
}

function compareScopedCode(a: RawValue, b: RawValue): number {
  const aScope = valueEnd(BsonType.string, a.bytes, a.start + 4);
  const bScope = valueEnd(BsonType.string, b.bytes, b.start + 4);
  return (
    compareRuns(a.bytes, a.start + 8, aScope, b.bytes, b.start + 8, bScope) ||
    compareDocuments(a.bytes, aScope, b.bytes, bScope, true)
  );
}

/**
 * MongoDB's order of all values (manual, "BSON Types / Comparison/Sort Order"): negative when `a` comes first, 0 when they are equal.
 * Numbers compare by value across Int32, Double, Long and Decimal128; strings as UTF-8 bytes.
 */
export function compareValues(a: RawValue, b: RawValue): number {
  const tag = orderTag(a.type);
  if (a.type !== b.type) {
    const difference = tag - orderTag(b.type);
    if (difference !== 0) return difference;
  }
  switch (tag) {
    case OrderTag.number:
      return compareNumbers(a, b);
    case OrderTag.string:
    case OrderTag.code:
      return compareRuns(a.bytes, a.start + 4, a.end - 1, b.bytes, b.start + 4, b.end - 1);
    case OrderTag.object:
      return compareDocuments(a.bytes, a.start, b.bytes, b.start, true);
    case OrderTag.array:
      return compareDocuments(a.bytes, a.start, b.bytes, b.start, false);
    case OrderTag.binary:
      return compareBinaries(a, b);
    case OrderTag.objectId:
    case OrderTag.boolean:
      return compareRuns(a.bytes, a.start, a.end, b.bytes, b.start, b.end);
    case OrderTag.date:
      return compareIntegers(readLong(a.bytes, a.start), readLong(b.bytes, b.start));
    case OrderTag.timestamp:
      return compareTimestamps(a, b);
    case OrderTag.regex:
      return compareRegexes(a, b);
    case OrderTag.dbPointer:
      return (
        a.end - a.start - (b.end - b.start) || compareRuns(a.bytes, a.start, a.end, b.bytes, b.start, b.end)
      );
    case OrderTag.codeWithScope:
      return compareScopedCode(a, b);
    default:
      return 0;
  }
}

/** Whether two values are of one class, so that `$lt` and the like may compare them. */
export function comparable(a: number, b: number): boolean {
  return a === b || (isNumber(a) && isNumber(b)) || orderTag(a) === orderTag(b);
}
