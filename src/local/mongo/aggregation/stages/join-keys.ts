import { groupKey } from '../../values/key.ts';
import { indexKeyValues, type KeyPaths, parseKeyPaths } from '../../values/paths.ts';
import {
  asValue,
  BsonType,
  buildArray,
  buildDocument,
  NULL_VALUE,
  type RawDocument,
  type RawValue,
} from '../../values/raw.ts';
import { type FieldPath, parsePath, readPath } from '../expression/path.ts';
import { isNullish, members } from '../expression/values.ts';

/** The values by which a document is joined: members of an array each, null for what is missing. */
export function localValues(doc: RawDocument, path: FieldPath): RawValue[] {
  const value = readPath(asValue(doc), path);
  if (isNullish(value)) return [NULL_VALUE];
  return value.type === BsonType.array ? members(value) : [value];
}

/** The filter for documents that equal one of these values under a path. */
export function equalsAny(path: string, values: Iterable<RawValue>): RawDocument {
  const plain: RawValue[] = [];
  const branches: RawValue[] = [];
  for (const value of values) {
    if (value.type === BsonType.regex) branches.push(condition(path, '$eq', value));
    else plain.push(value);
  }
  const listed = condition(path, '$in', buildArray(plain));
  if (branches.length === 0) return listed.bytes.subarray(listed.start, listed.end);
  return buildDocument([['$or', buildArray([listed, ...branches])]]);
}

function condition(path: string, operator: string, value: RawValue): RawValue {
  return asValue(buildDocument([[path, asValue(buildDocument([[operator, value]]))]]));
}

/** Foreign documents by the values that equality finds them under, in the order in which they came. */
export class JoinTable {
  readonly #paths: KeyPaths;
  readonly #path: FieldPath;
  readonly #documents = new Map<string, Array<{ readonly order: number; readonly doc: RawDocument }>>();
  #count = 0;

  constructor(path: string) {
    this.#paths = parseKeyPaths([path]);
    this.#path = parsePath(path);
  }

  add(doc: RawDocument): void {
    const entry = { order: this.#count++, doc };
    const keys = new Set(indexKeyValues(doc, this.#paths).keys.map(([value]) => groupKey(normal(value))));
    const whole = readPath(asValue(doc), this.#path);
    if (whole?.type === BsonType.array) keys.add(groupKey(whole));
    for (const key of keys) {
      const list = this.#documents.get(key);
      if (list) list.push(entry);
      else this.#documents.set(key, [entry]);
    }
  }

  /** The documents that equal one of these values, each once. */
  find(values: readonly RawValue[]): RawDocument[] {
    if (values.length === 1) {
      return (this.#documents.get(groupKey(values[0] as RawValue)) ?? []).map(({ doc }) => doc);
    }
    const found = new Map<number, RawDocument>();
    for (const value of values) {
      for (const { order, doc } of this.#documents.get(groupKey(value)) ?? []) found.set(order, doc);
    }
    return [...found].sort(([a], [b]) => a - b).map(([, doc]) => doc);
  }
}

/** Null and undefined are one for a join. */
const normal = (value: RawValue | undefined): RawValue => (isNullish(value) ? NULL_VALUE : value);
