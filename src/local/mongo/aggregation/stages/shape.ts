import { MongoError } from '../../errors.ts';
import { BsonType, elementsOf, type RawDocument, type RawValue, subdocument } from '../../values/raw.ts';
import { show, showDocument } from '../../values/show.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { members, textOf, typeName } from '../expression/values.ts';
import { compileAddFields, compileProject, compileUnset } from '../fields/project.ts';
import { perDocument, type Stage, type StageContext, scopeIn } from '../pipeline/stage.ts';

const names = (spec: RawValue): string[] => elementsOf(spec).map(({ name }) => name);

/** `$project`. */
export function compileProjectStage(spec: RawValue, context: StageContext): Stage {
  const { transform, isExclusion } = compileProject(spec, context.variables);
  return perDocument(
    '$project',
    (run) => (doc) => transform(doc, scopeIn(run, doc)),
    isExclusion ? { paths: names(spec) } : undefined,
  );
}

/** `$addFields` and `$set`. */
export function compileAddFieldsStage(spec: RawValue, context: StageContext, name: string): Stage {
  const transform = compileAddFields(spec, context.variables, name);
  return perDocument(name, (run) => (doc) => transform(doc, scopeIn(run, doc)), { paths: names(spec) });
}

/** `$unset`: one path or a list of paths. */
export function compileUnsetStage(spec: RawValue): Stage {
  const list = spec.type === BsonType.array ? members(spec) : [spec];
  if (list.length === 0)
    throw new MongoError(31119, '$unset specification must be a string or an array with at least one field');
  const paths = list.map((path) => {
    if (path.type !== BsonType.string) {
      throw new MongoError(
        31002,
        '$unset specification must be a string or an array containing only string values',
      );
    }
    return textOf(path);
  });
  const transform = compileUnset(paths);
  return perDocument('$unset', () => transform, { paths });
}

function replacement(value: RawValue | undefined, doc: RawDocument): RawDocument {
  if (value?.type !== BsonType.object) {
    throw new MongoError(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was: ${value ? show(value) : 'MISSING'}. Type of resulting value: '${typeName(value)}'. Input document: ${showDocument(doc)}`,
    );
  }
  return subdocument(value);
}

/** `$replaceRoot` and `$replaceWith`. */
export function compileReplaceRoot(spec: RawValue, context: StageContext, name: string): Stage {
  let expression = spec;
  if (name === '$replaceRoot') {
    if (spec.type !== BsonType.object) {
      throw new MongoError(
        40229,
        `expected an object as specification for $replaceRoot stage, got ${typeName(spec)}`,
      );
    }
    expression = namedArguments(spec, name, ['newRoot']).get('newRoot') as RawValue;
  }
  const evaluate = compileExpression(expression, context.variables);
  return perDocument(name, (run) => (doc) => replacement(evaluate(scopeIn(run, doc)), doc));
}
