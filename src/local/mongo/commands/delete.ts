import { evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse } from '../errors.ts';
import { visitAll, withFirst } from '../execute/visit.ts';
import { removeStored } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import type { StoredRow } from '../storage/collection.ts';
import type { RawDocument } from '../values/raw.ts';
import { Arguments } from './arguments.ts';
import type { Command, CommandContext } from './context.ts';
import { refuseCollation } from './options.ts';
import { statementsOf, writeBatch } from './write-batch.ts';

const STATEMENT_FIELDS = new Set(['q', 'limit', 'hint', 'collation']);

/** `delete`. */
export const remove: Command = {
  fields: ['deletes', 'ordered', 'let'],
  run(context) {
    const statements = statementsOf(context, 'deletes');
    let removed = 0;
    const write = (index: number) =>
      removeMatching(context, statements[index] as RawDocument, () => {
        removed += 1;
      });
    return writeBatch(context, statements.length, write, () => ({ n: removed }));
  },
};

function removeMatching(
  context: CommandContext,
  statement: RawDocument,
  onRemoved: () => void,
): void | Promise<void> {
  const { server, database, args, deadline } = context;
  const name = args.collection();
  const options = new Arguments('delete.deletes', statement);
  options.refuseUnknown(STATEMENT_FIELDS);
  refuseCollation(options);
  const filter = compileFilter(options.required('q', options.document('q')), {
    variables: evaluateLet(args.document('let')),
  });
  const limit = options.required('limit', options.integer('limit'));
  if (limit !== 0 && limit !== 1) {
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  const { catalog } = server.store;
  const makePlan = () =>
    planQuery({
      collection: catalog.find(database, name),
      filter,
      sort: undefined,
      hint: options.value('hint'),
    });
  const removeRow = (row: StoredRow | undefined) => {
    if (!row) return;
    removeStored({ store: server.store, database, name }, row);
    onRemoved();
  };
  return limit === 1
    ? withFirst({ makePlan, filter, deadline }, removeRow)
    : visitAll(makePlan(), removeRow, deadline);
}
