import { MongoError } from '../../errors.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import { type Scope, withVariable } from '../expression/scope.ts';
import { string, textOf } from '../expression/values.ts';
import { perDocument, type Stage, type StageContext, scopeIn } from '../pipeline/stage.ts';

const DECISIONS = ['DESCEND', 'PRUNE', 'KEEP'] as const;

/** `$redact`: keeps, prunes or goes down into every embedded document. */
export function compileRedact(spec: RawValue, context: StageContext): Stage {
  const evaluate = compileExpression(spec, [...context.variables, ...DECISIONS]);

  const redactDocument = (value: RawValue, scope: Scope): RawValue | undefined => {
    const decided = evaluate(withVariable(scope, 'CURRENT', value));
    const decision = decided?.type === BsonType.string ? textOf(decided) : undefined;
    if (decision === 'KEEP') return value;
    if (decision === 'PRUNE') return undefined;
    if (decision !== 'DESCEND') {
      throw new MongoError(
        17053,
        "$redact's expression should not return anything aside from the variables $$KEEP, $$DESCEND, and $$PRUNE",
      );
    }
    const kept: Array<[string, RawValue]> = [];
    for (const { name, value: field } of elementsOf(value)) {
      const inner = redactValue(field, scope);
      if (inner) kept.push([name, inner]);
    }
    return asValue(buildDocument(kept));
  };
  const redactValue = (value: RawValue, scope: Scope): RawValue | undefined => {
    if (value.type === BsonType.object) return redactDocument(value, scope);
    if (value.type !== BsonType.array) return value;
    const kept: RawValue[] = [];
    for (const member of elementsOf(value)) {
      const inner = redactValue(member.value, scope);
      if (inner) kept.push(inner);
    }
    return buildArray(kept);
  };
  return perDocument('$redact', (run) => (doc: RawDocument) => {
    let scope = scopeIn(run, doc);
    for (const decision of DECISIONS) scope = withVariable(scope, decision, string(decision));
    const result = redactDocument(asValue(doc), scope);
    return result && subdocument(result);
  });
}
