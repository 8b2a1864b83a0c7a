import { buildDocument, type RawDocument, type RawValue } from '../../values/raw.ts';
import { type Scope, scopeOf } from '../expression/scope.ts';
import { MISSING } from '../expression/values.ts';
import type { Pace } from './pace.ts';
import type { AggregationSource, Batches } from './source.ts';

/** One stage as it was written. */
export interface StageSpec {
  readonly name: string;
  readonly spec: RawValue;
}

/** The variables a pipeline runs with; `undefined` is one that is missing. */
export type Variables = Readonly<Record<string, RawValue | undefined>>;

/** What a stage has while it runs. */
export interface Run {
  readonly source: AggregationSource;
  readonly variables: Variables;
  readonly pace: Pace;
}

/** A run as far as a stage needs it that looks at one document at a time. */
export type Bound = Pick<Run, 'variables'>;

/** One document becomes one, none or several. */
export type Change = (doc: RawDocument) => RawDocument | undefined | Iterable<RawDocument>;

/** A compiled stage; it can run many times. */
export interface Stage {
  readonly name: string;
  /** What it changes, so that a `$match` behind it may be moved before it. */
  readonly changes?: Changes;
  /** What it makes of one document, where that does not depend on others. */
  readonly each?: (run: Bound) => Change;
  run(input: Batches, run: Run): Batches;
}

/** The paths a stage may change; every other path of a document is as it was. */
export interface Changes {
  readonly paths: readonly string[];
}

/** A compiled pipeline inside a stage (`$lookup`, `$facet`, `$unionWith`). */
export interface SubPipeline {
  readonly writes: boolean;
  /** Over `input`, or over the collection of the run; of that only what matches `narrowed`, where it is given. */
  run(run: Run, input?: Batches, narrowed?: RawDocument): Batches;
}

/** What a stage is compiled with. */
export interface StageContext {
  /** Names of the variables that exist here. */
  readonly variables: readonly string[];
  /** The stage around this pipeline, which some stages may not be in. */
  readonly inside: '$facet' | '$lookup' | '$unionWith' | undefined;
  compile(pipeline: RawValue, inside: StageContext['inside'], variables: readonly string[]): SubPipeline;
}

export type StageCompiler = (spec: RawValue, context: StageContext, name: string) => Stage;

/** The scope of one document in a run. */
export const scopeIn = (run: Bound, doc: RawDocument): Scope => scopeOf(doc, run.variables);

/** The variables as a document, for filters and updates; a missing one becomes BSON's undefined, which compares the same. */
export function variablesDocument(variables: Variables): RawDocument {
  return buildDocument(
    Object.entries(variables).map(([name, value]): [string, RawValue] => [name, value ?? MISSING]),
  );
}

const LOOK_EVERY = 32;

/** A stage that makes of every document one, none or several, without looking at others. */
export function perDocument(name: string, each: (run: Bound) => Change, changes?: Changes): Stage {
  return {
    name,
    each,
    ...(changes && { changes }),
    async *run(input, run) {
      const change = each(run);
      for await (const batch of input) {
        const made: RawDocument[] = [];
        for (let i = 0; i < batch.length; i++) {
          const result = change(batch[i] as RawDocument);
          if (result instanceof Uint8Array) made.push(result);
          else if (result) made.push(...result);
          if (i % LOOK_EVERY === 0 && run.pace.isOver) await run.pace.rest();
        }
        if (made.length > 0) yield made;
      }
    },
  };
}

/** Reads a stream to its end, with turns for others between documents. */
export async function eachDocument(
  input: Batches,
  run: Run,
  visit: (doc: RawDocument) => void,
): Promise<void> {
  for await (const batch of input) {
    for (let i = 0; i < batch.length; i++) {
      visit(batch[i] as RawDocument);
      if (i % LOOK_EVERY === 0 && run.pace.isOver) await run.pace.rest();
    }
  }
}

const BATCH = 256;

/** Cuts a list into batches. */
function* batchesOf(documents: Iterable<RawDocument>): Generator<RawDocument[]> {
  let batch: RawDocument[] = [];
  for (const doc of documents) {
    batch.push(doc);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** A stream of documents that are at hand already. */
export async function* streamOf(documents: Iterable<RawDocument>): Batches {
  yield* batchesOf(documents);
}
