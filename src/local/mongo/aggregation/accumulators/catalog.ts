import { failedToParse, MongoError, notSupported, typeMismatch } from '../../errors.ts';
import { isNumeric } from '../../values/arithmetic.ts';
import { compareValues } from '../../values/compare.ts';
import { toInteger } from '../../values/number.ts';
import { asValue, BsonType, buildArray, elementsOf, NULL_VALUE, type RawValue } from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { parsePath, readPath } from '../expression/path.ts';
import { type Evaluator, scopeOf } from '../expression/scope.ts';
import { isNullish } from '../expression/values.ts';
import { addToSet, counted, merged, push } from './collect.ts';
import { average, deviation, sum } from './numeric.ts';
import { best, edge, first, last, max, min, ranked } from './pick.ts';
import type { CreateState } from './state.ts';

/** A compiled accumulator: what it reads of every document, and a fresh state for every group. */
export interface Accumulator {
  readonly input: Evaluator;
  readonly create: CreateState;
}

/** Accumulators whose argument is one expression. */
const SIMPLE: Readonly<Record<string, CreateState>> = {
  $sum: sum,
  $avg: average,
  $min: min,
  $max: max,
  $first: first,
  $last: last,
  $push: push,
  $addToSet: addToSet,
  $mergeObjects: merged,
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
};

type Compile = (argument: RawValue, variables: Iterable<string>, name: string) => Accumulator;

function constantCount(value: RawValue, variables: Iterable<string>): number {
  const constant = compileExpression(value, variables)(scopeOf(new Uint8Array([5, 0, 0, 0, 0])));
  const whole = isNumeric(constant) ? toInteger(constant) : undefined;
  if (whole === undefined) throw new MongoError(5787902, "Value for 'n' must be of integral type");
  if (whole < 1n) throw new MongoError(5787908, `'n' must be greater than 0, found ${whole}`);
  return Number(whole);
}

/** $firstN, $lastN, $minN and $maxN: `{ input, n }` with `n` the same for all groups. */
const several =
  (create: (n: number) => CreateState): Compile =>
  (argument, variables, name) => {
    const given = namedArguments(argument, name, ['input', 'n']);
    const n = constantCount(given.get('n') as RawValue, variables);
    return { input: compileExpression(given.get('input') as RawValue, variables), create: create(n) };
  };

/** $top, $bottom (`{ output, sortBy }`), $topN and $bottomN (with `n`). */
const top =
  (bottom: boolean, single: boolean): Compile =>
  (argument, variables, name) => {
    const given = namedArguments(argument, name, single ? ['output', 'sortBy'] : ['output', 'sortBy', 'n']);
    const sortBy = given.get('sortBy') as RawValue;
    if (sortBy.type !== BsonType.object) {
      throw failedToParse(`expected 'sortBy' to be an object in the arguments to ${name}`);
    }
    const keys = elementsOf(sortBy).map((key) => ({
      path: parsePath(key.name),
      sign: toInteger(key.value) === -1n ? -1 : 1,
    }));
    const output = compileExpression(given.get('output') as RawValue, variables);
    return {
      input: (scope) =>
        buildArray([
          ...keys.map(({ path }) => readPath(asValue(scope.root), path) ?? NULL_VALUE),
          output(scope) ?? NULL_VALUE,
        ]),
      create: ranked(
        single ? 1 : constantCount(given.get('n') as RawValue, variables),
        keys.map(({ sign }) => sign),
        bottom,
        single,
      ),
    };
  };

const present = (value: RawValue) => !isNullish(value);

const COMPLEX: Readonly<Record<string, Compile>> = {
  $count: (argument) => {
    if (argument.type !== BsonType.object || elementsOf(argument).length > 0) {
      throw typeMismatch('$count takes no arguments, i.e. $count:{}');
    }
    return { input: () => NULL_VALUE, create: counted };
  },
  $firstN: several((n) => edge(n, false)),
  $lastN: several((n) => edge(n, true)),
  $minN: several((n) => best(n, compareValues, present)),
  $maxN: several((n) => best(n, (a, b) => compareValues(b, a), present)),
  $top: top(false, true),
  $topN: top(false, false),
  $bottom: top(true, true),
  $bottomN: top(true, false),
};

/** Every accumulator of `$group`; docs/embedded-mongodb.md lists the same names. */
export const ACCUMULATORS: readonly string[] = [...Object.keys(SIMPLE), ...Object.keys(COMPLEX)];

/** Accumulators of MongoDB 7.0 that are refused with 238. */
export const REFUSED_ACCUMULATORS: readonly string[] = ['$accumulator', '$median', '$percentile'];

/** Compiles `{ $name: argument }`. Errors 40234, 40237, 40238 and 15952 as in MongoDB's accumulation_statement.cpp. */
export function compileAccumulator(field: string, spec: RawValue, variables: Iterable<string>): Accumulator {
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`);
  if (field.startsWith('$'))
    throw new MongoError(40236, `The field name '${field}' cannot be an operator name`);
  const elements = spec.type === BsonType.object ? elementsOf(spec) : [];
  const [operator] = elements;
  if (!operator) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (elements.length > 1) {
    throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  }
  const { name, value } = operator;
  if (Object.hasOwn(COMPLEX, name)) return (COMPLEX[name] as Compile)(value, variables, name);
  if (Object.hasOwn(SIMPLE, name)) {
    if (value.type === BsonType.array) {
      const list = elementsOf(value);
      if (list.length !== 1) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
      return {
        input: compileExpression((list[0] as { value: RawValue }).value, variables),
        create: SIMPLE[name] as CreateState,
      };
    }
    return { input: compileExpression(value, variables), create: SIMPLE[name] as CreateState };
  }
  if (REFUSED_ACCUMULATORS.includes(name)) throw notSupported(`the accumulator ${name}`);
  throw new MongoError(15952, `unknown group operator '${name}'`);
}
