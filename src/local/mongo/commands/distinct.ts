import { Double } from 'bson';
import { MongoError } from '../errors.ts';
import { Query } from '../execute/query.ts';
import { inSlices } from '../execute/slices.ts';
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

/** The query of a `distinct`, compiled. */
export function distinctQuery({ server, database, args }: CommandContext): Query {
  refuseCollation(args);
  const plan = planQuery({
    collection: server.store.catalog.find(database, args.required('distinct', args.string('distinct'))),
    filter: compileFilter(args.document('query') ?? EMPTY_DOCUMENT),
    sort: undefined,
    hint: args.value('hint'),
  });
  return new Query(plan);
}

/** `distinct`: the different values of a field, those inside arrays one by one. Error 17217 past 16 MB. */
export const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run(context) {
    const { args, deadline } = context;
    const query = distinctQuery(context);
    const paths = parseKeyPaths([args.required('key', args.string('key'))]);
    const values = new Map<string, RawValue>();
    let bytes = 0;
    const step = () => {
      const rows = query.next(128);
      for (const { doc } of rows ?? []) bytes += collect(doc, paths, values);
      if (bytes > MAX_DOCUMENT_BYTES) throw new MongoError(17217, 'distinct too big, 16mb cap');
      return rows === undefined;
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

/** Adds the values of a document; returns the bytes of those that are new. */
function collect(doc: RawDocument, paths: KeyPaths, values: Map<string, RawValue>): number {
  let bytes = 0;
  for (const [value] of indexKeyValues(doc, paths).keys) {
    // A missing field and an empty array have nothing to give.
    if (!value || value === NULL_VALUE || value.type === BsonType.undefined) continue;
    const key = groupKey(value);
    if (values.has(key)) continue;
    values.set(key, value);
    bytes += value.end - value.start;
  }
  return bytes;
}
