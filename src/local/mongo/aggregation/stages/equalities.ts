import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  fieldAt,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import { type Evaluator, scopeOf } from '../expression/scope.ts';
import { textOf } from '../expression/values.ts';
import type { Bound } from '../pipeline/stage.ts';

/** `{ $eq: ['$path', '$$variable'] }` in the `$expr` a pipeline begins with. */
export interface Equality {
  readonly path: string;
  readonly value: Evaluator;
}

/** The equalities every document has to keep that the pipeline lets through. */
export function equalitiesOf(pipeline: RawValue, variables: readonly string[]): Equality[] {
  const stage = fieldAt(pipeline.bytes, pipeline.start, '0');
  const match = stage?.type === BsonType.object ? fieldAt(stage.bytes, stage.start, '$match') : undefined;
  const expression = match?.type === BsonType.object ? fieldAt(match.bytes, match.start, '$expr') : undefined;
  return expression ? inExpression(expression, variables) : [];
}

function inExpression(expression: RawValue, variables: readonly string[]): Equality[] {
  if (expression.type !== BsonType.object) return [];
  const [operator] = elementsOf(expression);
  if (operator?.value.type !== BsonType.array) return [];
  const list = elementsOf(operator.value).map(({ value }) => value);
  if (operator.name === '$and') return list.flatMap((part) => inExpression(part, variables));
  if (operator.name !== '$eq') return [];
  const isText = (value: RawValue | undefined): value is RawValue => value?.type === BsonType.string;
  const field = list.find((side) => isText(side) && /^\$[^$]/.test(textOf(side)));
  const variable = list.find((side) => isText(side) && textOf(side).startsWith('$$'));
  if (!field || !variable || /^\$\$(ROOT|CURRENT|REMOVE)\b/.test(textOf(variable))) return [];
  return [{ path: textOf(field).slice(1), value: compileExpression(variable, variables) }];
}

/** Where an equality of expressions and one of filters differ: filters find null in missing fields and look into arrays. */
const DIFFERENT: ReadonlySet<number> = new Set([
  BsonType.null,
  BsonType.undefined,
  BsonType.array,
  BsonType.regex,
]);

/**
 * A filter that an index can serve and that lets through at least what the equalities do, for these values of the
 * variables; undefined when there is none.
 */
export function narrowed(equalities: readonly Equality[], bound: Bound): RawDocument | undefined {
  const scope = scopeOf(buildDocument([]), bound.variables);
  const conditions: Array<[string, RawValue]> = [];
  for (const { path, value } of equalities) {
    const found = value(scope);
    if (found && !DIFFERENT.has(found.type))
      conditions.push([path, asValue(buildDocument([['$eq', found]]))]);
  }
  return conditions.length > 0 ? buildDocument(conditions) : undefined;
}
