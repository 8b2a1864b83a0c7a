import { BsonType } from './raw.ts';

/** The names of types in `$type` and in messages (manual, "BSON Types"). */
export const TYPE_ALIASES: Readonly<Record<string, number>> = {
  double: BsonType.double,
  string: BsonType.string,
  object: BsonType.object,
  array: BsonType.array,
  binData: BsonType.binary,
  undefined: BsonType.undefined,
  objectId: BsonType.objectId,
  bool: BsonType.boolean,
  date: BsonType.date,
  null: BsonType.null,
  regex: BsonType.regex,
  dbPointer: BsonType.dbPointer,
  javascript: BsonType.code,
  symbol: BsonType.symbol,
  javascriptWithScope: BsonType.codeWithScope,
  int: BsonType.int,
  timestamp: BsonType.timestamp,
  long: BsonType.long,
  decimal: BsonType.decimal,
  minKey: BsonType.minKey,
  maxKey: BsonType.maxKey,
};

const NAMES = new Map(Object.entries(TYPE_ALIASES).map(([name, type]) => [type, name]));

/** MongoDB's name of a type byte; `missing` for what is no type. */
export function typeName(type: number): string {
  return NAMES.get(type) ?? 'missing';
}
