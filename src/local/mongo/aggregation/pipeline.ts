import { MongoError } from '../errors.ts';
import type { Deadline } from '../execute/slices.ts';
import { buildDocument, elements, type RawDocument, type RawValue } from '../values/raw.ts';
import { compileExpression } from './expression/compile.ts';
import { scopeOf } from './expression/scope.ts';
import { date, MISSING } from './expression/values.ts';
import { CompiledPipeline } from './pipeline/compile.ts';
import { Pace } from './pipeline/pace.ts';
import type { AggregationSource, Batches, FindRequest } from './pipeline/source.ts';
import type { StageSpec } from './pipeline/stage.ts';

export type { AggregationSource, Batches, FindRequest } from './pipeline/source.ts';

/** A pipeline that was checked and can run. */
export interface Pipeline {
  /** What it asks of its collection first: for the planner, and for explain. */
  readonly request: FindRequest;
  /** The stages after that. */
  readonly rest: readonly StageSpec[];
  /** True when it ends in `$out` or `$merge`. */
  readonly writes: boolean;
  /** True when it begins with `$documents` and asks no collection. */
  readonly isSourceless: boolean;
  run(source: AggregationSource, deadline?: Deadline): Batches;
}

/** The values of a command's `let`: its expressions are evaluated once, without a document. */
export function evaluateLet(definitions: RawDocument | undefined): RawDocument {
  if (!definitions) return buildDocument([]);
  const scope = scopeOf(buildDocument([]));
  return buildDocument(
    elements(definitions).map(({ name, value }): [string, RawValue] => [
      name,
      compileExpression(value)(scope) ?? MISSING,
    ]),
  );
}

/**
 * Compiles a pipeline; `variables` are the values of `let`. Throws what is wrong with it before anything is read:
 * 40324 for an unknown stage, 168 for an unknown expression, 15952 for an unknown accumulator, 238 for what is left out.
 */
export function compilePipeline(pipeline: RawValue, variables?: RawDocument): Pipeline {
  const values = valuesOf(variables);
  const compiled = new CompiledPipeline(pipeline, undefined, Object.keys(values));
  return {
    request: compiled.request,
    rest: compiled.rest.map(({ written }) => written),
    writes: compiled.writes,
    isSourceless: compiled.isSourceless,
    run: (source, deadline) => named(compiled.run({ source, variables: values, pace: new Pace(deadline) })),
  };
}

/** The variables of a pipeline: those of `let`, and NOW. */
export function valuesOf(variables: RawDocument | undefined): Record<string, RawValue> {
  const values: Record<string, RawValue> = { NOW: date(Date.now()) };
  for (const { name, value } of variables ? elements(variables) : []) values[name] = value;
  return values;
}

/** What a document may be large at most on its way: 16 MB and a little, as in MongoDB (`BSONObjMaxInternalSize`). */
const MAX_BYTES = 16 * 1024 * 1024 + 16 * 1024;

function checkSize({ length }: RawDocument): void {
  if (length <= MAX_BYTES) return;
  throw new MongoError(
    10334,
    `BSONObj size: ${length} is invalid. Size must be between 0 and ${MAX_BYTES}(16MB)`,
  );
}

/** Errors while a pipeline runs say so, as MongoDB's do. */
async function* named(batches: Batches): Batches {
  try {
    for await (const batch of batches) {
      for (const doc of batch) checkSize(doc);
      yield batch;
    }
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    const message = `PlanExecutor error during aggregation :: caused by :: ${error.message}`;
    throw new MongoError(error.code, message, error.extra);
  }
}
