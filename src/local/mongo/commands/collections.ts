import { Binary } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { listReader } from '../execute/list-reader.ts';
import { compileFilter } from '../query/filter.ts';
import type { Collection } from '../storage/collection.ts';
import { checkCollectionName, checkDatabaseName } from '../storage/namespace.ts';
import { BsonType, documentFromJs, documentToJs, type RawDocument, type RawValue } from '../values/raw.ts';
import { okAnswer } from '../wire/answer.ts';
import { Arguments } from './arguments.ts';
import type { Command, CommandContext } from './context.ts';
import { FIRST_BATCH, openCursor } from './cursor-answer.ts';
import { refuseCollation } from './options.ts';
import { wantsSync } from './write-concern.ts';

const REFUSED = [
  'capped',
  'size',
  'max',
  'timeseries',
  'clusteredIndex',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'changeStreamPreAndPostImages',
  'encryptedFields',
  'storageEngine',
  'indexOptionDefaults',
  'expireAfterSeconds',
  'autoIndexId',
];

/** `capped: false` asks for nothing. */
const isFalse = (value: RawValue | undefined) =>
  value?.type === BsonType.boolean && value.bytes[value.start] === 0;

/** The batch size a command asks for in its `cursor` document. */
export function cursorBatchSize(args: Arguments): number {
  const cursor = args.document('cursor');
  if (!cursor) return FIRST_BATCH;
  const options = new Arguments(`${args.owner}.cursor`, cursor);
  options.refuseUnknown(new Set(['batchSize']));
  return options.count('batchSize') ?? FIRST_BATCH;
}

/** `create`. Capped collections, views, validators and the like are refused (238). */
export const create: Command = {
  fields: [...REFUSED, 'collation', 'idIndex'],
  writes: true,
  run(context) {
    const { server, database, args } = context;
    wantsSync(context);
    refuseCollation(args);
    for (const name of REFUSED) {
      if (args.value(name) && !isFalse(args.value(name))) throw notSupported(`create with ${name}`);
    }
    if (args.boolean('autoIndexId') === false) {
      throw new MongoError(72, 'autoIndexId: false is only allowed in the local database');
    }
    const name = args.collection();
    const { transactions, catalog } = server.store;
    // MongoDB makes nothing of a second create that asks for the same.
    if (!catalog.find(database, name)) transactions.run(() => catalog.create(database, name));
    return okAnswer();
  },
};

/** `drop`. */
export const drop: Command = {
  fields: [],
  writes: true,
  run(context) {
    const { server, database, args } = context;
    wantsSync(context);
    const name = args.collection();
    const { transactions, catalog } = server.store;
    const collection = catalog.find(database, name);
    if (!collection) return okAnswer();
    transactions.run(() => catalog.drop(collection));
    server.store.collectGarbage();
    return okAnswer({ nIndexesWas: collection.indexes.length + 1, ns: collection.namespace });
  },
};

/** `dropDatabase`. */
export const dropDatabase: Command = {
  fields: [],
  writes: true,
  run(context) {
    const { server, database } = context;
    wantsSync(context);
    checkDatabaseName(database);
    const { transactions, catalog } = server.store;
    const collections = catalog.collections(database);
    transactions.run(() => {
      for (const collection of collections) catalog.drop(collection);
    });
    server.store.collectGarbage();
    return okAnswer({ dropped: collections.length > 0 ? database : undefined });
  },
};

/** `renameCollection`. Errors: 26 without a source, 48 with a target that is not to be dropped. */
export const renameCollection: Command = {
  fields: ['to', 'dropTarget'],
  adminOnly: true,
  writes: true,
  run(context) {
    const { server, args } = context;
    wantsSync(context);
    const { transactions, catalog } = server.store;
    const from = args.required('renameCollection', args.string('renameCollection'));
    const to = args.required('to', args.string('to'));
    const [source, target] = [split(from), split(to)];
    checkCollectionName(target.database, target.name);
    const collection = catalog.find(source.database, source.name);
    if (!collection) throw new MongoError(26, `Source collection ${from} does not exist`);
    if (from === to) throw new MongoError(20, "Can't rename a collection to itself");
    const existing = catalog.find(target.database, target.name);
    if (existing && !args.boolean('dropTarget')) throw new MongoError(48, 'target namespace exists');
    refuseWhileBuilding(collection);
    transactions.run(() => {
      if (existing) catalog.drop(existing);
      catalog.rename(collection, target.database, target.name);
    });
    return okAnswer();
  },
};

function refuseWhileBuilding({ namespace, indexes }: Collection): void {
  if (indexes.every(({ ready }) => ready)) return;
  throw new MongoError(
    12587,
    `cannot perform operation: an index build is currently running for collection '${namespace}'`,
  );
}

function split(namespace: string): { database: string; name: string } {
  const dot = namespace.indexOf('.');
  return { database: namespace.slice(0, Math.max(dot, 0)), name: namespace.slice(dot + 1) };
}

/** `listCollections`, with a filter over the documents it shows. */
export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(context: CommandContext) {
    const { server, database, args } = context;
    checkDatabaseName(database);
    const nameOnly = args.boolean('nameOnly') ?? false;
    const filter = args.document('filter');
    const matches = filter && compileFilter(filter).matches;
    const shown = server.store.catalog
      .collections(database)
      .map(describe)
      .filter((document) => !matches || matches(document))
      .map((document) => (nameOnly ? nameAndType(document) : document));
    return openCursor(context, `${database}.$cmd.listCollections`, listReader(shown), {
      batchSize: cursorBatchSize(args),
    });
  },
};

function describe({ name, uuid }: Collection): RawDocument {
  return documentFromJs({
    name,
    type: 'collection',
    options: {},
    info: { readOnly: false, uuid: new Binary(uuid, Binary.SUBTYPE_UUID) },
    idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
  });
}

function nameAndType(document: RawDocument): RawDocument {
  const { name, type } = documentToJs(document);
  return documentFromJs({ name, type });
}
