import { MongoError } from '../../errors.ts';
import { compileFilter } from '../../query/filter.ts';
import {
  BsonType,
  buildDocument,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../../values/raw.ts';
import { perDocument, type Stage, type StageContext, variablesDocument } from '../pipeline/stage.ts';

/** The filter of a `$match`, checked as far as that is possible without the values of variables. */
export function checkedFilter(spec: RawValue, variables: readonly string[]): RawDocument {
  if (spec.type !== BsonType.object) {
    throw new MongoError(15959, 'the match filter must be an expression in an object');
  }
  const filter = subdocument(spec);
  compileFilter(filter, {
    variables: buildDocument(variables.map((name): [string, RawValue] => [name, NULL_VALUE])),
  });
  return filter;
}

/** `$match`. */
export function compileMatch(spec: RawValue, context: StageContext): Stage {
  const filter = checkedFilter(spec, context.variables);
  return perDocument(
    '$match',
    (run) => {
      const compiled = compileFilter(filter, { variables: variablesDocument(run.variables) });
      return (doc) => (compiled.matches(doc) ? doc : undefined);
    },
    { paths: [] },
  );
}
