import { failedToParse, MongoError } from '../errors.ts';
import type { RawDocument, RawValue } from '../values/raw.ts';
import { CompiledPipeline } from './pipeline/compile.ts';
import { valuesOf } from './pipeline.ts';

/** The stages an update may be made of (manual, "Updates with Aggregation Pipeline"). */
const STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/**
 * Compiles an update that is written as a pipeline; `variables` are the values of `let`. What is answered makes the new
 * document of the old one; whether `_id` stayed the same is for the caller to see. Error 72 for a stage that makes no update.
 */
export function compilePipelineUpdate(
  pipeline: RawValue,
  variables?: RawDocument,
): (doc: RawDocument) => RawDocument {
  const values = valuesOf(variables);
  const compiled = new CompiledPipeline(pipeline, undefined, Object.keys(values));
  const changes = compiled.stages.map(({ written: { name }, stage }) => {
    if (!STAGES.has(name) || !stage.each) {
      throw new MongoError(72, `${name} is not allowed to be used within an update`);
    }
    return stage.each({ variables: values });
  });
  return (doc) =>
    changes.reduce((current, change) => {
      const changed = change(current);
      if (!(changed instanceof Uint8Array)) throw failedToParse('an update must make one document of one');
      return changed;
    }, doc);
}
