import { compareValues } from '../../../values/compare.ts';
import { intValue } from '../../../values/number.ts';
import type { RawValue } from '../../../values/raw.ts';
import { compileList, listOperator, type Operator, type OperatorTable } from '../operator.ts';
import { boolean, isNullish, MISSING, truthy } from '../values.ts';

/** BSON order with "missing" before null, as expressions compare. */
export function compareOptional(a: RawValue | undefined, b: RawValue | undefined): number {
  return Math.sign(compareValues(a ?? MISSING, b ?? MISSING));
}

const comparison = (holds: (order: number) => boolean): Operator =>
  listOperator(2, 2, ([a, b]) => boolean(holds(compareOptional(a, b))));

const and: Operator = (argument, context, name) => {
  const list = compileList(argument, context, name, 0, Number.POSITIVE_INFINITY);
  return (scope) => boolean(list.every((evaluate) => truthy(evaluate(scope))));
};

const or: Operator = (argument, context, name) => {
  const list = compileList(argument, context, name, 0, Number.POSITIVE_INFINITY);
  return (scope) => boolean(list.some((evaluate) => truthy(evaluate(scope))));
};

const ifNull: Operator = (argument, context, name) => {
  const list = compileList(argument, context, name, 2, Number.POSITIVE_INFINITY);
  return (scope) => {
    let value: RawValue | undefined;
    for (const evaluate of list) {
      value = evaluate(scope);
      if (!isNullish(value)) return value;
    }
    return value;
  };
};

export const comparisonOperators: OperatorTable = {
  $cmp: listOperator(2, 2, ([a, b]) => intValue(compareOptional(a, b))),
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $and: and,
  $or: or,
  $not: listOperator(1, 1, ([value]) => boolean(!truthy(value))),
  $ifNull: ifNull,
};
