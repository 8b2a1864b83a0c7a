import { MongoError } from '../../../errors.ts';
import { compareValues } from '../../../values/compare.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { listOperator, type OperatorTable } from '../operator.ts';
import { array, boolean, isNullish, members, truthy, typeName } from '../values.ts';

/** Sorted and without repeats: how MongoDB orders what a set operator answers is left open, this order is stable. */
function distinct(list: readonly RawValue[]): RawValue[] {
  const sorted = [...list].sort(compareValues);
  return sorted.filter((value, i) => i === 0 || compareValues(sorted[i - 1] as RawValue, value) !== 0);
}

const has = (list: readonly RawValue[], sought: RawValue) =>
  list.some((value) => compareValues(value, sought) === 0);

function setOf(value: RawValue | undefined, code: number, message: (type: string) => string): RawValue[] {
  if (value?.type !== BsonType.array) throw new MongoError(code, message(typeName(value)));
  return distinct(members(value));
}

function union(values: ReadonlyArray<RawValue | undefined>): RawValue {
  if (values.some(isNullish)) return NULL_VALUE;
  const all = values.flatMap((value) =>
    setOf(
      value,
      17043,
      (type) => `All operands of $setUnion must be arrays. One argument is of type: ${type}`,
    ),
  );
  return array(distinct(all));
}

function intersection(values: ReadonlyArray<RawValue | undefined>): RawValue {
  if (values.some(isNullish)) return NULL_VALUE;
  const [first = [], ...rest] = values.map((value) =>
    setOf(
      value,
      17047,
      (type) => `All operands of $setIntersection must be arrays. One argument is of type: ${type}`,
    ),
  );
  return array(first.filter((value) => rest.every((other) => has(other, value))));
}

function equals(values: ReadonlyArray<RawValue | undefined>): RawValue {
  const [first = [], ...rest] = values.map((value) =>
    setOf(
      value,
      17044,
      (type) => `All operands of $setEquals must be arrays. One argument is of type: ${type}`,
    ),
  );
  return boolean(
    rest.every((other) => other.length === first.length && other.every((value) => has(first, value))),
  );
}

export const setOperators: OperatorTable = {
  $setUnion: listOperator(0, Number.POSITIVE_INFINITY, union),
  $setIntersection: listOperator(0, Number.POSITIVE_INFINITY, intersection),
  $setEquals: listOperator(2, Number.POSITIVE_INFINITY, equals),
  $setDifference: listOperator(2, 2, ([left, right]) => {
    if (isNullish(left) || isNullish(right)) return NULL_VALUE;
    const check = (value: RawValue, code: number, which: string) =>
      setOf(
        value,
        code,
        (type) => `both operands of $setDifference must be arrays. ${which} argument is of type: ${type}`,
      );
    check(left, 17048, 'First');
    const without = check(right, 17049, 'Second');
    const kept: RawValue[] = [];
    for (const value of members(left)) if (!has(without, value) && !has(kept, value)) kept.push(value);
    return array(kept);
  }),
  $setIsSubset: listOperator(2, 2, ([part, whole]) => {
    const check = (value: RawValue | undefined, code: number, which: string) =>
      setOf(
        value,
        code,
        (type) => `both operands of $setIsSubset must be arrays. ${which} argument is of type: ${type}`,
      );
    const inner = check(part, 17046, 'First');
    const outer = check(whole, 17042, 'Second');
    return boolean(inner.every((value) => has(outer, value)));
  }),
  $allElementsTrue: listOperator(1, 1, ([list]) => {
    if (list?.type !== BsonType.array) {
      throw new MongoError(17040, `$allElementsTrue's argument must be an array, but is ${typeName(list)}`);
    }
    return boolean(members(list).every(truthy));
  }),
  $anyElementTrue: listOperator(1, 1, ([list]) => {
    if (list?.type !== BsonType.array) {
      throw new MongoError(17041, `$anyElementTrue's argument must be an array, but is ${typeName(list)}`);
    }
    return boolean(members(list).some(truthy));
  }),
};
