import { failedToParse, MongoError, notSupported } from '../../errors.ts';
import { compareValues } from '../../values/compare.ts';
import { intValue, toInteger, toNumber } from '../../values/number.ts';
import { asValue, buildDocument, NULL_VALUE, type RawDocument, type RawValue } from '../../values/raw.ts';
import { ACCUMULATORS, compileAccumulator } from '../accumulators/catalog.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import type { Scope } from '../expression/scope.ts';
import { isNullish, textOf } from '../expression/values.ts';
import { type Frame, isOpen, parseFrame, placesOf, splitOutput } from './window-frame.ts';
import { coordinate, height, SERIES, seriesValue } from './window-series.ts';

/** The documents of one partition in their order. */
interface Partition {
  readonly scopes: readonly Scope[];
  /** The first sort key of each. */
  readonly keys: readonly RawValue[];
  /** Whether a document is equal in order to the one before it. */
  readonly ties: readonly boolean[];
}

/** A compiled window function: its value for every document of a partition. */
export type WindowFunction = (partition: Partition) => Array<RawValue | undefined>;

type Compile = (
  argument: RawValue,
  frame: Frame | undefined,
  variables: readonly string[],
  name: string,
) => WindowFunction;

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1_000,
  millisecond: 1,
};

function noWindow(frame: Frame | undefined, name: string): void {
  if (frame) throw failedToParse(`'window' field is not allowed in ${name}`);
}

const numbered =
  (next: (rank: number, place: number, tie: boolean) => number): Compile =>
  (_argument, frame, _variables, name) => {
    noWindow(frame, name);
    return ({ scopes, ties }) => {
      let rank = 0;
      return scopes.map((_, place) => {
        rank = next(rank, place, ties[place] ?? false);
        return intValue(rank);
      });
    };
  };

const shift: Compile = (argument, frame, variables, name) => {
  noWindow(frame, name);
  const given = namedArguments(argument, name, ['output', 'by'], ['default']);
  const output = compileExpression(given.get('output') as RawValue, variables);
  const by = Number(toInteger(given.get('by') as RawValue) ?? Number.NaN);
  if (Number.isNaN(by)) throw failedToParse("'$shift:by' field must be an integer");
  const other = given.get('default');
  const fallback = other && compileExpression(other, variables);
  return ({ scopes }) =>
    scopes.map((scope, place) => {
      const from = scopes[place + by];
      return from ? (output(from) ?? NULL_VALUE) : (fallback?.(scope) ?? NULL_VALUE);
    });
};

const carried: Compile = (argument, frame, variables, name) => {
  noWindow(frame, name);
  const input = compileExpression(argument, variables);
  return ({ scopes }) => {
    let last: RawValue = NULL_VALUE;
    return scopes.map((scope) => {
      const value = input(scope);
      if (!isNullish(value)) last = value;
      return last;
    });
  };
};

/** $expMovingAvg and $linearFill, over the whole partition. */
const wholeSeries: Compile = (argument, frame, variables, name) => {
  noWindow(frame, name);
  const options: Record<string, number> = {};
  let input = argument;
  if (name === '$expMovingAvg') {
    const given = namedArguments(argument, name, ['input'], ['N', 'alpha']);
    if (given.has('N') === given.has('alpha')) throw failedToParse(`${name} takes either N or alpha`);
    input = given.get('input') as RawValue;
    for (const option of ['N', 'alpha']) {
      const value = given.get(option);
      if (value) options[option] = toNumber(value) ?? Number.NaN;
    }
  }
  const evaluate = compileExpression(input, variables);
  return ({ scopes, keys }) => {
    const values = scopes.map(evaluate);
    const points = values.map((value, i) => ({
      x: name === '$linearFill' ? coordinate(keys[i], name) : i,
      y: height(value, name),
    }));
    const computed = points.map((_, place) => seriesValue(name, points, place, options));
    return name === '$linearFill'
      ? computed.map((made, i) => (isNullish(values[i]) ? made : values[i]))
      : computed;
  };
};

