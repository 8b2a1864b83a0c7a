import { BsonType } from './raw.ts';

/**
 * The first byte of a value's key: one per kind of value that compares as its own class, in MongoDB's
 * order (manual, "BSON Types / Comparison/Sort Order"). Never 0 or 255, so that a
 * range may end there, also when the bits are turned for a descending key. A NaN stands before every number.
 */
export const OrderTag = {
  minKey: 10,
  undefined: 15,
  null: 20,
  nan: 30,
  number: 31,
  string: 60,
  object: 70,
  array: 80,
  binary: 90,
  objectId: 100,
  boolean: 110,
  date: 120,
  timestamp: 130,
  regex: 140,
  dbPointer: 150,
  code: 160,
  codeWithScope: 170,
  maxKey: 240,
} as const;

const TAGS = new Uint8Array(256);
TAGS[BsonType.minKey] = OrderTag.minKey;
TAGS[BsonType.undefined] = OrderTag.undefined;
TAGS[BsonType.null] = OrderTag.null;
TAGS[BsonType.int] = OrderTag.number;
TAGS[BsonType.long] = OrderTag.number;
TAGS[BsonType.double] = OrderTag.number;
TAGS[BsonType.decimal] = OrderTag.number;
TAGS[BsonType.string] = OrderTag.string;
TAGS[BsonType.symbol] = OrderTag.string;
TAGS[BsonType.object] = OrderTag.object;
TAGS[BsonType.array] = OrderTag.array;
TAGS[BsonType.binary] = OrderTag.binary;
TAGS[BsonType.objectId] = OrderTag.objectId;
TAGS[BsonType.boolean] = OrderTag.boolean;
TAGS[BsonType.date] = OrderTag.date;
TAGS[BsonType.timestamp] = OrderTag.timestamp;
TAGS[BsonType.regex] = OrderTag.regex;
TAGS[BsonType.dbPointer] = OrderTag.dbPointer;
TAGS[BsonType.code] = OrderTag.code;
TAGS[BsonType.codeWithScope] = OrderTag.codeWithScope;
TAGS[BsonType.maxKey] = OrderTag.maxKey;

/** The class a type byte compares in; all numbers are `OrderTag.number` (a NaN's key begins with `OrderTag.nan`). */
export function orderTag(type: number): number {
  return TAGS[type] as number;
}
