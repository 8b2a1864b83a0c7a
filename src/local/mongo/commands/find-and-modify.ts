import { Double } from 'bson';
import { evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse } from '../errors.ts';
import { withFirst } from '../execute/visit.ts';
import { changeStored, insertNew, removeStored } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileProjection } from '../projection/projection.ts';
import { compileFilter } from '../query/filter.ts';
import type { StoredRow } from '../storage/collection.ts';
import {
  asValue,
  buildDocument,
  fromJs,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../values/raw.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './context.ts';
import { EMPTY_DOCUMENT, orderOf, refuseCollation } from './options.ts';
import { idOf } from './update.ts';
import { compileChange } from './update-statement.ts';
import { wantsSync } from './write-concern.ts';

/** What was done, for the answer. */
interface Outcome {
  value: RawDocument | undefined;
  count: number;
  upserted: RawValue | undefined;
}

const OK: RawValue = fromJs(new Double(1));

/** `findAndModify`: search and write are one step for everybody else. */
export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'collation',
    'arrayFilters',
    'hint',
    'let',
  ],
  writes: true,
  run(context) {
    const { args, server, database, deadline } = context;
    const sync = wantsSync(context);
    refuseCollation(args);
    checkOptions(args);
    const name = args.collection();
    const place = { store: server.store, database, name };
    const variables = evaluateLet(args.document('let'));
    const filter = compileFilter(args.document('query') ?? EMPTY_DOCUMENT, { variables });
    const order = orderOf(args);
    const fields = args.document('fields');
    const project = fields && compileProjection(fields, { filter, variables });
    const update = args.value('update');
    const change =
      update &&
      compileChange(update, {
        filter,
        arrayFilters: args.documents('arrayFilters'),
        variables,
        constants: undefined,
      });
    const outcome: Outcome = { value: undefined, count: 0, upserted: undefined };
    const use = (row: StoredRow | undefined) => {
      if (row) {
        outcome.count = 1;
        outcome.value = row.doc;
        if (!change) return removeStored(place, row);
        const changed = changeStored(place, row, change);
        if (args.boolean('new')) outcome.value = changed ?? row.doc;
      } else if (change && args.boolean('upsert')) {
        const inserted = insertNew(place, change.upsert());
        outcome.count = 1;
        outcome.upserted = idOf(inserted);
        if (args.boolean('new')) outcome.value = inserted;
      }
    };
    const { catalog, transactions } = server.store;
    const makePlan = () => planQuery({ collection: catalog.find(database, name), filter, ...order });
    const later = withFirst({ makePlan, filter, deadline }, use);
    const answer = () => describe(outcome, change !== undefined, project);
    if (!later && !sync) return answer();
    return (async () => {
      await later;
      await transactions.committed();
      if (sync) await server.store.synced();
      return answer();
    })();
  },
};

function checkOptions(args: Arguments): void {
  const remove = args.boolean('remove') ?? false;
  if (remove && args.value('update')) throw failedToParse('Cannot specify both an update and remove=true');
  if (remove && args.boolean('upsert'))
    throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (remove && args.boolean('new')) {
    throw failedToParse(
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  }
  if (!remove && !args.value('update'))
    throw failedToParse('Either an update or remove=true must be specified');
}

function describe(
  { value, count, upserted }: Outcome,
  isUpdate: boolean,
  project: ((doc: RawDocument) => RawDocument) | undefined,
): RawDocument {
  const last: Array<[string, RawValue]> = [['n', fromJs(count)]];
  if (isUpdate) last.push(['updatedExisting', fromJs(count > 0 && !upserted)]);
  if (upserted) last.push(['upserted', upserted]);
  const shown = value && project ? project(value) : value;
  return buildDocument([
    ['lastErrorObject', asValue(buildDocument(last))],
    ['value', shown ? asValue(shown) : NULL_VALUE],
    ['ok', OK],
  ]);
}
