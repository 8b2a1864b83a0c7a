import { MongoError } from '../../../errors.ts';
import { BsonType, elementsOf, type RawValue } from '../../../values/raw.ts';
import { compileList, namedArguments, type Operator, type OperatorTable } from '../operator.ts';
import { type Evaluator, withVariable } from '../scope.ts';
import { truthy } from '../values.ts';

const cond: Operator = (argument, context, name) => {
  let parts: Evaluator[];
  if (argument.type === BsonType.object) {
    const given = namedArguments(argument, name, ['if', 'then', 'else']);
    parts = ['if', 'then', 'else'].map((part) => context.compile(given.get(part) as RawValue));
  } else parts = compileList(argument, context, name, 3, 3);
  const [test, then, otherwise] = parts as [Evaluator, Evaluator, Evaluator];
  return (scope) => (truthy(test(scope)) ? then(scope) : otherwise(scope));
};

const switchOperator: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, [], ['branches', 'default']);
  const branches = given.get('branches');
  if (branches && branches.type !== BsonType.array) {
    throw new MongoError(40061, `$switch expected an array for 'branches'`);
  }
  const compiled = (branches ? elementsOf(branches) : []).map(({ value }) => {
    const branch = namedArguments(value, name, ['case', 'then']);
    return {
      test: context.compile(branch.get('case') as RawValue),
      answer: context.compile(branch.get('then') as RawValue),
    };
  });
  if (compiled.length === 0) throw new MongoError(40068, '$switch requires at least one branch.');
  const fallback = given.get('default');
  const otherwise = fallback && context.compile(fallback);
  return (scope) => {
    for (const { test, answer } of compiled) if (truthy(test(scope))) return answer(scope);
    if (otherwise) return otherwise(scope);
    throw new MongoError(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
};

/** Checks the name of a variable that a `$let`, `$map` or the like defines: error 16867 as in MongoDB's variable_validation.cpp. */
export function checkVariableName(name: string): string {
  if (name === '') throw new MongoError(16866, 'empty variable names are not allowed');
  if (name !== 'CURRENT' && !/^[a-z\u0080-\uffff]/.test(name)) {
    throw new MongoError(16867, `'${name}' starts with an invalid character for a user variable name`);
  }
  if (!/^[\w\u0080-\uffff]*$/.test(name)) {
    throw new MongoError(16868, `'${name}' contains an invalid character for a variable name`);
  }
  return name;
}

const letOperator: Operator = (argument, context, name) => {
  const given = namedArguments(argument, name, ['vars', 'in']);
  const definitions = elementsOf(given.get('vars') as RawValue).map(({ name: variable, value }) => ({
    variable: checkVariableName(variable),
    evaluate: context.compile(value),
  }));
  const body = context.compile(
    given.get('in') as RawValue,
    definitions.map(({ variable }) => variable),
  );
  return (scope) => {
    let inner = scope;
    for (const { variable, evaluate } of definitions) inner = withVariable(inner, variable, evaluate(scope));
    return body(inner);
  };
};

const literal: Operator = (argument) => () => argument;

export const controlOperators: OperatorTable = {
  $cond: cond,
  $switch: switchOperator,
  $let: letOperator,
  $literal: literal,
  $const: literal,
};
