import { failedToParse, MongoError } from '../../errors.ts';
import { groupKey } from '../../values/key.ts';
import {
  asValue,
  BsonType,
  buildArray,
  elementsOf,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { Meter } from '../accumulators/state.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { checkVariableName } from '../expression/operators/control.ts';
import { type FieldPath, parsePath } from '../expression/path.ts';
import type { Evaluator } from '../expression/scope.ts';
import { textOf } from '../expression/values.ts';
import { setField } from '../fields/set.ts';
import type { Batch } from '../pipeline/source.ts';
import {
  type Run,
  type Stage,
  type StageContext,
  type SubPipeline,
  scopeIn,
  streamOf,
} from '../pipeline/stage.ts';
import { type Equality, equalitiesOf, narrowed } from './equalities.ts';
import { equalsAny, JoinTable, localValues } from './join-keys.ts';
import { collected, collectionName } from './nested.ts';

const OPTIONS = ['from', 'localField', 'foreignField', 'let', 'pipeline'];

interface Join {
  readonly local: FieldPath;
  readonly foreign: string;
}

interface Lookup {
  readonly from: string | undefined;
  readonly as: string;
  readonly join: Join | undefined;
  readonly definitions: ReadonlyArray<readonly [string, Evaluator]>;
  readonly pipeline: SubPipeline | undefined;
  /** The pipeline answers the same for every document. */
  readonly isConstant: boolean;
  /** What the pipeline's `$expr` asks a field to be equal to. */
  readonly equalities: readonly Equality[];
}

function pathText(value: RawValue | undefined, name: string): string {
  if (value?.type !== BsonType.string) throw failedToParse(`$lookup argument '${name}' must be a string`);
  return textOf(value);
}

/** Whether chance has a part in a pipeline. */
function isRandom({ bytes, start, end }: RawValue): boolean {
  const written = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return written.includes('$rand') || written.includes('$sample');
}

function parse(spec: RawValue, context: StageContext): Lookup {
  if (spec.type !== BsonType.object) throw failedToParse('the $lookup specification must be an Object');
  const given = namedArguments(spec, '$lookup', ['as'], OPTIONS);
  const local = given.get('localField');
  const foreign = given.get('foreignField');
  const pipeline = given.get('pipeline');
  if ((local === undefined) !== (foreign === undefined)) {
    throw failedToParse(
      "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
    );
  }
  if (!local && !pipeline) {
    throw failedToParse(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  const vars = given.get('let');
  if (vars && vars.type !== BsonType.object) throw failedToParse("$lookup argument 'let' must be an object");
  const definitions = (vars ? elementsOf(vars) : []).map(({ name, value }): [string, Evaluator] => [
    checkVariableName(name),
    compileExpression(value, context.variables),
  ]);
  const names = [...context.variables, ...definitions.map(([name]) => name)];
  return {
    from: given.has('from') ? collectionName(given.get('from'), '$lookup') : undefined,
    as: pathText(given.get('as'), 'as'),
    join: local && {
      local: parsePath(pathText(local, 'localField')),
      foreign: pathText(foreign, 'foreignField'),
    },
    definitions,
    pipeline: pipeline && context.compile(pipeline, '$lookup', names),
    equalities: pipeline ? equalitiesOf(pipeline, names) : [],
    isConstant: pipeline !== undefined && !local && definitions.length === 0 && !isRandom(pipeline),
  };
}

/** The joined documents of every document of a batch, by one query for all of them. */
async function joinBatch(batch: Batch, { local, foreign }: Join, source: Run['source'], meter: Meter) {
  const values = new Map<string, RawValue>();
  for (const doc of batch) for (const value of localValues(doc, local)) values.set(groupKey(value), value);
  const table = new JoinTable(foreign);
  for await (const found of source.find({ filter: equalsAny(foreign, values.values()) })) {
    for (const doc of found) {
      meter.add(doc.length);
      table.add(doc);
    }
  }
  return (doc: RawDocument) => table.find(localValues(doc, local));
}

/** `$lookup`: by equal fields, by a pipeline with variables, or by both. */
export function compileLookup(spec: RawValue, context: StageContext): Stage {
  const { from, as, join, definitions, pipeline, isConstant, equalities } = parse(spec, context);
  const path = as.split('.');
  parsePath(as);
  if (from === undefined && !pipeline)
    throw failedToParse("missing 'from' option to $lookup stage specification");
  return {
    name: '$lookup',
    changes: { paths: [as] },
    async *run(input, outer) {
      const source = from === undefined ? outer.source : outer.source.other(from);
      let constant: RawValue | undefined;
      const joined = async (doc: RawDocument, matching: RawDocument[] | undefined) => {
        if (!pipeline) return (matching ?? []).map((found) => asValue(found));
        const scope = scopeIn(outer, doc);
        const variables = { ...outer.variables };
        for (const [name, evaluate] of definitions) variables[name] = evaluate(scope);
        const inner: Run = { ...outer, source, variables };
        const input = matching && streamOf(matching);
        return collected(pipeline.run(inner, input, narrowed(equalities, inner)), new Meter('$lookup'));
      };
      for await (const batch of input) {
        const find = join && (await joinBatch(batch, join, source, new Meter('$lookup')));
        const made: RawDocument[] = [];
        for (const doc of batch) {
          const list: RawValue = constant ?? buildArray(await joined(doc, find?.(doc)));
          if (isConstant) constant = list;
          if (list.end > 16 * 1024 * 1024) {
            throw new MongoError(
              4568,
              `Total size of documents in ${from} matching pipeline's $lookup stage exceeds 16793600 bytes`,
            );
          }
          made.push(setField(doc, path, list));
          if (outer.pace.isOver) await outer.pace.rest();
        }
        yield made;
      }
    },
  };
}
