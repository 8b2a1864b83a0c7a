import { Binary, type Decimal128, type Long, type ObjectId } from 'bson';
import { BsonType, elements, elementsOf, type RawDocument, type RawValue, toJs } from './raw.ts';
import { textOf } from './text.ts';

/** A document as MongoDB writes it into messages, such as `{ _id: ObjectId('...'), n: 1 }`. */
export function shellText(doc: RawDocument): string {
  return fieldsText(
    elements(doc).map(({ name, value }) => `${name}: ${valueText(value)}`),
    '{',
    '}',
  );
}

function fieldsText(fields: string[], open: string, close: string): string {
  return fields.length === 0 ? `${open}${close}` : `${open} ${fields.join(', ')} ${close}`;
}

/** A value as MongoDB writes it into messages. */
export function valueText(value: RawValue): string {
  switch (value.type) {
    case BsonType.string:
    case BsonType.symbol:
      return `"${textOf(value.bytes, value.start + 4, value.end - 1)}"`;
    case BsonType.object:
      return fieldsText(
        elementsOf(value).map((field) => `${field.name}: ${valueText(field.value)}`),
        '{',
        '}',
      );
    case BsonType.array:
      return fieldsText(
        elementsOf(value).map((element) => valueText(element.value)),
        '[',
        ']',
      );
    case BsonType.objectId:
      return `ObjectId('${(toJs(value) as ObjectId).toHexString()}')`;
    case BsonType.date:
      return `new Date(${new DataView(value.bytes.buffer, value.bytes.byteOffset + value.start).getBigInt64(0, true)})`;
    case BsonType.double: {
      const number = new DataView(value.bytes.buffer, value.bytes.byteOffset + value.start).getFloat64(
        0,
        true,
      );
      return Number.isInteger(number) && Math.abs(number) < 1e15 ? `${number}.0` : String(number);
    }
    case BsonType.binary:
      return binaryText(toJs(value));
    case BsonType.decimal:
      return (toJs(value) as Decimal128).toString();
    case BsonType.long:
      return (toJs(value) as Long).toString();
    case BsonType.undefined:
      return 'undefined';
    case BsonType.minKey:
      return 'MinKey';
    case BsonType.maxKey:
      return 'MaxKey';
    case BsonType.regex:
      return regexText(value);
    default:
      return String(toJs(value));
  }
}

function binaryText(value: unknown): string {
  if (!(value instanceof Binary)) return String(value);
  const isUuid = value.sub_type === Binary.SUBTYPE_UUID && value.position === 16;
  if (isUuid) return `UUID("${value.toUUID().toHexString(true)}")`;
  return `BinData(${value.sub_type}, ${Buffer.from(value.value()).toString('hex').toUpperCase()})`;
}

function regexText(value: RawValue): string {
  const zero = value.bytes.indexOf(0, value.start);
  return `/${textOf(value.bytes, value.start, zero)}/${textOf(value.bytes, zero + 1, value.end - 1)}`;
}
