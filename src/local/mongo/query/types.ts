import { badValue, failedToParse, typeMismatch } from '../errors.ts';
import { isNumber, toNumber } from '../values/number.ts';
import { BsonType, elementsOf, type RawValue } from '../values/raw.ts';
import { stringOf } from '../values/text.ts';
import { TYPE_ALIASES } from '../values/type-name.ts';

const KNOWN = new Set(Object.values(TYPE_ALIASES));
const NUMBERS = [BsonType.double, BsonType.int, BsonType.long, BsonType.decimal];

function typesOf(value: RawValue): readonly number[] {
  const alias = value.type === BsonType.string ? stringOf(value) : undefined;
  if (alias === 'number') return NUMBERS;
  if (alias !== undefined) {
    const type = Object.hasOwn(TYPE_ALIASES, alias) ? TYPE_ALIASES[alias] : undefined;
    if (type === undefined) throw badValue(`Unknown type name alias: ${alias}`);
    return [type];
  }
  if (!isNumber(value.type)) throw typeMismatch('type must be represented as a number or a string');
  const code = toNumber(value) ?? Number.NaN;
  if (code === 0) throw badValue('Invalid numerical type code: 0. Instead use {$exists:false}.');
  const type = code === -1 ? BsonType.minKey : code;
  if (!KNOWN.has(type) || code === BsonType.minKey) throw badValue(`Invalid numerical type code: ${code}`);
  return [type];
}

/** The types that `$type` names by number, alias, or a list of both. */
export function parseTypes(path: string, value: RawValue): ReadonlySet<number> {
  const named = value.type === BsonType.array ? elementsOf(value).map((element) => element.value) : [value];
  const types = new Set(named.flatMap(typesOf));
  if (types.size === 0) throw failedToParse(`${path} must match at least one type`);
  return types;
}
