import { asValue, type RawDocument, type RawValue } from '../../values/raw.ts';

/** A variable and the ones around it; the nearest name wins. */
interface Variable {
  readonly name: string;
  readonly value: RawValue | undefined;
  readonly outer: Variable | undefined;
}

/** What an expression sees while it is evaluated: the document, `$$CURRENT` where a stage moved it, and variables. */
export interface Scope {
  readonly root: RawDocument;
  readonly current: RawValue | undefined;
  readonly variables: Variable | undefined;
}

/** A compiled expression. `undefined` is MongoDB's "missing", which is not null. */
export type Evaluator = (scope: Scope) => RawValue | undefined;

/** The scope of one document with the variables of `let` and those the server sets (`NOW`). */
export function scopeOf(
  root: RawDocument,
  variables: Readonly<Record<string, RawValue | undefined>> = {},
): Scope {
  let scope: Scope = { root, current: asValue(root), variables: undefined };
  for (const name in variables) scope = withVariable(scope, name, variables[name]);
  return scope;
}

/** The scope with one more variable; one named CURRENT is where field paths begin. */
export function withVariable(scope: Scope, name: string, value: RawValue | undefined): Scope {
  if (name === 'CURRENT') return { ...scope, current: value };
  return { ...scope, variables: { name, value, outer: scope.variables } };
}

/** The variable of this name, `undefined` when it holds nothing. */
export function variable(scope: Scope, name: string): RawValue | undefined {
  for (let entry = scope.variables; entry; entry = entry.outer) {
    if (entry.name === name) return entry.value;
  }
  return undefined;
}
