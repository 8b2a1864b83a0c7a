import { failedToParse, MongoError } from '../../errors.ts';
import { compareValues } from '../../values/compare.ts';
import { toInteger } from '../../values/number.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { Meter } from '../accumulators/state.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { parsePath, readPath } from '../expression/path.ts';
import { isNullish, members, string, textOf } from '../expression/values.ts';
import { setField } from '../fields/set.ts';
import {
  eachDocument,
  type Run,
  type Stage,
  type StageContext,
  scopeIn,
  streamOf,
} from '../pipeline/stage.ts';
import { compileAddFieldsStage } from './shape.ts';
import { mergeSorted } from './sort.ts';
import { compileWindowFunction, type Placed, sameKeys, type WindowFunction } from './window-functions.ts';

/** The order inside partitions. */
function sortKeys(sortBy: RawValue | undefined) {
  return (sortBy ? elementsOf(sortBy) : []).map(({ name, value }) => ({
    path: parsePath(name),
    sign: toInteger(value) === -1n ? -1 : 1,
  }));
}

/** `$setWindowFields`: functions over the documents around each, within partitions. */
export function compileSetWindowFields(spec: RawValue, context: StageContext): Stage {
  const given = namedArguments(spec, '$setWindowFields', ['output'], ['partitionBy', 'sortBy']);
  const partitionBy = given.get('partitionBy');
  const partition = partitionBy && compileExpression(partitionBy, context.variables);
  const keys = sortKeys(given.get('sortBy'));
  const output = given.get('output') as RawValue;
  if (output.type !== BsonType.object) throw failedToParse("'output' must be an object");
  const functions = elementsOf(output).map(({ name, value }): [string[], WindowFunction] => [
    name.split('.'),
    compileWindowFunction(value, context.variables, keys.length > 0),
  ]);
  const compare = (a: Placed, b: Placed): number => {
    const order = compareValues(a.partition, b.partition);
    if (order !== 0) return order;
    for (const [i, { sign }] of keys.entries()) {
      const difference = compareValues(a.keys[i] as RawValue, b.keys[i] as RawValue);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
  const placed = (run: Run, doc: RawDocument): Placed => {
    const scope = scopeIn(run, doc);
    const value = partition?.(scope);
    if (value?.type === BsonType.array) {
      throw new MongoError(14, 'An expression used to partition cannot evaluate to value of type array');
    }
    return {
      doc,
      scope,
      partition: isNullish(value) ? NULL_VALUE : value,
      keys: keys.map(({ path }) => readPath(asValue(doc), path) ?? NULL_VALUE),
    };
  };
  return {
    name: '$setWindowFields',
    async *run(input, run) {
      const meter = new Meter('$setWindowFields');
      const all: Placed[] = [];
      await eachDocument(input, run, (doc) => {
        meter.add(doc.length);
        all.push(placed(run, doc));
      });
      const sorted = await mergeSorted(all, compare, run.pace);
      for (const group of partitions(sorted)) {
        yield* streamOf(filled(group, functions));
        if (run.pace.isOver) await run.pace.rest();
      }
    },
  };
}

/** Runs of documents with the same partition. */
function* partitions(sorted: readonly Placed[]): Generator<Placed[]> {
  let group: Placed[] = [];
  for (const entry of sorted) {
    if (group[0] && compareValues(group[0].partition, entry.partition) !== 0) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}

function filled(
  group: readonly Placed[],
  functions: ReadonlyArray<[string[], WindowFunction]>,
): RawDocument[] {
  const partition = {
    scopes: group.map(({ scope }) => scope),
    keys: group.map(({ keys }) => keys[0] ?? NULL_VALUE),
    ties: group.map(({ keys }, i) => i > 0 && sameKeys(keys, (group[i - 1] as Placed).keys)),
  };
  const columns = functions.map(([path, compute]) => ({ path, values: compute(partition) }));
  return group.map(({ doc }, i) =>
    columns.reduce((made, { path, values }) => setField(made, path, values[i]), doc),
  );
}

/** `$fill`: what is null or missing gets a value, the last one (`locf`), or one between its neighbours (`linear`). */
export function compileFill(spec: RawValue, context: StageContext): Stage {
  const given = namedArguments(spec, '$fill', ['output'], ['partitionBy', 'partitionByFields', 'sortBy']);
  const values: Array<[string, RawValue]> = [];
  const methods: Array<[string, RawValue]> = [];
  for (const { name, value } of elementsOf(given.get('output') as RawValue)) {
    const how = namedArguments(value, '$fill', [], ['value', 'method']);
    const method = how.get('method');
    const fixed = how.get('value');
    if ((method === undefined) === (fixed === undefined))
      throw failedToParse("$fill takes either 'value' or 'method' for a field");
    if (fixed) values.push([name, operator('$ifNull', buildArray([string(`$${name}`), fixed]))]);
    else if (method) methods.push([name, operator(fillFunction(textOf(method)), string(`$${name}`))]);
  }
  const stages: Stage[] = [];
  if (methods.length > 0) {
    const fields = given.get('partitionByFields');
    const partition = fields
      ? asValue(buildDocument(members(fields).map((field) => [textOf(field), string(`$${textOf(field)}`)])))
      : given.get('partitionBy');
    const entries: Array<[string, RawValue]> = [['output', asValue(buildDocument(methods))]];
    const sortBy = given.get('sortBy');
    if (sortBy) entries.push(['sortBy', sortBy]);
    if (partition) entries.push(['partitionBy', partition]);
    stages.push(compileSetWindowFields(asValue(buildDocument(entries)), context));
  }
  if (values.length > 0) {
    stages.push(compileAddFieldsStage(asValue(buildDocument(values)), context, '$set'));
  }
  return {
    name: '$fill',
    run: (input, run) => stages.reduce((stream, stage) => stage.run(stream, run), input),
  };
}

const operator = (name: string, argument: RawValue) => asValue(buildDocument([[name, argument]]));

function fillFunction(method: string): string {
  if (method === 'locf') return '$locf';
  if (method === 'linear') return '$linearFill';
  throw new MongoError(6050202, `Method must be either 'locf' or 'linear', found ${method}`);
}
