import { MongoError, notSupported } from '../../errors.ts';
import { compareValues } from '../../values/compare.ts';
import { toInteger } from '../../values/number.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  fromJs,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { type Accumulator, compileAccumulator } from '../accumulators/catalog.ts';
import { Meter } from '../accumulators/state.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { scopeOf } from '../expression/scope.ts';
import { members } from '../expression/values.ts';
import { eachDocument, type Stage, type StageContext, scopeIn, streamOf } from '../pipeline/stage.ts';
import { Groups, groupStage } from './group.ts';
import { compileSortStage, mergeSorted } from './sort.ts';

type Fields = Array<[string, Accumulator]>;

/** A document with the value it is put into a bucket by. */
interface Entry {
  readonly value: RawValue;
  readonly doc: RawDocument;
}

/** The accumulators of `output`; a count unless given. */
function outputFields(output: RawValue | undefined, context: StageContext): Fields {
  const spec = output ?? fromJs({ count: { $sum: 1 } });
  return elementsOf(spec).map(({ name, value }) => [
    name,
    compileAccumulator(name, value, context.variables),
  ]);
}

/** `$sortByCount`: groups, the most frequent first. */
export function compileSortByCount(spec: RawValue, context: StageContext): Stage {
  const isExpression =
    spec.type === BsonType.object
      ? elementsOf(spec)[0]?.name.startsWith('$')
      : spec.type === BsonType.string && spec.bytes[spec.start + 4] === 36;
  if (!isExpression) {
    throw new MongoError(
      40148,
      'the sortByCount field must be defined as a $-prefixed path or an expression inside an object',
    );
  }
  const count = compileAccumulator('count', fromJs({ $sum: 1 }), []);
  const groups = groupStage('$sortByCount', compileExpression(spec, context.variables), [['count', count]]);
  const sort = compileSortStage(fromJs({ count: -1 }));
  return { name: '$sortByCount', run: (input, run) => sort.run(groups.run(input, run), run) };
}

/** `$bucket`. Errors 40192 to 40202 and 40066 as in document_source_bucket.cpp. */
export function compileBucket(spec: RawValue, context: StageContext): Stage {
  if (spec.type !== BsonType.object)
    throw new MongoError(40201, 'Argument to $bucket stage must be an object');
  const given = namedArguments(spec, '$bucket', ['groupBy', 'boundaries'], ['default', 'output']);
  const groupBy = compileExpression(given.get('groupBy') as RawValue, context.variables);
  const list = given.get('boundaries') as RawValue;
  if (list.type !== BsonType.array)
    throw new MongoError(40200, "The $bucket 'boundaries' field must be an array");
  const constant = (value: RawValue) =>
    compileExpression(value, [])(scopeOf(buildDocument([]))) ?? NULL_VALUE;
  const boundaries = members(list).map(constant);
  if (boundaries.length < 2)
    throw new MongoError(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${boundaries.length} value(s).`,
    );
  for (let i = 1; i < boundaries.length; i++) {
    if (compareValues(boundaries[i - 1] as RawValue, boundaries[i] as RawValue) >= 0) {
      throw new MongoError(
        40194,
        "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order",
      );
    }
  }
  const other = given.get('default');
  const fallback = other && constant(other);
  const groups = groupStage(
    '$bucket',
    (scope) => {
      const value = groupBy(scope) ?? NULL_VALUE;
      const above = boundaries.findIndex((boundary) => compareValues(value, boundary) < 0);
      const bucket = above < 1 ? undefined : boundaries[above - 1];
      if (bucket) return bucket;
      if (fallback) return fallback;
      throw new MongoError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    },
    outputFields(given.get('output'), context),
  );
  const sort = compileSortStage(fromJs({ _id: 1 }));
  return { name: '$bucket', run: (input, run) => sort.run(groups.run(input, run), run) };
}

/** `$bucketAuto` without granularity: about the same number of documents in each, equal values together. */
export function compileBucketAuto(spec: RawValue, context: StageContext): Stage {
  if (spec.type !== BsonType.object)
    throw new MongoError(40240, 'The argument to $bucketAuto must be an object');
  const given = namedArguments(spec, '$bucketAuto', ['groupBy', 'buckets'], ['output', 'granularity']);
  if (given.has('granularity')) throw notSupported('the option granularity of $bucketAuto');
  const wanted = Number(toInteger(given.get('buckets') as RawValue) ?? 0n);
  if (wanted < 1)
    throw new MongoError(
      40243,
      `The $bucketAuto 'buckets' field must be greater than 0, but found: ${wanted}`,
    );
  const groupBy = compileExpression(given.get('groupBy') as RawValue, context.variables);
  const fields = outputFields(given.get('output'), context);
  return {
    name: '$bucketAuto',
    async *run(input, run) {
      const meter = new Meter('$bucketAuto');
      const entries: Entry[] = [];
      await eachDocument(input, run, (doc) => {
        meter.add(doc.length);
        entries.push({ value: groupBy(scopeIn(run, doc)) ?? NULL_VALUE, doc });
      });
      const sorted = await mergeSorted(entries, (a, b) => compareValues(a.value, b.value), run.pace);
      const size = Math.max(1, Math.round(sorted.length / wanted));
      const made: RawDocument[] = [];
      for (let at = 0; at < sorted.length; ) {
        let end = made.length === wanted - 1 ? sorted.length : Math.min(at + size, sorted.length);
        const same = () =>
          compareValues((sorted[end - 1] as Entry).value, (sorted[end] as Entry).value) === 0;
        while (end < sorted.length && same()) end += 1;
        const max = (sorted[end] ?? sorted[end - 1]) as Entry;
        const groups = new Groups(fields, '$bucketAuto');
        const id = asValue(
          buildDocument([
            ['min', (sorted[at] as Entry).value],
            ['max', max.value],
          ]),
        );
        for (const { doc } of sorted.slice(at, end)) groups.add(id, scopeIn(run, doc));
        made.push(...groups.documents());
        at = end;
      }
      yield* streamOf(made);
    },
  };
}
