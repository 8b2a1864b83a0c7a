import { MongoError } from '../../errors.ts';
import { BsonType, elementsOf, NULL_VALUE, type RawValue } from '../../values/raw.ts';
import type { Evaluator, Scope } from './scope.ts';
import { isNullish } from './values.ts';

/** What an operator needs to compile its arguments; `variables` are names its own arguments may use besides. */
export interface Context {
  compile(expression: RawValue, variables?: readonly string[]): Evaluator;
}

/** Turns the argument of `{ $name: argument }` into an evaluator. */
export type Operator = (argument: RawValue, context: Context, name: string) => Evaluator;

/** The operators of a file by name. */
export type OperatorTable = Readonly<Record<string, Operator>>;

type Values = ReadonlyArray<RawValue | undefined>;

/** The expressions of an argument list; a single argument needs no brackets. */
function argumentsOf(argument: RawValue): RawValue[] {
  return argument.type === BsonType.array ? elementsOf(argument).map(({ value }) => value) : [argument];
}

/** Compiles a list of `min` to `max` arguments. Errors 16020 and 28667 as in MongoDB's expression.cpp. */
export function compileList(argument: RawValue, context: Context, name: string, min: number, max: number) {
  const list = argumentsOf(argument);
  if (list.length < min || list.length > max) {
    throw min === max
      ? new MongoError(
          16020,
          `Expression ${name} takes exactly ${min} arguments. ${list.length} were passed in.`,
        )
      : new MongoError(
          28667,
          `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${list.length} were passed in.`,
        );
  }
  return list.map((expression) => context.compile(expression));
}

/** An operator over evaluated arguments. */
export function listOperator(
  min: number,
  max: number,
  compute: (values: Values, name: string) => RawValue | undefined,
): Operator {
  return (argument, context, name) => {
    const list = compileList(argument, context, name, min, max);
    return (scope) =>
      compute(
        list.map((evaluate) => evaluate(scope)),
        name,
      );
  };
}

/** An operator over evaluated arguments that is null as soon as one of them is null or missing. */
export function strictOperator(
  min: number,
  max: number,
  compute: (values: readonly RawValue[], name: string) => RawValue,
): Operator {
  return listOperator(min, max, (values, name) =>
    values.some(isNullish) ? NULL_VALUE : compute(values as readonly RawValue[], name),
  );
}

/** An operator over one value that is null for null and missing. */
export const unaryOperator = (compute: (value: RawValue, name: string) => RawValue): Operator =>
  strictOperator(1, 1, ([value], name) => compute(value as RawValue, name));

const FAILED_TO_PARSE = 9;

/** MongoDB's numbers (expression.cpp) for an argument that is no document, an unknown field and missing fields, where it is not 9. */
const ARGUMENT_CODES: ReadonlyMap<string, number> = new Map([
  ['$cond unknown', 17083],
  ['$cond if', 17080],
  ['$cond then', 17081],
  ['$cond else', 17082],
  ['$filter shape', 28646],
  ['$filter unknown', 28647],
  ['$filter input', 28648],
  ['$filter cond', 28650],
  ['$map shape', 16878],
  ['$map unknown', 16879],
  ['$map input', 16880],
  ['$map in', 16882],
  ['$let shape', 16874],
  ['$let unknown', 16875],
  ['$let vars', 16876],
  ['$let in', 16877],
  ['$reduce shape', 40075],
  ['$reduce unknown', 40076],
  ['$reduce input', 40077],
  ['$reduce initialValue', 40078],
  ['$reduce in', 40079],
]);

/** The fields of an argument that must be a document of known names. */
export function namedArguments(
  argument: RawValue,
  name: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Map<string, RawValue> {
  const wrong = (what: string, message: string) =>
    new MongoError(ARGUMENT_CODES.get(`${name} ${what}`) ?? FAILED_TO_PARSE, message);
  if (argument.type !== BsonType.object) {
    throw wrong('shape', `${name} only supports an object as its argument`);
  }
  const found = new Map<string, RawValue>();
  for (const element of elementsOf(argument)) {
    if (!required.includes(element.name) && !optional.includes(element.name)) {
      throw wrong('unknown', `Unrecognized argument to ${name}: ${element.name}`);
    }
    found.set(element.name, element.value);
  }
  for (const field of required) {
    if (!found.has(field)) throw wrong(field, `Missing '${field}' parameter to ${name}`);
  }
  return found;
}

/** Evaluated named arguments; a name that was not given reads as `undefined`. */
export type NamedValues = (name: string) => RawValue | undefined;

/** An operator whose argument is a document of expressions. */
export function namedOperator(
  required: readonly string[],
  optional: readonly string[],
  compute: (read: NamedValues, given: (name: string) => boolean, name: string) => RawValue | undefined,
): Operator {
  return (argument, context, name) => {
    const compiled = new Map<string, Evaluator>();
    for (const [field, expression] of namedArguments(argument, name, required, optional)) {
      compiled.set(field, context.compile(expression));
    }
    const given = (field: string) => compiled.has(field);
    return (scope: Scope) => compute((field) => compiled.get(field)?.(scope), given, name);
  };
}
