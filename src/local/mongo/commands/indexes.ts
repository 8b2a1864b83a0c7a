import { badValue, MongoError, notSupported, typeMismatch } from '../errors.ts';
import { listReader } from '../execute/list-reader.ts';
import { buildIndexes } from '../storage/build.ts';
import { type Collection, ID_SPEC } from '../storage/collection.ts';
import { existsAlready, hasSameKey } from '../storage/index-conflict.ts';
import { type IndexSpec, parseIndexSpec, parseKey } from '../storage/index-spec.ts';
import type { IndexTable } from '../storage/index-table.ts';
import { BsonType, elementsOf, type RawValue, subdocument } from '../values/raw.ts';
import { showDocument } from '../values/show.ts';
import { stringOf } from '../values/text.ts';
import { okAnswer } from '../wire/answer.ts';
import { cursorBatchSize } from './collections.ts';
import type { Command, CommandContext } from './context.ts';
import { openCursor } from './cursor-answer.ts';
import { MAX_INDEXES } from './limits.ts';
import { wantsSync } from './write-concern.ts';

/** `createIndexes`: all of them or none. Who asks for an index that is being built waits until it is. */
export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  writes: true,
  async run(context) {
    wantsSync(context);
    const { server, database, args, deadline } = context;
    const { transactions, catalog } = server.store;
    if (args.value('commitQuorum')) throw badValue("Standalones can't specify commitQuorum");
    if (args.boolean('ignoreUnknownIndexOptions')) throw notSupported('ignoreUnknownIndexOptions');
    const name = args.collection();
    const sources = args.required('indexes', args.documents('indexes'));
    if (sources.length === 0) throw badValue('Must specify at least one index to create');
    const specs = sources.map(parseIndexSpec);
    const createdCollectionAutomatically = catalog.find(database, name) === undefined;
    const collection = transactions.run(() => catalog.obtain(database, name));
    const numIndexesBefore = collection.indexes.length + 1;
    const added = transactions.run(() => addIndexes(context, collection, specs));
    const building = added.filter(({ ready }) => !ready);
    if (building.length > 0) {
      const built = buildIndexes(server.store, collection, building, deadline);
      for (const index of building) index.built = built;
      await built;
    }
    await waitFor(collection, specs);
    return okAnswer({
      numIndexesBefore,
      numIndexesAfter: collection.indexes.length + 1,
      ...(added.length > 0 ? { createdCollectionAutomatically } : { note: 'all indexes already exist' }),
    });
  },
};

function addIndexes(
  { server }: CommandContext,
  collection: Collection,
  specs: readonly IndexSpec[],
): IndexTable[] {
  const added: IndexTable[] = [];
  for (const spec of specs) {
    if (existsAlready(spec, [ID_SPEC, ...collection.indexes.map((index) => index.spec)])) continue;
    if (collection.indexes.length + 1 >= MAX_INDEXES) {
      throw new MongoError(
        67,
        `add index fails, too many indexes for ${collection.namespace} key:${showDocument(spec.key)}`,
      );
    }
    added.push(server.store.catalog.addIndex(collection, spec, collection.count === 0));
  }
  return added;
}

async function waitFor(collection: Collection, specs: readonly IndexSpec[]): Promise<void> {
  for (const { name } of specs) await collection.indexes.find(({ spec }) => spec.name === name)?.built;
}

/** `listIndexes`. Error 26 for a collection that is not there. */
export const listIndexes: Command = {
  fields: ['cursor'],
  run(context) {
    const { args } = context;
    const collection = existing(context, 'listIndexes');
    const sources = [ID_SPEC, ...collection.indexes.map(({ spec }) => spec)].map(({ source }) => source);
    return openCursor(context, collection.namespace, listReader(sources), {
      batchSize: cursorBatchSize(args),
    });
  },
};

/** The collection a command names. Error 26 when it is not there. */
function existing({ server, database, args }: CommandContext, command: string): Collection {
  const name = args.collection();
  const collection = server.store.catalog.find(database, name);
  if (!collection) {
    const words = command === 'listIndexes' ? 'ns does not exist' : 'ns not found';
    throw new MongoError(26, `${words}: ${database}.${name}`);
  }
  return collection;
}

/** `dropIndexes`: by name, names, key pattern or `*`. The one on `_id` stays (72). */
export const dropIndexes: Command = {
  fields: ['index'],
  writes: true,
  run(context) {
    wantsSync(context);
    const { server, args } = context;
    const collection = existing(context, context.args.owner);
    const nIndexesWas = collection.indexes.length + 1;
    const dropped = chosen(collection, args.required('index', args.value('index')));
    server.store.transactions.run(() => {
      for (const index of dropped) server.store.catalog.dropIndex(collection, index);
    });
    server.store.collectGarbage();
    const isAll = args.value('index')?.type === BsonType.string && args.string('index') === '*';
    return okAnswer({ nIndexesWas, msg: isAll ? 'non-_id indexes dropped for collection' : undefined });
  },
};

function namesOf(value: RawValue): string[] {
  const values = value.type === BsonType.array ? elementsOf(value).map((element) => element.value) : [value];
  return values.map((name) => {
    const text = name.type === BsonType.string ? stringOf(name) : undefined;
    if (text === undefined)
      throw typeMismatch('dropIndexes.index must be a string, an object or an array of strings');
    return text;
  });
}

function chosen(collection: Collection, value: RawValue): readonly IndexTable[] {
  if (value.type === BsonType.object) return [byKey(collection, value)];
  const names = namesOf(value);
  if (names.length === 1 && names[0] === '*') return collection.indexes;
  return names.map((name) => {
    if (name === '_id_') throw new MongoError(72, 'cannot drop _id index');
    const index = collection.indexes.find(({ spec }) => spec.name === name);
    if (!index) throw new MongoError(27, `index not found with name [${name}]`);
    return index;
  });
}

function byKey(collection: Collection, value: RawValue): IndexTable {
  const fields = parseKey(subdocument(value));
  const pattern = {
    paths: fields.map(([path]) => path),
    directions: fields.map(([, direction]) => direction),
  };
  if (hasSameKey(pattern, ID_SPEC)) throw new MongoError(72, 'cannot drop _id index');
  const found = collection.indexes.filter(({ spec }) => hasSameKey(pattern, spec));
  if (!found[0]) throw new MongoError(27, `can't find index with key: ${showDocument(subdocument(value))}`);
  if (found.length > 1) {
    throw new MongoError(
      181,
      `${found.length} indexes found for key: ${showDocument(subdocument(value))}, identify by name instead.`,
    );
  }
  return found[0];
}
