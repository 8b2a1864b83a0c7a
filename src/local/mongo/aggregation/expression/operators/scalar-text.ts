import { Decimal128, ObjectId } from 'bson';
import { asDouble, asInteger } from '../../../values/arithmetic.ts';
import { BsonType, type RawValue } from '../../../values/raw.ts';
import { millisecondsOf, textOf } from '../values.ts';

/** A Double as MongoDB prints it: `1`, `0.5`, `1e+21` (std::format's shortest form). */
function doubleText(n: number): string {
  if (Number.isNaN(n)) return 'NaN';
  if (!Number.isFinite(n)) return n > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(n, -0)) return '-0';
  return String(n);
}

/** The text of a string, number or date as expressions coerce it; undefined for other types. */
export function scalarText(value: RawValue): string | undefined {
  switch (value.type) {
    case BsonType.string:
    case BsonType.symbol:
    case BsonType.code:
      return textOf(value);
    case BsonType.int:
    case BsonType.long:
      return asInteger(value).toString();
    case BsonType.double:
      return doubleText(asDouble(value));
    case BsonType.decimal:
      return new Decimal128(value.bytes.slice(value.start, value.end)).toString();
    case BsonType.date:
      return new Date(millisecondsOf(value)).toISOString();
    default:
      return undefined;
  }
}

/** What `$toString` makes besides: of booleans and ObjectIds. */
export function convertedText(value: RawValue): string | undefined {
  if (value.type === BsonType.boolean) return value.bytes[value.start] === 1 ? 'true' : 'false';
  if (value.type === BsonType.objectId)
    return new ObjectId(value.bytes.slice(value.start, value.end)).toHexString();
  return scalarText(value);
}
