import { MongoError } from '../../../errors.ts';
import { compareValues } from '../../../values/compare.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../../../values/raw.ts';
import { namedArguments, namedOperator, type Operator, type OperatorTable } from '../operator.ts';
import { type Evaluator, withVariable } from '../scope.ts';
import { array, isNullish, members, textOf, truthy, typeName } from '../values.ts';
import { wholeArgument } from './array.ts';
import { checkVariableName } from './control.ts';
import { sortMembers } from './sorting.ts';

function variableName(value: RawValue | undefined): string {
  if (value === undefined) return 'this';
  return checkVariableName(value.type === BsonType.string ? textOf(value) : '');
}

const map: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, ['input', 'in'], ['as']);
  const as = variableName(given.get('as'));
  const input = context.compile(given.get('input') as RawValue);
  const body = context.compile(given.get('in') as RawValue, [as]);
  return (scope) => {
    const list = input(scope);
    if (isNullish(list)) return NULL_VALUE;
    if (list.type !== BsonType.array) {
      throw new MongoError(16883, `input to $map must be an array not ${typeName(list)}`);
    }
    return array(members(list).map((member) => body(withVariable(scope, as, member)) ?? NULL_VALUE));
  };
};

const filter: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, ['input', 'cond'], ['as', 'limit']);
  const as = variableName(given.get('as'));
  const input = context.compile(given.get('input') as RawValue);
  const test = context.compile(given.get('cond') as RawValue, [as]);
  const limitGiven = given.get('limit');
  const limit = limitGiven && context.compile(limitGiven);
  return (scope) => {
    const list = input(scope);
    if (isNullish(list)) return NULL_VALUE;
    if (list.type !== BsonType.array) {
      throw new MongoError(28651, `input to $filter must be an array not ${typeName(list)}`);
    }
    const most = limitOf(limit?.(scope));
    const kept: RawValue[] = [];
    for (const member of members(list)) {
      if (kept.length >= most) break;
      if (truthy(test(withVariable(scope, as, member)))) kept.push(member);
    }
    return array(kept);
  };
};

function limitOf(value: RawValue | undefined): number {
  if (isNullish(value)) return Number.POSITIVE_INFINITY;
  const complain = () =>
    new MongoError(327391, '$filter: limit must be represented as a 32-bit integral value');
  const limit = wholeArgument(value, complain);
  if (limit < 1) throw new MongoError(327392, '$filter: limit must be greater than 0');
  return limit;
}

const reduce: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, ['input', 'initialValue', 'in']);
  const input = context.compile(given.get('input') as RawValue);
  const initial = context.compile(given.get('initialValue') as RawValue);
  const body = context.compile(given.get('in') as RawValue, ['this', 'value']);
  return (scope) => {
    const list = input(scope);
    if (isNullish(list)) return NULL_VALUE;
    if (list.type !== BsonType.array) {
      throw new MongoError(40080, `$reduce requires that 'input' be an array, found: ${typeName(list)}`);
    }
    let value = initial(scope);
    for (const member of members(list)) {
      value = body(withVariable(withVariable(scope, 'value', value), 'this', member));
    }
    return value;
  };
};

const sortArray: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, ['input', 'sortBy']);
  const input: Evaluator = context.compile(given.get('input') as RawValue);
  const order = sortMembers(given.get('sortBy') as RawValue);
  return (scope) => {
    const list = input(scope);
    if (isNullish(list)) return NULL_VALUE;
    if (list.type !== BsonType.array) {
      throw new MongoError(
        2942504,
        `The input argument to $sortArray must be an array, but was of type: ${typeName(list)}`,
      );
    }
    return array(order(members(list)));
  };
};

/** $firstN, $lastN, $minN and $maxN over an array. */
const several = (pick: (list: RawValue[], n: number) => RawValue[]): Operator =>
  namedOperator(['n', 'input'], [], (read, _given, name) => {
    const n = wholeArgument(
      read('n') ?? NULL_VALUE,
      () => new MongoError(5787902, "Value for 'n' must be of integral type"),
    );
    if (n < 1) throw new MongoError(5787908, `'n' must be greater than 0, found ${n}`);
    const list = read('input');
    if (list?.type !== BsonType.array) {
      throw new MongoError(5788200, `Input to ${name} must be an array, but is ${typeName(list)}`);
    }
    return array(pick(members(list), n));
  });

const present = (list: RawValue[]) => list.filter((member) => !isNullish(member));

export const iterationOperators: OperatorTable = {
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $sortArray: sortArray,
  $firstN: several((list, n) => list.slice(0, n)),
  $lastN: several((list, n) => list.slice(-n)),
  $minN: several((list, n) => present(list).sort(compareValues).slice(0, n)),
  $maxN: several((list, n) =>
    present(list)
      .sort((a, b) => compareValues(b, a))
      .slice(0, n),
  ),
};
