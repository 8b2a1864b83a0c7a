import { Double } from 'bson';
import { MongoError } from '../errors.ts';
import { DistinctScan } from '../execute/distinct-scan.ts';
import { Query } from '../execute/query.ts';
import { inSlices } from '../execute/slices.ts';
import { distinctAccess } from '../plan/distinct.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import { groupKey } from '../values/key.ts';
import { indexKeyValues, type KeyPaths, parseKeyPaths } from '../values/paths.ts';
import {
  BsonType,
  buildArray,
  buildDocument,
  fromJs,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../values/raw.ts';
import type { Command, CommandContext } from './context.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';
import { EMPTY_DOCUMENT, refuseCollation } from './options.ts';

const OK: RawValue = fromJs(new Double(1));

/** Documents that are looked at in one step. */
const STEP_ROWS = 128;

/** The query of a `distinct`, compiled; `scan` when an index alone can answer it. */
export function distinctQuery({ server, database, args }: CommandContext) {
  refuseCollation(args);
  const key = args.required('key', args.string('key'));
  const name = args.collection();
  const collection = server.store.catalog.find(database, name);
  const filter = compileFilter(args.document('query') ?? EMPTY_DOCUMENT);
  const query = new Query(planQuery({ collection, filter, sort: undefined, hint: undefined }));
  const access = collection && distinctAccess(collection, filter, key);
  return { query, key, access, scan: collection && access && new DistinctScan(collection, access) };
}

/** `distinct`: the different values of a field, those inside arrays one by one. Error 17217 past 16 MB. (`hint` came with MongoDB 7.1.) */
export const distinct: Command = {
  fields: ['key', 'query', 'collation'],
  reads: true,
  run(context) {
    const { deadline } = context;
    const { query, scan, key } = distinctQuery(context);
    const paths = parseKeyPaths([key]);
    const values = new Map<string, RawValue>();
    let bytes = 0;
    const step = () => {
      const found = scan ? scan.next() : query.next(STEP_ROWS)?.flatMap(({ doc }) => valuesOf(doc, paths));
      for (const value of found ?? []) bytes += collect(value, values);
      if (bytes > MAX_DOCUMENT_BYTES) throw new MongoError(17217, 'distinct too big, 16mb cap');
      return found === undefined;
    };
    const later = inSlices(step, deadline);
    const answer = () =>
      buildDocument([
        ['values', buildArray(values.values())],
        ['ok', OK],
      ]);
    return later ? later.then(answer) : answer();
  },
};

/** The values of a field; a missing one and an empty array have none to give. */
function valuesOf(doc: RawDocument, paths: KeyPaths): RawValue[] {
  return indexKeyValues(doc, paths).keys.flatMap(([value]) =>
    !value || value === NULL_VALUE || value.type === BsonType.undefined ? [] : [value],
  );
}

/** Adds a value; returns its bytes if it is new. */
function collect(value: RawValue, values: Map<string, RawValue>): number {
  const key = groupKey(value);
  if (values.has(key)) return 0;
  values.set(key, value);
  return value.end - value.start;
}
