import { evaluateLet } from '../aggregation/pipeline.ts';
import { failedToParse } from '../errors.ts';
import { after } from '../execute/slices.ts';
import { visitAll, withFirst } from '../execute/visit.ts';
import { changeStored, insertNew } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import type { StoredRow } from '../storage/collection.ts';
import { getField, NULL_VALUE, type RawDocument, type RawValue, toJs } from '../values/raw.ts';
import { Arguments } from './arguments.ts';
import type { Answer, Command, CommandContext } from './context.ts';
import { hintOf, refuseCollation } from './options.ts';
import { compileChange } from './update-statement.ts';
import { parsedStatements, writeBatch } from './write-batch.ts';

const STATEMENT_FIELDS = new Set(['q', 'u', 'c', 'multi', 'upsert', 'hint', 'arrayFilters', 'collation']);

/** What one statement did. */
interface Outcome {
  matched: number;
  modified: number;
  upserted: RawValue | undefined;
}

/** `update`: each document with its index entries is one write; an upsert and its search are one step. */
export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  writes: true,
  run: (context) =>
    after(parsedStatements(context, 'updates', parseStatement), (statements) =>
      updateAll(context, statements),
    ),
};

function updateAll(context: CommandContext, statements: readonly Statement[]): Answer {
  const total = { n: 0, nModified: 0, upserted: [] as Array<{ index: number; _id: unknown }> };
  const write = (index: number) => {
    const outcome: Outcome = { matched: 0, modified: 0, upserted: undefined };
    const count = () => {
      total.n += outcome.matched + (outcome.upserted ? 1 : 0);
      total.nModified += outcome.modified;
      if (outcome.upserted) total.upserted.push({ index, _id: toJs(outcome.upserted) });
    };
    const later = applyStatement(context, statements[index] as Statement, outcome);
    return later ? later.finally(count) : count();
  };
  return writeBatch(context, statements.length, write, () => ({
    n: total.n,
    nModified: total.nModified,
    upserted: total.upserted.length > 0 ? total.upserted : undefined,
  }));
}

/** One statement, its shape checked. */
interface Statement {
  readonly filter: RawDocument;
  readonly update: RawValue;
  readonly arrayFilters: RawDocument[] | undefined;
  readonly constants: RawDocument | undefined;
  readonly multi: boolean;
  readonly upsert: boolean;
  readonly hint: RawValue | undefined;
}

function parseStatement(document: RawDocument): Statement {
  const options = new Arguments('update.updates', document);
  options.refuseUnknown(STATEMENT_FIELDS);
  refuseCollation(options);
  return {
    filter: options.required('q', options.document('q')),
    update: options.required('u', options.value('u')),
    arrayFilters: options.documents('arrayFilters'),
    constants: options.document('c'),
    multi: options.boolean('multi') ?? false,
    upsert: options.boolean('upsert') ?? false,
    hint: hintOf(options),
  };
}

function applyStatement(
  context: CommandContext,
  { filter: source, update: changes, multi, upsert, hint, ...options }: Statement,
  outcome: Outcome,
): void | Promise<void> {
  const { server, database, args, deadline } = context;
  const name = args.collection();
  const variables = evaluateLet(args.document('let'));
  const filter = compileFilter(source, { variables });
  const change = compileChange(changes, { filter, variables, ...options });
  if (multi && change.isReplacement) {
    throw failedToParse('multi update is not supported for replacement-style update');
  }
  const { store } = server;
  const place = { store, database, name };
  const collection = () => store.catalog.find(database, name);
  const makePlan = () => planQuery({ collection: collection(), filter, sort: undefined, hint });
  const changeRow = (row: StoredRow) => {
    outcome.matched += 1;
    if (changeStored(place, row, change)) outcome.modified += 1;
  };
  const changeOrInsert = (row: StoredRow | undefined) => {
    if (row) changeRow(row);
    else if (upsert) outcome.upserted = idOf(insertNew(place, change.upsert()));
  };
  const search = { makePlan, filter, deadline };
  if (!multi) return withFirst(search, changeOrInsert);
  const later = visitAll(makePlan(), changeRow, deadline);
  const insertIfNone = () => {
    if (upsert && outcome.matched === 0) return withFirst(search, changeOrInsert);
  };
  return later ? later.then(insertIfNone) : insertIfNone();
}

/** The `_id` of a stored document. */
export function idOf(document: RawDocument): RawValue {
  return getField(document, '_id') ?? NULL_VALUE;
}
