import { MongoError, notSupported, typeMismatch } from '../../errors.ts';
import { BsonType, elementsOf, type RawDocument, type RawValue } from '../../values/raw.ts';
import { REFUSED_STAGES, STAGES } from '../stages/catalog.ts';
import { limitOf } from '../stages/paging.ts';
import { compileSortStage } from '../stages/sort.ts';
import { allOf, countingStage, splitFront } from './front.ts';
import { type CompiledStage, matchFirst } from './reorder.ts';
import type { Batches, FindRequest } from './source.ts';
import {
  type Run,
  type StageCompiler,
  type StageContext,
  type StageSpec,
  type SubPipeline,
  streamOf,
  variablesDocument,
} from './stage.ts';

const MAX_STAGES = 1000;
const LAST_ONLY = new Set(['$out', '$merge']);
const FIRST_ONLY = new Set(['$documents']);
const NOT_IN_FACET = new Set(['$facet', '$out', '$merge', '$documents']);

/** The stages of a pipeline by name. Errors 14, 40323, 40324, 40573, 238 and 7749501 as in pipeline.cpp. */
function parseStages(pipeline: RawValue): StageSpec[] {
  if (pipeline.type !== BsonType.array) throw typeMismatch("'pipeline' option must be specified as an array");
  const stages = elementsOf(pipeline).map(({ value }) => {
    if (value.type !== BsonType.object) {
      throw typeMismatch("Each element of the 'pipeline' array must be an object");
    }
    const fields = elementsOf(value);
    const [field] = fields;
    if (!field || fields.length > 1) {
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    return { name: field.name, spec: field.value };
  });
  if (stages.length > MAX_STAGES) {
    throw new MongoError(7749501, `Pipeline length must be no longer than ${MAX_STAGES} stages`);
  }
  return stages;
}

function compilerOf(name: string): StageCompiler {
  const compiler = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
  if (compiler) return compiler;
  if (name === '$changeStream') {
    throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets');
  }
  if (REFUSED_STAGES.includes(name)) throw notSupported(`the stage ${name}`);
  throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
}

function checkPlace(name: string, index: number, count: number, inside: StageContext['inside']): void {
  if (LAST_ONLY.has(name)) {
    if (inside === '$lookup' || inside === '$unionWith') {
      throw new MongoError(51047, `${name} is not allowed within a ${inside}'s sub-pipeline`);
    }
    if (index < count - 1) throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
  }
  if (FIRST_ONLY.has(name) && index > 0) {
    throw new MongoError(40602, `${name} is only valid as the first stage in a pipeline`);
  }
  if (inside === '$facet' && NOT_IN_FACET.has(name)) {
    throw new MongoError(40600, `${name} is not allowed to be used within a $facet stage`);
  }
}

/** A compiled pipeline: what it asks of its collection first, and the stages that follow. */
export class CompiledPipeline implements SubPipeline {
  readonly request: FindRequest;
  readonly rest: readonly CompiledStage[];
  readonly writes: boolean;
  readonly stages: readonly CompiledStage[];

  constructor(pipeline: RawValue, inside: StageContext['inside'], variables: readonly string[]) {
    const written = parseStages(pipeline);
    const context: StageContext = { variables, inside, compile };
    const stages = written.map((entry, index): CompiledStage => {
      const compiler = compilerOf(entry.name);
      checkPlace(entry.name, index, written.length, inside);
      const next = written[index + 1];
      const stage =
        entry.name === '$sort' && next?.name === '$limit'
          ? compileSortStage(entry.spec, limitOf(next.spec))
          : compiler(entry.spec, context, entry.name);
      return { written: entry, stage };
    });
    this.stages = matchFirst(stages);
    this.writes = LAST_ONLY.has(written.at(-1)?.name ?? '');
    const front = splitFront(this.stages);
    this.request = front.request;
    this.rest = front.rest;
  }

  /** The first stage makes its own documents and asks no collection. */
  get isSourceless(): boolean {
    return FIRST_ONLY.has(this.stages[0]?.written.name ?? '');
  }

  run(run: Run, input?: Batches, narrowed?: RawDocument): Batches {
    if (input) return through(this.stages, input, run);
    if (this.isSourceless) return through(this.stages, streamOf([]), run);
    const filter = allOf([narrowed, this.request.filter]);
    const request = {
      ...this.request,
      ...(filter && { filter }),
      variables: variablesDocument(run.variables),
    };
    const [first, ...others] = this.rest;
    const counting = first && !request.sort && countingStage(first);
    if (!counting) return through(this.rest, run.source.find(request), run);
    return through(others, counted(run.source.count(request), counting), run);
  }
}

const compile: StageContext['compile'] = (pipeline, inside, variables) =>
  new CompiledPipeline(pipeline, inside, variables);

async function* counted(count: Promise<number>, document: (n: number) => RawDocument): Batches {
  const n = await count;
  if (n > 0) yield [document(n)];
}

function through(stages: readonly CompiledStage[], input: Batches, run: Run): Batches {
  return stages.reduce((stream, { stage }) => stage.run(stream, run), input);
}
