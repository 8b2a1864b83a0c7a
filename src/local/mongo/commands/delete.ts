import { evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse } from '../errors.ts';
import { after } from '../execute/slices.ts';
import { visitAll, withFirst } from '../execute/visit.ts';
import { removeStored } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import type { StoredRow } from '../storage/collection.ts';
import type { RawDocument, RawValue } from '../values/raw.ts';
import { Arguments } from './arguments.ts';
import type { Command, CommandContext } from './context.ts';
import { hintOf, refuseCollation } from './options.ts';
import { parsedStatements, writeBatch } from './write-batch.ts';

const STATEMENT_FIELDS = new Set(['q', 'limit', 'hint', 'collation']);

/** `delete`. */
export const remove: Command = {
  fields: ['deletes', 'ordered', 'let'],
  writes: true,
  run(context) {
    return after(parsedStatements(context, 'deletes', parseStatement), (statements) => {
      let removed = 0;
      const write = (index: number) =>
        removeMatching(context, statements[index] as Statement, () => {
          removed += 1;
        });
      return writeBatch(context, statements.length, write, () => ({ n: removed }));
    });
  },
};

/** One statement, its shape checked. */
interface Statement {
  readonly filter: RawDocument;
  readonly limit: number;
  readonly hint: RawValue | undefined;
}

function parseStatement(document: RawDocument): Statement {
  const options = new Arguments('delete.deletes', document);
  options.refuseUnknown(STATEMENT_FIELDS);
  refuseCollation(options);
  const limit = options.required('limit', options.integer('limit'));
  if (limit !== 0 && limit !== 1) {
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
  }
  return { filter: options.required('q', options.document('q')), limit, hint: hintOf(options) };
}

function removeMatching(
  context: CommandContext,
  { filter: source, limit, hint }: Statement,
  onRemoved: () => void,
): void | Promise<void> {
  const { server, database, args, deadline } = context;
  const name = args.collection();
  const filter = compileFilter(source, { variables: evaluateLet(args.document('let')) });
  const { catalog } = server.store;
  const makePlan = () =>
    planQuery({
      collection: catalog.find(database, name),
      filter,
      sort: undefined,
      hint,
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
