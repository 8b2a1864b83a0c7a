import { serialize } from 'bson';
import { Arguments } from '../commands/arguments.ts';
import { badValue, failedToParse, MongoError, notSupported } from '../errors.ts';
import { compileFilter, type Filter } from '../query/filter.ts';
import { toNumber } from '../values/number.ts';
import {
  BsonType,
  buildDocument,
  documentToJs,
  elements,
  fromJs,
  type RawDocument,
  type RawValue,
} from '../values/raw.ts';
import { showDocument } from '../values/show.ts';
import { stringOf } from '../values/text.ts';
import { typeName } from '../values/type-name.ts';
import { checkPartialFilter } from './partial-filter.ts';

/** What an index is, checked and ready for use. */
export interface IndexSpec {
  readonly name: string;
  /** The key pattern as the client gave it, such as `{a: 1, b: -1}`. */
  readonly key: RawDocument;
  readonly paths: readonly string[];
  readonly directions: ReadonlyArray<1 | -1>;
  readonly unique: boolean;
  readonly sparse: boolean;
  /** Only documents that match are in the index. */
  readonly partial: Filter | undefined;
  readonly partialSource: RawDocument | undefined;
  /** Seconds after the date in the indexed field at which a document is deleted. */
  readonly expireAfterSeconds: number | undefined;
  /** Kept up to date, never used by the planner. */
  readonly hidden: boolean;
  /** The document that `listIndexes` shows. */
  readonly source: RawDocument;
}

const OPTIONS = new Set([
  'v',
  'key',
  'name',
  'ns',
  'background',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'hidden',
  'collation',
  'storageEngine',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
  'clustered',
  'prepareUnique',
]);
const SHOWN = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden'];
const REFUSED = [...OPTIONS].slice([...OPTIONS].indexOf('storageEngine'));
/** The kinds of index that a key pattern may name. */
const KINDS = new Set(['text', '2d', '2dsphere', '2dsphere_bucket', 'hashed', 'columnstore']);
const ID_OPTIONS = new Set(['v', 'key', 'name', 'ns', 'collation']);
/** MongoDB's bound for TTL seconds: what fits in 32 bits. */
const MAX_EXPIRE_SECONDS = 2147483647;

const cannotCreate = (message: string) => new MongoError(67, message);

/** Reads an index specification. Errors 67, 197, 14, and 238 for the kinds of index that are left out. */
export function parseIndexSpec(source: RawDocument): IndexSpec {
  const options = new Arguments('createIndexes.indexes', source);
  checkOptions(options, source);
  const key = options.document('key') ?? missing('key', source);
  const name = options.string('name') ?? missing('name', source);
  checkName(name, key);
  const fields = parseKey(key);
  const paths = fields.map(([path]) => path);
  const isId = paths.length === 1 && paths[0] === '_id' && fields[0]?.[1] === 1;
  if (isId) checkIdOptions(options);
  const partialSource = options.document('partialFilterExpression');
  const sparse = options.boolean('sparse') ?? false;
  if (partialSource && sparse)
    throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
  const partial = partialSource && compileFilter(partialSource);
  if (partial) checkPartialFilter(partial.root);
  return {
    name: isId ? '_id_' : name,
    key,
    paths,
    directions: fields.map(([, direction]) => direction),
    unique: isId || (options.boolean('unique') ?? false),
    sparse,
    partial,
    partialSource,
    expireAfterSeconds: parseExpiry(options, paths),
    hidden: options.boolean('hidden') ?? false,
    source: shownSource(options, key, isId ? '_id_' : name),
  };
}

function missing(name: string, source: RawDocument): never {
  throw failedToParse(
    `Error in specification ${showDocument(source)} :: caused by :: The '${name}' field is a required property of an index specification`,
  );
}

/** Names that an index cannot have, and key patterns for which there is one name only (create_indexes.cpp). */
function checkName(name: string, key: RawDocument): void {
  const fields = elements(key);
  const [first] = fields;
  const direction = first?.name === '_id' && fields.length === 1 ? toNumber(first.value) : undefined;
  if (direction === -1) {
    throw badValue(`The field 'key' for an _id index must be {_id: 1}, but got ${showDocument(key)}`);
  }
  if (name === '') throw cannotCreate('The index name cannot be empty');
  if (name === '*') throw badValue("The index name '*' is not valid.");
  if (name === '_id_' && direction !== 1) {
    throw badValue(
      `The index name '_id_' is reserved for the _id index, which must have key pattern {_id: 1}, found key: ${showDocument(key)}`,
    );
  }
}

