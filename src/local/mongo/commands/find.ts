import { evaluateLet } from '../aggregation/pipeline.ts';
import { badValue, failedToParse, notSupported } from '../errors.ts';
import { Query } from '../execute/query.ts';
import { QueryReader } from '../execute/query-reader.ts';
import { planQuery } from '../plan/planner.ts';
import { compileProjection } from '../projection/projection.ts';
import { compileFilter } from '../query/filter.ts';
import type { Arguments } from './arguments.ts';
import type { Command, CommandContext } from './context.ts';
import { FIRST_BATCH, openCursor } from './cursor-answer.ts';
import { EMPTY_DOCUMENT, orderOf, refuseCollation } from './options.ts';

const REFUSED = ['min', 'max', 'returnKey', 'showRecordId'] as const;

/** The query of a `find`, compiled; also what `explain` of one looks at. */
export function findQuery({ server, database, args }: CommandContext) {
  checkOptions(args);
  const variables = evaluateLet(args.document('let'));
  const filter = compileFilter(args.document('filter') ?? EMPTY_DOCUMENT, { variables });
  const projection = args.document('projection');
  const limit = args.count('limit') ?? 0;
  const plan = planQuery({
    collection: server.store.catalog.find(database, args.collection()),
    filter,
    ...orderOf(args),
  });
  return {
    query: new Query(plan, {
      skip: args.count('skip') ?? 0,
      limit: limit === 0 ? Number.POSITIVE_INFINITY : limit,
    }),
    project: projection && compileProjection(projection, { filter, variables }),
  };
}

function checkOptions(args: Arguments): void {
  refuseCollation(args);
  for (const name of REFUSED) {
    const value = args.value(name);
    const isAsked = value && (name === 'min' || name === 'max' || args.boolean(name));
    if (isAsked) throw notSupported(`find with ${name}`);
  }
  if (args.boolean('awaitData') && !args.boolean('tailable')) {
    throw failedToParse("Cannot set 'awaitData' without also setting 'tailable'");
  }
  if (args.boolean('tailable')) {
    throw badValue('error processing query: tailable cursor requested on non capped collection');
  }
}

/** `find`. */
export const find: Command = {
  fields: [
    'filter',
    'projection',
    'sort',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'max',
    'min',
    'returnKey',
    'showRecordId',
    'tailable',
    'oplogReplay',
    'noCursorTimeout',
    'awaitData',
    'allowPartialResults',
    'collation',
    'allowDiskUse',
    'let',
  ],
  reads: true,
  run(context) {
    const { args, database } = context;
    const { query, project } = findQuery(context);
    return openCursor(context, `${database}.${args.string('find')}`, new QueryReader(query, project), {
      batchSize: args.count('batchSize') ?? FIRST_BATCH,
      single: args.boolean('singleBatch') ?? false,
      noTimeout: args.boolean('noCursorTimeout') ?? false,
    });
  },
};
