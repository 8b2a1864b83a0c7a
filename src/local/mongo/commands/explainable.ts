import { evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse } from '../errors.ts';
import type { DistinctScan } from '../execute/distinct-scan.ts';
import { Query } from '../execute/query.ts';
import type { Around } from '../plan/explain.ts';
import type { IndexAccess } from '../plan/plan.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import { compileSort } from '../sort/sort.ts';
import { buildDocument, type RawDocument } from '../values/raw.ts';
import { compileAggregate } from './aggregate-source.ts';
import { Arguments } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { countQuery } from './count.ts';
import { distinctQuery } from './distinct.ts';
import { findQuery } from './find.ts';
import { EMPTY_DOCUMENT, hintOf, isEmpty } from './options.ts';

/** A command that `explain` can look at: its query, and what is done with what it finds. */
export interface Explained {
  readonly query: Query;
  /** In place of the query: a scan of an index that alone answers a `distinct`. */
  readonly distinct?: { readonly scan: DistinctScan; readonly access: IndexAccess };
  readonly written: { readonly filter: RawDocument; readonly sort: RawDocument | undefined };
  readonly around: Around;
  readonly namespace: string;
  /** The stages of a pipeline behind the query. */
  readonly stages: readonly RawDocument[];
}

const NOTHING_AROUND: Around = {
  skip: 0,
  limit: Number.POSITIVE_INFINITY,
  projection: undefined,
  top: undefined,
  keysOnly: false,
};

const namespaceOf = ({ database, args }: CommandContext) => `${database}.${args.string(args.owner)}`;

function explainFind(context: CommandContext): Explained {
  const { args } = context;
  const { query } = findQuery(context);
  const projection = args.document('projection');
  return {
    query,
    written: { filter: args.document('filter') ?? EMPTY_DOCUMENT, sort: args.document('sort') },
    around: {
      ...NOTHING_AROUND,
      ...query.part,
      projection: projection && !isEmpty(projection) ? projection : undefined,
    },
    namespace: namespaceOf(context),
    stages: [],
  };
}

function explainCount(context: CommandContext): Explained {
  const query = countQuery(context);
  return {
    query,
    written: { filter: context.args.document('query') ?? EMPTY_DOCUMENT, sort: undefined },
    around: { ...NOTHING_AROUND, ...query.part, top: 'COUNT', keysOnly: query.keysOnly },
    namespace: namespaceOf(context),
    stages: [],
  };
}

function explainDistinct(context: CommandContext): Explained {
  const { query, scan, access } = distinctQuery(context);
  return {
    query,
    ...(scan && access && { distinct: { scan, access } }),
    written: { filter: context.args.document('query') ?? EMPTY_DOCUMENT, sort: undefined },
    around: NOTHING_AROUND,
    namespace: namespaceOf(context),
    stages: [],
  };
}

/** The query of one statement of an update or a delete. */
function explainStatement(field: 'updates' | 'deletes', top: string) {
  return (context: CommandContext): Explained => {
    const { args, database, server } = context;
    const [statement, ...others] = args.documents(field) ?? [];
    if (!statement || others.length > 0) {
      throw failedToParse('explain of a write takes exactly one statement');
    }
    const options = new Arguments(`${args.owner}.${field}`, statement);
    const filter = options.document('q') ?? EMPTY_DOCUMENT;
    const isOne = field === 'updates' ? !options.boolean('multi') : options.integer('limit') === 1;
    const collection = server.store.catalog.find(database, args.string(args.owner) ?? '');
    const variables = evaluateLet(args.document('let'));
    const plan = planQuery({
      collection,
      filter: compileFilter(filter, { variables }),
      sort: undefined,
      hint: hintOf(options),
    });
    const limit = isOne ? 1 : Number.POSITIVE_INFINITY;
    return {
      query: new Query(plan, { skip: 0, limit }),
      written: { filter, sort: undefined },
      around: { ...NOTHING_AROUND, top },
      namespace: namespaceOf(context),
      stages: [],
    };
  };
}

function explainFindAndModify(context: CommandContext): Explained {
  const { args, database, server } = context;
  const filter = args.document('query') ?? EMPTY_DOCUMENT;
  const sort = args.document('sort');
  const plan = planQuery({
    collection: server.store.catalog.find(database, args.string(args.owner) ?? ''),
    filter: compileFilter(filter, { variables: evaluateLet(args.document('let')) }),
    sort: sort && !isEmpty(sort) ? compileSort(sort) : undefined,
    hint: hintOf(args),
  });
  return {
    query: new Query(plan, { skip: 0, limit: 1 }),
    written: { filter, sort },
    around: { ...NOTHING_AROUND, top: args.boolean('remove') ? 'DELETE' : 'UPDATE' },
    namespace: namespaceOf(context),
    stages: [],
  };
}

/** The query at the front of a pipeline; the other stages are listed as they were written. */
export function explainPipeline(context: CommandContext): Explained {
  const { pipeline, source } = compileAggregate(context);
  const { request, rest } = pipeline;
  const query = source.query(request);
  return {
    query,
    written: { filter: request.filter ?? EMPTY_DOCUMENT, sort: request.sort },
    around: { ...NOTHING_AROUND, ...query.part },
    namespace: namespaceOf(context),
    stages: rest.map(({ name, spec }) => buildDocument([[name, spec]])),
  };
}

/** What `explain` can look at, by the name of the command. */
export const explainable: ReadonlyMap<string, (context: CommandContext) => Explained> = new Map([
  ['find', explainFind],
  ['count', explainCount],
  ['distinct', explainDistinct],
  ['aggregate', explainPipeline],
  ['update', explainStatement('updates', 'UPDATE')],
  ['delete', explainStatement('deletes', 'DELETE')],
  ['findAndModify', explainFindAndModify],
  ['findandmodify', explainFindAndModify],
]);
