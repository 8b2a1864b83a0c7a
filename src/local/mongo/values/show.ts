import { Decimal128, Double, type Int32, type Long, ObjectId } from 'bson';
import { isNumber } from './number.ts';
import { asValue, BsonType, elementsOf, type RawDocument, type RawValue, readInt32, toJs } from './raw.ts';
import { stringOf } from './text.ts';

/** A value as MongoDB prints it in messages: `{ a: 1, b: "x" }`, `ObjectId('…')`, `new Date(0)`. */
export function show(value: RawValue): string {
  if (value.type === BsonType.object) return showFields(value, ['{ ', ' }', '{}'], true);
  if (value.type === BsonType.array) return showFields(value, ['[ ', ' ]', '[]'], false);
  if (value.type === BsonType.int) return String(readInt32(value.bytes, value.start));
  const text = value.type === BsonType.string ? stringOf(value) : undefined;
  if (text !== undefined) return `"${text}"`;
  return showScalar(toJs(value), value);
}

/** A document as MongoDB prints it. */
export function showDocument(doc: RawDocument): string {
  return show(asValue(doc));
}

function showFields(value: RawValue, [open, close, empty]: [string, string, string], names: boolean): string {
  const shown = elementsOf(value).map((element) => (names ? `${element.name}: ` : '') + show(element.value));
  return shown.length === 0 ? empty : open + shown.join(', ') + close;
}

function showScalar(value: unknown, raw: RawValue): string {
  if (value instanceof Double)
    return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value instanceof Decimal128) return `Decimal128('${value}')`;
  if (isNumber(raw.type)) return String(value as Int32 | Long);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value === undefined) return 'undefined';
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
