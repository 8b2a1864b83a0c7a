import { badValue, MongoError, notSupported } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { encodeKey } from '../values/key.ts';
import { isNumber, toNumber } from '../values/number.ts';
import { indexKeyValues, parseKeyPaths } from '../values/paths.ts';
import {
  BsonType,
  elements,
  getField,
  type RawDocument,
  type RawElement,
  type RawValue,
} from '../values/raw.ts';
import { show } from '../values/show.ts';

/** A compiled sort. */
export interface Sort {
  readonly paths: readonly string[];
  readonly directions: readonly (1 | -1)[];
  compare(a: RawDocument, b: RawDocument): number;
  /** Bytes that order as the documents do. */
  keyOf(doc: RawDocument): Uint8Array;
}

function directionOf({ name, value }: RawElement): 1 | -1 {
  if (value.type === BsonType.object) {
    const meta = getField(value.bytes.subarray(value.start, value.end), '$meta');
    if (meta) throw notSupported('$meta in a sort');
    throw new MongoError(15974, `Illegal key in $sort specification: ${name}: ${show(value)}`);
  }
  const direction = isNumber(value.type) ? toNumber(value) : undefined;
  if (direction === undefined)
    throw new MongoError(15974, `Illegal key in $sort specification: ${name}: ${show(value)}`);
  if (direction !== 1 && direction !== -1) {
    throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return direction;
}

function checkPath(path: string): void {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  for (const name of path.split('.')) {
    if (name === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    if (name.startsWith('$')) {
      throw new MongoError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    }
  }
}

/**
 * Compiles a sort such as `{ a: 1, b: -1 }`. A document counts by its lowest key, in the order of the sort, where arrays
 * give it several; missing counts as null, and an empty array stands before null.
 */
export function compileSort(spec: RawDocument): Sort {
  const fields = elements(spec);
  const directions = fields.map(directionOf);
  const paths = fields.map(({ name }) => name);
  for (const path of paths) checkPath(path);
  const parsed = parseKeyPaths(paths);
  const compareKeys = (a: RawValue[], b: RawValue[]): number => {
    for (let i = 0; i < directions.length; i++) {
      const order = compareValues(a[i] as RawValue, b[i] as RawValue);
      if (order !== 0) return order * (directions[i] as number);
    }
    return 0;
  };
  const lowest = (doc: RawDocument): RawValue[] => {
    const { keys } = keysOf(doc);
    return keys.reduce((best, key) => (compareKeys(key, best) < 0 ? key : best));
  };
  const keysOf = (doc: RawDocument) => {
    try {
      return indexKeyValues(doc, parsed);
    } catch (error) {
      if (error instanceof MongoError && error.code === 171)
        throw badValue('cannot sort with keys that are parallel arrays');
      throw error;
    }
  };
  return {
    paths,
    directions,
    compare: (a, b) => compareKeys(lowest(a), lowest(b)),
    keyOf: (doc) => encodeKey(lowest(doc), directions),
  };
}
