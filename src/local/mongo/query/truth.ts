import { isNumber, toNumber } from '../values/number.ts';
import { BsonType, type RawValue } from '../values/raw.ts';

/** Truth as commands and `$exists` take it: false, null, undefined and a zero of any type are false. */
export function isTrue(value: RawValue): boolean {
  if (value.type === BsonType.boolean) return value.bytes[value.start] === 1;
  if (isNumber(value.type)) return toNumber(value) !== 0;
  return value.type !== BsonType.null && value.type !== BsonType.undefined;
}
