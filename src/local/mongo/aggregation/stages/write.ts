import { failedToParse, MongoError } from '../../errors.ts';
import {
  asValue,
  BsonType,
  buildDocument,
  elementsOf,
  fromJs,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { compileExpression } from '../expression/compile.ts';
import { namedArguments } from '../expression/operator.ts';
import { parsePath, readPath } from '../expression/path.ts';
import type { Evaluator } from '../expression/scope.ts';
import { isNullish, members, textOf } from '../expression/values.ts';
import type { AggregationSource, WriteTarget } from '../pipeline/source.ts';
import { type Run, type Stage, type StageContext, scopeIn, variablesDocument } from '../pipeline/stage.ts';

type Place = (source: AggregationSource) => AggregationSource;

/** The collection to write into: a name, or `{ db, coll }`. */
function place(value: RawValue, name: string): Place {
  if (value.type === BsonType.string) {
    const collection = textOf(value);
    return (source) => source.other(collection);
  }
  const given = namedArguments(value, name, ['coll'], ['db']);
  const collection = textOf(given.get('coll') as RawValue);
  const db = given.get('db');
  const database = db && textOf(db);
  return (source) => source.other(collection, database);
}

/** `$out`: the result becomes the whole content of a collection. */
export function compileOut(spec: RawValue): Stage {
  const to = place(spec, '$out');
  return {
    name: '$out',
    async *run(input, run) {
      await to(run.source).target().replaceAll(input);
      yield [];
    },
  };
}

const WHEN_MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const WHEN_NOT_MATCHED = ['insert', 'discard', 'fail'];

function choice(value: RawValue | undefined, options: readonly string[], fallback: string): string {
  if (value === undefined) return fallback;
  const text = value.type === BsonType.string ? textOf(value) : '';
  if (!options.includes(text)) throw failedToParse(`$merge does not know '${text}'`);
  return text;
}

function onFields(value: RawValue | undefined): string[] {
  if (value === undefined) return ['_id'];
  const list = value.type === BsonType.array ? members(value) : [value];
  return list.map((field) => {
    if (field.type !== BsonType.string)
      throw new MongoError(51186, "$merge 'on' field must be either a string or an array of strings");
    return textOf(field);
  });
}

/** The filter that finds the target of a document. Error 51132 when a field of `on` is missing, null or an array. */
function filterOn(doc: RawDocument, on: readonly string[]): RawDocument {
  return buildDocument(
    on.map((path): [string, RawValue] => {
      const value = readPath(asValue(doc), parsePath(path));
      if (path !== '_id' && (isNullish(value) || value.type === BsonType.array)) {
        throw new MongoError(
          51132,
          "$merge write error: 'on' field cannot be missing, null, undefined or an array",
        );
      }
      return [path, value ?? NULL_VALUE];
    }),
  );
}

const MERGE = fromJs([{ $replaceWith: { $mergeObjects: ['$$ROOT', '$$new'] } }]);

/** What `$merge` may be told to do with a document that has a match, and with one that has none. */
const COMBINATIONS = /^((replace|merge|pipeline) (insert|discard|fail)|(keepExisting|fail) insert)$/;

interface Merge {
  readonly on: readonly string[];
  /** The update for a document that has a match; undefined when it is left or refused. */
  readonly update: ((doc: RawDocument) => RawValue) | undefined;
  readonly whenMatched: string;
  readonly whenNotMatched: string;
  readonly definitions: ReadonlyArray<readonly [string, Evaluator]>;
}

function parseMerge(given: ReadonlyMap<string, RawValue>, context: StageContext): Merge {
  const matched = given.get('whenMatched');
  const pipeline = matched?.type === BsonType.array ? matched : undefined;
  const whenMatched = pipeline ? 'pipeline' : choice(matched, WHEN_MATCHED, 'merge');
  const whenNotMatched = choice(given.get('whenNotMatched'), WHEN_NOT_MATCHED, 'insert');
  if (!COMBINATIONS.test(`${whenMatched} ${whenNotMatched}`)) {
    throw new MongoError(
      51181,
      `Combination of $merge modes 'whenMatched: ${whenMatched}' and 'whenNotMatched: ${whenNotMatched}' is not supported`,
    );
  }
  const updates: Record<string, (doc: RawDocument) => RawValue> = {
    replace: (doc) => asValue(doc),
    merge: () => MERGE,
    pipeline: () => pipeline ?? MERGE,
  };
  const definitions = given.get('let') ?? fromJs({ new: '$$ROOT' });
  return {
    on: onFields(given.get('on')),
    update: updates[whenMatched],
    whenMatched,
    whenNotMatched,
    definitions: elementsOf(definitions).map(({ name, value }) => [
      name,
      compileExpression(value, context.variables),
    ]),
  };
}

async function mergeOne(doc: RawDocument, merge: Merge, target: WriteTarget, run: Run): Promise<void> {
  const filter = filterOn(doc, merge.on);
  const scope = scopeIn(run, doc);
  const variables = { ...run.variables };
  for (const [name, evaluate] of merge.definitions) variables[name] = evaluate(scope);
  const update = async () =>
    merge.update !== undefined && target.update(filter, merge.update(doc), variablesDocument(variables));
  if (await update()) return;
  if (merge.whenNotMatched === 'discard') return;
  if (merge.whenNotMatched === 'fail') {
    throw new MongoError(
      13113,
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    );
  }
  try {
    await target.insert(doc);
  } catch (error) {
    const exists = error instanceof MongoError && error.code === 11000;
    if (exists && merge.whenMatched === 'keepExisting') return;
    // another client may have inserted it after the update looked
    if (!exists || !(await update())) throw error;
  }
}

/** `$merge`: every document into the one it matches. Errors 51181, 51183 and 13113 as in document_source_merge.cpp. */
export function compileMerge(spec: RawValue, context: StageContext): Stage {
  const given =
    spec.type === BsonType.string
      ? new Map([['into', spec]])
      : namedArguments(spec, '$merge', ['into'], ['on', 'let', 'whenMatched', 'whenNotMatched']);
  const to = place(given.get('into') as RawValue, '$merge');
  const merge = parseMerge(given, context);
  return {
    name: '$merge',
    async *run(input, run) {
      const target = to(run.source).target();
      if (!target.hasUniqueIndex(merge.on)) {
        throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
      }
      for await (const batch of input) {
        for (const doc of batch) await mergeOne(doc, merge, target, run);
      }
      yield [];
    },
  };
}
