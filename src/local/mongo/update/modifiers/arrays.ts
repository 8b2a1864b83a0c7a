import { badValue, failedToParse, typeMismatch } from '../../errors.ts';
import { compileFilter } from '../../query/filter.ts';
import { isOperators } from '../../query/shape.ts';
import { compareValues } from '../../values/compare.ts';
import { groupKey } from '../../values/key.ts';
import { isNumber } from '../../values/number.ts';
import { arrayValues } from '../../values/path.ts';
import {
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';
import { show } from '../../values/show.ts';
import { typeName } from '../../values/type-name.ts';
import type { Change, ModifierParser } from '../modifier.ts';
import { wholeArgument } from './numbers.ts';

function addends(argument: RawValue): RawValue[] {
  const each = argument.type === BsonType.object ? elementsOf(argument) : [];
  if (each[0]?.name !== '$each') return [argument];
  const { value } = each[0];
  if (value.type !== BsonType.array) {
    throw typeMismatch(
      `The argument to $each in $addToSet must be an array but it was of type ${typeName(value.type)}`,
    );
  }
  if (each.length > 1) throw badValue(`Found unexpected fields after $each in $addToSet: ${show(argument)}`);
  return arrayValues(value);
}

/** `$addToSet`: adds what the array does not have; values are the same when they compare equal. */
export const addToSet: ModifierParser = (argument) => {
  const values = addends(argument);
  return {
    change: (current, target) => {
      if (current && current.type !== BsonType.array) {
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${target.path.split('.').at(-1)}' has non-array type ${typeName(current.type)}`,
        );
      }
      const members = current ? arrayValues(current) : [];
      const known = new Set(members.map(groupKey));
      const fresh = values.filter((value) => {
        const key = groupKey(value);
        return !known.has(key) && known.add(key);
      });
      return current && fresh.length === 0 ? undefined : buildArray([...members, ...fresh]);
    },
  };
};

/** `$pop`: 1 takes the last element away, -1 the first. */
export const pop: ModifierParser = (argument, path) => {
  if (!isNumber(argument.type)) throw failedToParse(`Expected a number in: ${path}: ${show(argument)}`);
  const end = wholeArgument(argument);
  if (end === undefined) throw failedToParse(`Expected an integer: ${path}: ${show(argument)}`);
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${end}`);
  return {
    change: (current, target) => {
      if (!current) return undefined;
      if (current.type !== BsonType.array) {
        throw typeMismatch(
          `Path '${target.path}' contains an element of non-array type '${typeName(current.type)}'`,
        );
      }
      const members = arrayValues(current);
      if (members.length === 0) return undefined;
      return buildArray(end === 1 ? members.slice(0, -1) : members.slice(1));
    },
  };
};

function without(current: RawValue | undefined, matches: (element: RawValue) => boolean): Change {
  if (!current) return undefined;
  if (current.type !== BsonType.array) throw badValue('Cannot apply $pull to a non-array value');
  const members = arrayValues(current);
  const kept = members.filter((element) => !matches(element));
  return kept.length === members.length ? undefined : buildArray(kept);
}

/** Operators of whole filters, which `$pull` applies to documents. */
const FILTER_OPERATORS = new Set(['$and', '$or', '$nor', '$expr']);

/** What `$pull` takes away: elements that meet conditions, documents that match a filter, or equal values. */
function pullTest(argument: RawValue): (element: RawValue) => boolean {
  const first = argument.type === BsonType.object ? elementsOf(argument)[0]?.name : undefined;
  const isFilter = first !== undefined && FILTER_OPERATORS.has(first);
  if ((isOperators(argument) && !isFilter) || argument.type === BsonType.regex) {
    const filter = compileFilter(buildDocument([['', argument]]));
    return (element) => filter.matches(buildDocument([['', element]]));
  }
  if (argument.type === BsonType.object) {
    const filter = compileFilter(subdocument(argument));
    return (element) => element.type === BsonType.object && filter.matches(subdocument(element));
  }
  return (element) => compareValues(element, argument) === 0;
}

export const pull: ModifierParser = (argument) => {
  const matches = pullTest(argument);
  return { change: (current) => without(current, matches) };
};

export const pullAll: ModifierParser = (argument) => {
  if (argument.type !== BsonType.array) {
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(argument.type)}`);
  }
  const unwanted = new Set(arrayValues(argument).map(groupKey));
  return { change: (current) => without(current, (element) => unwanted.has(groupKey(element))) };
};
