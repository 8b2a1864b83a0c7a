import { MongoError, typeMismatch } from '../../errors.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  elementsOf,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { Meter } from '../accumulators/state.ts';
import { namedArguments } from '../expression/operator.ts';
import { textOf } from '../expression/values.ts';
import { eachDocument, type Stage, type StageContext, streamOf } from '../pipeline/stage.ts';

/** Reads a stream of documents into one array value, within 100 MB. */
export async function collected(
  documents: AsyncIterable<readonly RawDocument[]>,
  meter: Meter,
): Promise<RawValue[]> {
  const list: RawValue[] = [];
  for await (const batch of documents) {
    for (const doc of batch) {
      meter.add(doc.length);
      list.push(asValue(doc));
    }
  }
  return list;
}

/** `$facet`: several pipelines over the same documents. Errors 40169 and 40170 as in document_source_facet.cpp. */
export function compileFacet(spec: RawValue, context: StageContext): Stage {
  if (spec.type !== BsonType.object || elementsOf(spec).length === 0) {
    throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  }
  const facets = elementsOf(spec).map(({ name, value }) => {
    if (value.type !== BsonType.array) {
      throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is type ${value.type}`);
    }
    return { name, pipeline: context.compile(value, '$facet', context.variables) };
  });
  return {
    name: '$facet',
    async *run(input, run) {
      const meter = new Meter('$facet');
      const documents: RawDocument[] = [];
      await eachDocument(input, run, (doc) => {
        meter.add(doc.length);
        documents.push(doc);
      });
      const results: Array<[string, RawValue]> = [];
      for (const { name, pipeline } of facets) {
        results.push([name, buildArray(await collected(pipeline.run(run, streamOf(documents)), meter))]);
      }
      yield [buildDocument(results)];
    },
  };
}

/** The collection a stage names. */
export function collectionName(value: RawValue | undefined, name: string): string {
  if (value?.type !== BsonType.string) throw typeMismatch(`${name} expects the name of a collection`);
  return textOf(value);
}

/** `$unionWith`: what another collection's pipeline gives follows. */
export function compileUnionWith(spec: RawValue, context: StageContext): Stage {
  const given =
    spec.type === BsonType.string
      ? new Map([['coll', spec]])
      : namedArguments(spec, '$unionWith', [], ['coll', 'pipeline']);
  const from = collectionName(given.get('coll'), '$unionWith');
  const pipeline = given.get('pipeline');
  const compiled = context.compile(pipeline ?? buildArray([]), '$unionWith', context.variables);
  return {
    name: '$unionWith',
    async *run(input, run) {
      yield* input;
      yield* compiled.run({ ...run, source: run.source.other(from) });
    },
  };
}
