import { Query } from '../execute/query.ts';
import { type Deadline, inSlices } from '../execute/slices.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import { okAnswer } from '../wire/answer.ts';
import type { Command, CommandContext } from './context.ts';
import { EMPTY_DOCUMENT, hintOf, refuseCollation } from './options.ts';

/** The query of a `count`, compiled. */
export function countQuery({ server, database, args }: CommandContext): Query {
  refuseCollation(args);
  const limit = Math.abs(args.integer('limit') ?? 0);
  const plan = planQuery({
    collection: server.store.catalog.find(database, args.collection()),
    filter: compileFilter(args.document('query') ?? EMPTY_DOCUMENT),
    sort: undefined,
    hint: hintOf(args),
  });
  const part = { skip: args.count('skip') ?? 0, limit: limit || Number.POSITIVE_INFINITY };
  return new Query(plan, part, { countOnly: true });
}

/** `count`. Without a filter the number is known. */
export const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'fields', 'collation'],
  reads: true,
  run(context) {
    const query = countQuery(context);
    const known = query.knownCount;
    if (known !== undefined) return okAnswer({ n: known });
    let n = 0;
    const later = countAll(query, context.deadline, (found) => {
      n += found;
    });
    return later ? later.then(() => okAnswer({ n })) : okAnswer({ n });
  },
};

function countAll(query: Query, deadline: Deadline, add: (count: number) => void): void | Promise<void> {
  return inSlices(() => {
    const rows = query.next(256);
    add(rows?.length ?? 0);
    return rows === undefined;
  }, deadline);
}
