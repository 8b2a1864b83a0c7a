import { onDemand } from 'bson';
import { BsonType, type RawValue } from './raw.ts';

/** UTF-8 bytes as a string; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return onDemand.ByteUtils.toUTF8(bytes, start, end, false);
}

/** The text of a string, a symbol or code; undefined for other types. */
export function stringOf(value: RawValue): string | undefined {
  if (value.type !== BsonType.string && value.type !== BsonType.symbol && value.type !== BsonType.code)
    return undefined;
  return textOf(value.bytes, value.start + 4, value.end - 1);
}