/** The specification of the index that every collection has. */
export function idIndexSpec(): IndexSpec {
  return parseIndexSpec(serialize({ key: { _id: 1 }, name: '_id_' }));
}

function checkOptions(options: Arguments, source: RawDocument): void {
  for (const name of options.fields.keys()) {
    if (!OPTIONS.has(name)) {
      throw new MongoError(
        197,
        `Error in specification ${showDocument(source)} :: caused by :: The field '${name}' is not valid for an index specification.`,
      );
    }
  }
  for (const name of REFUSED) {
    if (options.value(name)) throw notSupported(`index option ${name}`);
  }
  const collation = options.document('collation');
  if (collation && documentToJs(collation).locale !== 'simple')
    throw notSupported('collation other than simple');
  const version = options.integer('v');
  if (version === 1) throw notSupported('index version 1');
  if (version !== undefined && version !== 2)
    throw cannotCreate(`Invalid index specification: v must be 2, found ${version}`);
}

function checkIdOptions(options: Arguments): void {
  for (const name of options.fields.keys()) {
    if (!ID_OPTIONS.has(name)) {
      throw new MongoError(197, `The field '${name}' is not valid for an _id index specification.`);
    }
  }
}

/** The fields of a key pattern with their directions. */
export function parseKey(key: RawDocument): Array<[string, 1 | -1]> {
  const fields = elements(key);
  if (fields.length === 0) throw cannotCreate('Index keys cannot be an empty object');
  if (fields.length > 32) throw new MongoError(13103, 'too many compound keys');
  const seen = new Set<string>();
  return fields.map(({ name, value }) => {
    if (seen.has(name))
      throw new MongoError(197, `The field '${name}' appears in the index key pattern multiple times`);
    seen.add(name);
    return [checkedPath(name), directionOf(value)];
  });
}

function checkedPath(path: string): string {
  if (path.includes('$**')) throw notSupported('wildcard indexes');
  const parts = path.split('.');
  if (parts.includes('')) throw cannotCreate('Index keys cannot contain an empty field.');
  if (parts.some((part, index) => part.startsWith('$') && !(index > 0 && /^\$(?:id|db|ref)$/.test(part)))) {
    throw cannotCreate("Index key contains an illegal field name: field name starts with '$'.");
  }
  return path;
}

function directionOf(value: RawValue): 1 | -1 {
  if (value.type === BsonType.string) {
    const plugin = stringOf(value) ?? '';
    throw KINDS.has(plugin)
      ? notSupported(`${plugin} indexes`)
      : cannotCreate(`Unknown index plugin '${plugin}'`);
  }
  const number = toNumber(value);
  if (number === undefined) {
    throw cannotCreate(
      `Values in v:2 index key pattern cannot be of type ${typeName(value.type)}. Only numbers > 0, numbers < 0, and strings are allowed.`,
    );
  }
  if (number === 0 || Number.isNaN(number))
    throw cannotCreate('Values in the index key pattern cannot be 0.');
  return number > 0 ? 1 : -1;
}

function parseExpiry(options: Arguments, paths: readonly string[]): number | undefined {
  const seconds = options.integer('expireAfterSeconds');
  if (seconds === undefined) return undefined;
  if (paths.length > 1) {
    throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL');
  }
  if (!(seconds >= 0 && seconds <= MAX_EXPIRE_SECONDS)) {
    throw cannotCreate(
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, try a lower number. Actual value: ${seconds}`,
    );
  }
  return seconds;
}

function shownSource(options: Arguments, key: RawDocument, name: string): RawDocument {
  const shown: Array<[string, RawValue]> = [
    ['v', fromJs(2)],
    ['key', { type: BsonType.object, bytes: key, start: 0, end: key.length }],
    ['name', fromJs(name)],
  ];
  for (const option of SHOWN) {
    const value = options.value(option);
    if (value) shown.push([option, value]);
  }
  return buildDocument(shown);
}
