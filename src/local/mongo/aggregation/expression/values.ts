import { BsonType, buildArray, elementsOf, type RawValue, readInt32 } from '../../values/raw.ts';
import { typeName as nameOfType } from '../../values/type-name.ts';

/** What stands for "missing" where a value is needed: BSON's undefined, which compares as missing does. */
export const MISSING: RawValue = { type: BsonType.undefined, bytes: new Uint8Array(0), start: 0, end: 0 };

/** True for null, undefined and missing, which most operators turn into null. */
export function isNullish(value: RawValue | undefined): value is undefined {
  return value === undefined || value.type === BsonType.null || value.type === BsonType.undefined;
}

function fixed(type: number, bytes: Buffer): RawValue {
  return { type, bytes, start: 0, end: bytes.length };
}

/** A date of these milliseconds since 1970. */
export function date(milliseconds: number): RawValue {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(BigInt(Math.trunc(milliseconds)));
  return fixed(BsonType.date, bytes);
}

/** A string. */
export function string(text: string): RawValue {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(length + 5);
  bytes.writeInt32LE(length + 1);
  bytes.write(text, 4);
  bytes[length + 4] = 0;
  return fixed(BsonType.string, bytes);
}

export const TRUE: RawValue = fixed(BsonType.boolean, Buffer.from([1]));
export const FALSE: RawValue = fixed(BsonType.boolean, Buffer.from([0]));

/** A boolean. */
export function boolean(yes: boolean): RawValue {
  return yes ? TRUE : FALSE;
}

/** An array; missing members become null, as MongoDB writes them. */
export function array(values: Iterable<RawValue>): RawValue {
  return buildArray(values);
}

/** The members of an array. */
export function members(value: RawValue): RawValue[] {
  return elementsOf(value).map((element) => element.value);
}

/** The text of a string or symbol. */
export function textOf(value: RawValue): string {
  const length = readInt32(value.bytes, value.start) - 1;
  return Buffer.from(value.bytes.buffer, value.bytes.byteOffset + value.start + 4, length).toString('utf8');
}

/** The milliseconds of a date. */
export function millisecondsOf(value: RawValue): number {
  return Number(view(value).readBigInt64LE());
}

/** A view of the value's bytes, for reading numbers. */
function view(value: RawValue): Buffer {
  return Buffer.from(value.bytes.buffer, value.bytes.byteOffset + value.start, value.end - value.start);
}

/** What counts as true: everything but false, zero of any type, null and missing. */
export function truthy(value: RawValue | undefined): boolean {
  if (isNullish(value)) return false;
  switch (value.type) {
    case BsonType.boolean:
      return value.bytes[value.start] === 1;
    case BsonType.int:
    case BsonType.long:
      return view(value).some((byte) => byte !== 0);
    case BsonType.double:
      return view(value).readDoubleLE() !== 0;
    case BsonType.decimal:
      return !decimalIsZero(view(value));
    default:
      return true;
  }
}

/** A Decimal128 is zero when all 113 bits of its coefficient are; infinities and NaN are not. */
function decimalIsZero(bytes: Buffer): boolean {
  const high = bytes.readBigUInt64LE(8);
  if ((high & 0x7800000000000000n) === 0x7800000000000000n) return false;
  return bytes.readBigUInt64LE(0) === 0n && (high & 0x1ffffffffffffn) === 0n;
}

/** The type as `$type` names it and errors print it. */
export function typeName(value: RawValue | undefined): string {
  return value ? nameOfType(value.type) : 'missing';
}
