import { compilePipeline, evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse, MongoError } from '../errors.ts';
import { BsonType, type RawValue } from '../values/raw.ts';
import { CollectionForPipeline } from './aggregation-source.ts';
import type { CommandContext } from './context.ts';
import { hintOf, refuseCollation } from './options.ts';

/** The pipeline of an `aggregate`, compiled, and what it reads. `name` is undefined for `aggregate: 1`. */
export function compileAggregate({ args, server, database, deadline }: CommandContext) {
  refuseCollation(args);
  const name = collectionName(args.required('aggregate', args.value('aggregate')), () =>
    args.string('aggregate'),
  );
  const pipeline = compilePipeline(
    args.required('pipeline', args.value('pipeline')),
    evaluateLet(args.document('let')),
  );
  if (name === undefined && !pipeline.isSourceless) {
    throw new MongoError(73, '{aggregate: 1} is not valid for this pipeline; a collection is required.');
  }
  if (name !== undefined && pipeline.isSourceless) {
    throw new MongoError(73, "'$documents' can only be run with {aggregate: 1}");
  }
  const place = { store: server.store, database, name: name ?? '$cmd.aggregate' };
  return { pipeline, source: new CollectionForPipeline(place, deadline, hintOf(args)), name };
}

/** `aggregate: 1` asks no collection. */
function collectionName(value: RawValue, text: () => string | undefined): string | undefined {
  if (value.type === BsonType.string) return text();
  const isOne = value.type === BsonType.int || value.type === BsonType.double || value.type === BsonType.long;
  if (!isOne)
    throw failedToParse("Invalid command format: the 'aggregate' field must specify a collection name or 1");
  return undefined;
}
