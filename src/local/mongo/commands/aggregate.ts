import { failedToParse } from '../errors.ts';
import { StreamReader } from '../execute/stream-reader.ts';
import { compileAggregate } from './aggregate-source.ts';
import { cursorBatchSize } from './collections.ts';
import type { Answer, Command, CommandContext } from './context.ts';
import { openCursor } from './cursor-answer.ts';
import { explainQuery } from './explain.ts';
import { explainPipeline } from './explainable.ts';
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
  reads: true,
  writes: true,
  run(context) {
    const { args, deadline, database } = context;
    const sync = wantsSync(context);
    const { pipeline, source, name } = compileAggregate(context);
    if (args.boolean('explain'))
      return explainQuery(context, context.body, explainPipeline(context), 'queryPlanner');
    if (!args.document('cursor')) {
      throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
    }
    const reader = new StreamReader(pipeline.run(source, deadline));
    const namespace = `${database}.${name ?? '$cmd.aggregate'}`;
    const answer = openCursor(context, namespace, reader, { batchSize: cursorBatchSize(args) });
    return sync && pipeline.writes ? synced(context, answer) : answer;
  },
};

async function synced({ server }: CommandContext, answer: Answer) {
  const document = await answer;
  await server.store.transactions.committed();
  await server.store.synced();
  return document;
}
