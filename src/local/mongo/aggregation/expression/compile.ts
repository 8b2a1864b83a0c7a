import { MongoError, notSupported } from '../../errors.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  NULL_VALUE,
  type RawValue,
} from '../../values/raw.ts';
import { OPERATORS, REFUSED_OPERATORS } from './catalog.ts';
import type { Context } from './operator.ts';
import { parsePath, readPath } from './path.ts';
import { type Evaluator, variable } from './scope.ts';
import { date, textOf } from './values.ts';

/** Variables every expression may read besides `let` and its own; those of `$redact` are added by that stage. */
const SYSTEM_VARIABLES = ['ROOT', 'CURRENT', 'REMOVE', 'NOW'];

/**
 * Compiles an expression once so that it can be evaluated for many documents. `variables` are the names of `let`.
 * Throws 168 for an operator MongoDB does not know, 238 for one this server does not have, 17276 for an unknown variable.
 */
export function compileExpression(expression: RawValue, variables: Iterable<string> = []): Evaluator {
  return compileWith(expression, new Set([...SYSTEM_VARIABLES, ...variables]));
}

function compileWith(expression: RawValue, names: ReadonlySet<string>): Evaluator {
  switch (expression.type) {
    case BsonType.string:
      return compileText(expression, names);
    case BsonType.array: {
      const members = elementsOf(expression).map(({ value }) => compileWith(value, names));
      return (scope) => buildArray(members.map((evaluate) => evaluate(scope) ?? NULL_VALUE));
    }
    case BsonType.object:
      return compileObject(expression, names);
    default:
      return () => expression;
  }
}

function compileText(expression: RawValue, names: ReadonlySet<string>): Evaluator {
  const text = textOf(expression);
  if (!text.startsWith('$')) return () => expression;
  if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  if (!text.startsWith('$$')) {
    const path = parsePath(text.slice(1));
    return (scope) => readPath(scope.current, path);
  }
  const [name = '', ...rest] = text.slice(2).split('.');
  if (name === '') throw new MongoError(16869, 'empty variable names are not allowed');
  const path = rest.length > 0 ? parsePath(rest.join('.')) : [];
  if (name === 'CLUSTER_TIME') {
    throw new MongoError(51144, "Builtin variable '$$CLUSTER_TIME' is not available");
  }
  if (!names.has(name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
  if (name === 'ROOT') return (scope) => readPath(asValue(scope.root), path);
  if (name === 'CURRENT') return (scope) => readPath(scope.current, path);
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW') {
    const now = date(Date.now());
    return (scope) => variable(scope, 'NOW') ?? now;
  }
  return (scope) => readPath(variable(scope, name), path);
}

function compileObject(expression: RawValue, names: ReadonlySet<string>): Evaluator {
  const fields = elementsOf(expression);
  const [first] = fields;
  if (first?.name.startsWith('$')) {
    if (fields.length > 1) {
      throw new MongoError(15983, 'an object representing an expression must have exactly one field');
    }
    return compileOperator(first.name, first.value, names);
  }
  const compiled: Array<[string, Evaluator]> = [];
  for (const { name, value } of fields) {
    if (name.startsWith('$')) {
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
    if (name.includes('.')) throw new MongoError(16412, "FieldPath field names may not contain '.'.");
    compiled.push([name, compileWith(value, names)]);
  }
  return (scope) => {
    const built: Array<[string, RawValue]> = [];
    for (const [name, evaluate] of compiled) {
      const value = evaluate(scope);
      if (value) built.push([name, value]);
    }
    return asValue(buildDocument(built));
  };
}

function compileOperator(name: string, argument: RawValue, names: ReadonlySet<string>): Evaluator {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) {
    if (REFUSED_OPERATORS.has(name)) throw notSupported(`the expression ${name}`);
    throw new MongoError(168, `Unrecognized expression '${name}'`);
  }
  const context: Context = {
    compile: (inner, added = []) =>
      compileWith(inner, added.length > 0 ? new Set([...names, ...added]) : names),
  };
  return operator(argument, context, name);
}
