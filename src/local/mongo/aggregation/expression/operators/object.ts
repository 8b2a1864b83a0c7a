import { MongoError } from '../../../errors.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  fieldAt,
  NULL_VALUE,
  nameBytes,
  type RawValue,
} from '../../../values/raw.ts';
import {
  listOperator,
  namedOperator,
  type Operator,
  type OperatorTable,
  unaryOperator,
} from '../operator.ts';
import { array, isNullish, members, string, textOf, typeName } from '../values.ts';

const documentOf = (entries: Iterable<readonly [string, RawValue]>) => asValue(buildDocument(entries));

/** The fields of all documents; a later one wins and keeps the place of the first. */
export function mergeObjects(values: Iterable<RawValue | undefined>): RawValue {
  const merged = new Map<string, RawValue>();
  for (const value of values) {
    if (isNullish(value)) continue;
    if (value.type !== BsonType.object) {
      throw new MongoError(
        40400,
        `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`,
      );
    }
    for (const element of elementsOf(value)) merged.set(element.name, element.value);
  }
  return documentOf(merged);
}

const merge: Operator = listOperator(0, Number.POSITIVE_INFINITY, (values) => mergeObjects(values));

function toPairs(value: RawValue): RawValue {
  if (value.type !== BsonType.object) {
    throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeName(value)}`);
  }
  return array(
    elementsOf(value).map((element) =>
      documentOf([
        ['k', string(element.name)],
        ['v', element.value],
      ]),
    ),
  );
}

function pair(member: RawValue): [string, RawValue] {
  let key: RawValue | undefined;
  let value: RawValue | undefined;
  if (member.type === BsonType.array) {
    const parts = members(member);
    if (parts.length !== 2) {
      throw new MongoError(
        40397,
        `$arrayToObject requires an array of size 2 arrays,found array of size: ${parts.length}`,
      );
    }
    [key, value] = parts;
  } else if (member.type === BsonType.object) {
    if (elementsOf(member).length !== 2) {
      throw new MongoError(
        40392,
        "$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys",
      );
    }
    key = fieldAt(member.bytes, member.start, 'k');
    value = fieldAt(member.bytes, member.start, 'v');
    if (!key || !value) {
      throw new MongoError(
        40393,
        "$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys",
      );
    }
  } else
    throw new MongoError(40398, `Unrecognised input type format for $arrayToObject: ${typeName(member)}`);
  if (key?.type !== BsonType.string) {
    throw new MongoError(
      40394,
      `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeName(key)}`,
    );
  }
  return [textOf(key), value ?? NULL_VALUE];
}

function fromPairs(value: RawValue): RawValue {
  if (value.type !== BsonType.array) {
    throw new MongoError(40386, `$arrayToObject requires an array input, found: ${typeName(value)}`);
  }
  return documentOf(new Map(members(value).map(pair)));
}

const getField: Operator = (argument, context, name) => {
  const short = argument.type !== BsonType.object || !fieldAt(argument.bytes, argument.start, 'field');
  const given = short
    ? asValue(
        buildDocument([
          ['field', argument],
          ['input', string('$$CURRENT')],
        ]),
      )
    : argument;
  return namedOperator(['field', 'input'], [], (read) => {
    const field = read('field');
    if (field?.type !== BsonType.string) {
      throw new MongoError(
        3041704,
        `$getField requires 'field' to evaluate to type String, but got ${typeName(field)}`,
      );
    }
    const input = read('input');
    if (input?.type !== BsonType.object) return isNullish(input) && input ? NULL_VALUE : undefined;
    return fieldAt(input.bytes, input.start, nameBytes(textOf(field)));
  })(given, context, name);
};

/** $setField, and $unsetField where `value` is missing. */
const setField = (required: readonly string[]): Operator =>
  namedOperator(required, [], (read, given, name) => {
    const field = read('field');
    if (field?.type !== BsonType.string) {
      throw new MongoError(
        4161107,
        `${name} requires 'field' to evaluate to type String, but got ${typeName(field)}`,
      );
    }
    const input = read('input');
    if (isNullish(input)) return NULL_VALUE;
    if (input.type !== BsonType.object) {
      throw new MongoError(4161105, `${name} requires 'input' to evaluate to type Object`);
    }
    const fields = new Map(elementsOf(input).map((element) => [element.name, element.value]));
    const value = given('value') ? read('value') : undefined;
    if (value) fields.set(textOf(field), value);
    else fields.delete(textOf(field));
    return documentOf(fields);
  });

export const objectOperators: OperatorTable = {
  $mergeObjects: merge,
  $objectToArray: unaryOperator(toPairs),
  $arrayToObject: unaryOperator(fromPairs),
  $getField: getField,
  $setField: setField(['field', 'input', 'value']),
  $unsetField: setField(['field', 'input']),
};
