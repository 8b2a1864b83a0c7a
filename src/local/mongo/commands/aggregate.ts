import { compilePipeline, evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse, MongoError } from '../errors.ts';
import { StreamReader } from '../execute/stream-reader.ts';
import { BsonType, type RawValue } from '../values/raw.ts';
import { CollectionForPipeline } from './aggregation-source.ts';
import { cursorBatchSize } from './collections.ts';
import type { Answer, Command, CommandContext } from './context.ts';
import { openCursor } from './cursor-answer.ts';
import { explainAggregate } from './explain.ts';
import { refuseCollation } from './options.ts';
import { wantsSync } from './write-concern.ts';

/** `aggregate`. */
export const aggregate: Command = {
  fields: [
    'pipeline',
    'cursor',
    'explain',
    'allowDiskUse',
    'bypassDocumentValidation',
    'hint',
    'let',
    'collation',
  ],
  run(context) {
    const { args, deadline, database } = context;
    const sync = wantsSync(context);
    const { pipeline, source, name } = compileAggregate(context);
    if (args.boolean('explain')) return explainAggregate(context, 'queryPlanner');
    if (!args.document('cursor')) {
      throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
    }
    const reader = new StreamReader(pipeline.run(source, deadline));
    const namespace = `${database}.${name ?? '$cmd.aggregate'}`;
    const answer = openCursor(context, namespace, reader, { batchSize: cursorBatchSize(args) });
    return sync && pipeline.writes ? synced(context, answer) : answer;
  },
};

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
  const place = { store: server.store, database, name: name ?? '$cmd.aggregate' };
  return { pipeline, source: new CollectionForPipeline(place, deadline, args.value('hint')), name };
}

/** `aggregate: 1` asks no collection. */
function collectionName(value: RawValue, text: () => string | undefined): string | undefined {
  if (value.type === BsonType.string) return text();
  const isOne = value.type === BsonType.int || value.type === BsonType.double || value.type === BsonType.long;
  if (!isOne)
    throw failedToParse("Invalid command format: the 'aggregate' field must specify a collection name or 1");
  return undefined;
}

async function synced({ server }: CommandContext, answer: Answer) {
  const document = await answer;
  await server.store.transactions.committed();
  await server.store.synced();
  return document;
}
