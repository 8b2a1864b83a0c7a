import type { RawDocument, RawValue } from '../values/raw.ts';
import { compileExpression } from './expression/compile.ts';
import { type Evaluator, scopeOf } from './expression/scope.ts';

export { compileExpression } from './expression/compile.ts';
export { type Evaluator, type Scope, scopeOf } from './expression/scope.ts';

const compiled = new WeakMap<RawValue, Evaluator>();

/**
 * The value of an expression for one document; `undefined` when it is missing. The same `expression` object is compiled once.
 * Throws what MongoDB throws: 168 for an unknown operator, 238 for one this server does not have, the operator's own codes.
 */
export function evaluate(
  expression: RawValue,
  doc: RawDocument,
  variables: Record<string, RawValue> = {},
): RawValue | undefined {
  let evaluator = compiled.get(expression);
  if (!evaluator) {
    evaluator = compileExpression(expression, Object.keys(variables));
    compiled.set(expression, evaluator);
  }
  return evaluator(scopeOf(doc, variables));
}

/** Throws what `evaluate` would throw before it has seen a document. */
export function checkExpression(expression: RawValue, variables: Iterable<string> = []): void {
  compileExpression(expression, variables);
}
