import { BsonType, type RawValue } from './raw.ts';

let lastSecond = 0;
let ordinal = 0;

/** A Timestamp of this moment, in milliseconds since 1970: its second, and an ordinal that sets apart those of one second. */
export function timestampAt(milliseconds: number): RawValue {
  const second = Math.floor(milliseconds / 1000);
  ordinal = second === lastSecond ? ordinal + 1 : 1;
  lastSecond = second;
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(ordinal, 0);
  bytes.writeUInt32LE(second, 4);
  return { type: BsonType.timestamp, bytes, start: 0, end: 8 };
}

/** Whether a value is the Timestamp of zero, which a server replaces by its own time. */
export function isEmptyTimestamp({ type, bytes, start, end }: RawValue): boolean {
  return type === BsonType.timestamp && bytes.subarray(start, end).every((byte) => byte === 0);
}
