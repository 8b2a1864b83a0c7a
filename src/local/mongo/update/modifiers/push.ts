import { badValue } from '../../errors.ts';
import { compileSort } from '../../sort/sort.ts';
import { compareValues } from '../../values/compare.ts';
import { toNumber } from '../../values/number.ts';
import { arrayValues } from '../../values/path.ts';
import {
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  getField,
  type RawElement,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';
import { typeName } from '../../values/type-name.ts';
import { identical } from '../identical.ts';
import type { ModifierParser } from '../modifier.ts';
import { wholeArgument } from './numbers.ts';

interface Push {
  readonly values: RawValue[];
  readonly position: number;
  readonly slice: number | undefined;
  readonly compare: ((a: RawValue, b: RawValue) => number) | undefined;
}

const CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

function clausesOf(argument: RawValue): Map<string, RawValue> {
  const clauses = new Map<string, RawValue>();
  for (const { name, value } of elementsOf(argument)) {
    if (!CLAUSES.has(name)) throw badValue(`Unrecognized clause in $push: ${name}`);
    if (clauses.has(name)) throw badValue(`Only one ${name} is supported.`);
    clauses.set(name, value);
  }
  return clauses;
}

function parsePush(argument: RawValue): Push {
  const each = argument.type === BsonType.object ? getField(subdocument(argument), '$each') : undefined;
  if (!each)
    return { values: [argument], position: Number.POSITIVE_INFINITY, slice: undefined, compare: undefined };
  const clauses = clausesOf(argument);
  if (each.type !== BsonType.array) {
    throw badValue(
      `The argument to $each in $push must be an array but it was of type: ${typeName(each.type)}`,
    );
  }
  const position = clauses.get('$position');
  const slice = clauses.get('$slice');
  const sort = clauses.get('$sort');
  return {
    values: arrayValues(each),
    position: position ? wholePosition(position) : Number.POSITIVE_INFINITY,
    slice: slice && wholeSlice(slice),
    compare: sort && parseElementSort(sort),
  };
}

function wholePosition(value: RawValue): number {
  const whole = wholeArgument(value);
  if (whole !== undefined) return whole;
  throw badValue(`The value for $position must be an integer value, not of type: ${typeName(value.type)}`);
}

function wholeSlice(value: RawValue): number {
  const whole = wholeArgument(value);
  if (whole !== undefined) return whole;
  throw badValue(`The value for $slice must be an integer value but was given type: ${typeName(value.type)}`);
}

function directionOf(value: RawValue): 1 | -1 {
  const direction = toNumber(value);
  if (direction !== 1 && direction !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return direction;
}

function checkSortField({ name, value }: RawElement): void {
  directionOf(value);
  if (name === '') throw badValue('The $sort field cannot be empty');
  if (name.split('.').includes('')) {
    throw badValue(`The $sort field is a dotted field but has an empty part: ${name}`);
  }
}

/** Sorts whole elements (1 or -1) or by fields of them. */
function parseElementSort(value: RawValue): (a: RawValue, b: RawValue) => number {
  if (toNumber(value) !== undefined) {
    const direction = directionOf(value);
    return (a, b) => direction * compareValues(a, b);
  }
  if (value.type !== BsonType.object) {
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  }
  const fields = elementsOf(value);
  if (fields.length === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.');
  for (const field of fields) checkSortField(field);
  const sort = compileSort(subdocument(value));
  const asDocument = (element: RawValue) =>
    element.type === BsonType.object ? subdocument(element) : buildDocument([]);
  return (a, b) => sort.compare(asDocument(a), asDocument(b));
}

function sliced(values: RawValue[], slice: number): RawValue[] {
  if (slice === 0) return [];
  return slice > 0 ? values.slice(0, slice) : values.slice(slice);
}

/** `$push` with `$each`, `$position`, `$sort` and `$slice`, which are done in this order. */
export const push: ModifierParser = (argument) => {
  const { values, position, slice, compare } = parsePush(argument);
  return {
    change: (current, target) => {
      if (current && current.type !== BsonType.array) {
        throw badValue(
          `The field '${target.path}' must be an array but is of type ${typeName(current.type)} in document ${target.document()}`,
        );
      }
      let elements = current ? arrayValues(current) : [];
      const at = position < 0 ? Math.max(elements.length + position, 0) : Math.min(position, elements.length);
      elements.splice(at, 0, ...values);
      if (compare) elements.sort(compare);
      if (slice !== undefined) elements = sliced(elements, slice);
      const after = buildArray(elements);
      return current && identical(current, after) ? undefined : after;
    },
  };
};