/** $derivative and $integral, over the window. */
const slopeOrArea: Compile = (argument, frame, variables, name) => {
  const given = namedArguments(argument, name, ['input'], ['unit']);
  const evaluate = compileExpression(given.get('input') as RawValue, variables);
  const unit = given.get('unit');
  const length = unit ? UNIT_MILLISECONDS[textOf(unit)] : 1;
  if (length === undefined) throw new MongoError(5490704, 'unit must be week or smaller');
  return ({ scopes, keys }) => {
    const xs = keys.map((key) => coordinate(key, name));
    const points = scopes.map((scope, i) => ({
      x: (xs[i] as number) / length,
      y: coordinate(evaluate(scope), name),
    }));
    return points.map((_, place) => {
      const [from, to] = frame ? placesOf(frame, place, points.length, xs) : [0, points.length];
      return seriesValue(name, points.slice(from, to), 0, {});
    });
  };
};

/** An accumulator over the window: one running state where the window begins at the start, else anew for every document. */
const accumulated: Compile = (argument, frame, variables, name) => {
  const spec = asValue(buildDocument([[name, argument]]));
  const { input, create } = compileAccumulator('output', spec, variables);
  const over = (values: ReadonlyArray<RawValue | undefined>) => {
    const state = create();
    for (const value of values) state.add(value);
    return state.result();
  };
  return ({ scopes, keys }) => {
    const values = scopes.map(input);
    if (!frame || (isOpen(frame, 'lower') && isOpen(frame, 'upper'))) {
      const all = over(values);
      return values.map(() => all);
    }
    const xs = frame.by === 'range' ? keys.map((key) => coordinate(key, 'a range')) : [];
    if (!isOpen(frame, 'lower')) {
      return values.map((_, place) => over(values.slice(...placesOf(frame, place, values.length, xs))));
    }
    const state = create();
    let added = 0;
    return values.map((_, place) => {
      for (const [, to] = placesOf(frame, place, values.length, xs); added < to; added++)
        state.add(values[added]);
      return state.result();
    });
  };
};

const FUNCTIONS: Readonly<Record<string, Compile>> = {
  $documentNumber: numbered((_rank, place) => place + 1),
  $rank: numbered((rank, place, tie) => (tie ? rank : place + 1)),
  $denseRank: numbered((rank, _place, tie) => (tie ? rank : rank + 1)),
  $shift: shift,
  $locf: carried,
  $expMovingAvg: wholeSeries,
  $linearFill: wholeSeries,
  $derivative: slopeOrArea,
  $integral: slopeOrArea,
};

/** Every window function besides the accumulators; docs/embedded-mongodb.md lists the same names. */
export const WINDOW_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS);
/** Window functions of MongoDB 7.0 that are refused with 238. */
export const REFUSED_WINDOW_FUNCTIONS: readonly string[] = ['$covariancePop', '$covarianceSamp'];

const NEEDS_SORT = new Set(['$rank', '$denseRank', '$documentNumber', '$shift', ...Object.keys(SERIES)]);

/** Compiles one output field. Errors 5371601 to 5371603 as in window_function_expression.h. */
export function compileWindowFunction(
  spec: RawValue,
  variables: readonly string[],
  isSorted: boolean,
): WindowFunction {
  const { name, argument, window } = splitOutput(spec);
  const frame = parseFrame(window);
  const isBounded = !(isOpen(frame, 'lower') && isOpen(frame, 'upper'));
  if (!isSorted && (isBounded || NEEDS_SORT.has(name))) {
    throw new MongoError(5371601, `${name} requires a sortBy here`);
  }
  const special = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (special) return special(argument, frame, variables, name);
  if (REFUSED_WINDOW_FUNCTIONS.includes(name)) throw notSupported(`the window function ${name}`);
  if (!ACCUMULATORS.includes(name)) throw failedToParse(`Unrecognized window function, ${name}`);
  return accumulated(argument, frame, variables, name);
}

/** Whether two documents stand at the same place of the order: all their sort keys are equal. */
export function sameKeys(a: readonly RawValue[], b: readonly RawValue[]): boolean {
  return a.every((key, i) => compareValues(key, b[i] as RawValue) === 0);
}

/** A document with its scope, as a partition wants it. */
export interface Placed {
  readonly doc: RawDocument;
  readonly scope: Scope;
  readonly partition: RawValue;
  readonly keys: readonly RawValue[];
}
