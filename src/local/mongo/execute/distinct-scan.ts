import type { IndexAccess } from '../plan/plan.ts';
import { successor } from '../plan/ranges.ts';
import { type Collection, ID_SPEC } from '../storage/collection.ts';
import { encodeKeyPart } from '../values/key.ts';
import { indexKeyValues, type KeyPaths, parseKeyPaths } from '../values/paths.ts';
import { BsonType, NULL_VALUE, type RawValue } from '../values/raw.ts';
import { IndexSource, type KeyedRow } from './index-source.ts';
import type { Examined } from './source.ts';

/** Values that are looked for in one step. */
const STEP_VALUES = 64;

/**
 * The different values of an index's first field, without looking at every key: from each value it goes on behind the
 * last key that begins with it.
 */
export class DistinctScan {
  readonly examined: Examined = { keys: 0, docs: 0 };
  readonly #collection: Collection;
  readonly #access: IndexAccess;
  /** The index's first path alone. */
  readonly #paths: KeyPaths;
  readonly #direction: 1 | -1;
  #range = 0;
  /** Where the next value begins, once the first of a range is found. */
  #low: Uint8Array | undefined;
  /** The scan of documents without the field, among which one may hold null. */
  #nulls: IndexSource | undefined;

  constructor(collection: Collection, access: IndexAccess) {
    this.#collection = collection;
    this.#access = access;
    const { paths, directions } = access.index?.spec ?? ID_SPEC;
    this.#paths = parseKeyPaths(paths.slice(0, 1));
    this.#direction = directions[0] ?? 1;
  }

  /** The next few values, each once; undefined at the end. */
  next(): RawValue[] | undefined {
    if (this.#range >= this.#access.ranges.length) return undefined;
    const values: RawValue[] = [];
    for (let step = 0; step < STEP_VALUES && this.#range < this.#access.ranges.length; step += 1) {
      const value = this.#nulls ? this.#lookForNull(this.#nulls) : this.#nextValue();
      if (value && value.type !== BsonType.undefined) values.push(value);
    }
    return values;
  }

  #nextValue(): RawValue | undefined {
    const range = this.#access.ranges[this.#range];
    if (!range) return undefined;
    const low = this.#low ?? range.low;
    const [row] = this.#open(low, range.high).next(1) ?? [];
    if (!row) {
      this.#range += 1;
      this.#low = undefined;
      return undefined;
    }
    this.#count(1);
    const value = this.#valueOf(row);
    const end = successor(encodeKeyPart(value, this.#direction));
    this.#low = end;
    if (value !== NULL_VALUE) return value;
    this.#nulls = this.#open(low, end);
    return undefined;
  }

  #lookForNull(nulls: IndexSource): RawValue | undefined {
    const rows = nulls.next(STEP_VALUES);
    this.#count(rows?.length ?? 0);
    const found = rows?.map((row) => this.#valueOf(row)).find((value) => value !== NULL_VALUE);
    if (found || !rows) this.#nulls = undefined;
    return found;
  }

  #open(low: Uint8Array, high: Uint8Array): IndexSource {
    return new IndexSource(
      this.#collection,
      { ...this.#access, ranges: [{ low, high }], direction: 1 },
      false,
    );
  }

  /** The document's value that the key begins with. */
  #valueOf({ doc, key }: KeyedRow): RawValue {
    const { keys } = indexKeyValues(doc, this.#paths);
    const same = keys.flat().filter((value) => !key || isPrefix(encodeKeyPart(value, this.#direction), key));
    // A missing field and null have the same key. An array may hold both, and the scan meets its document once.
    return same.find((value) => value !== NULL_VALUE) ?? NULL_VALUE;
  }

  #count(keys: number): void {
    this.examined.keys += keys;
    this.examined.docs += keys;
  }
}

const isPrefix = (part: Uint8Array, key: Uint8Array) =>
  Buffer.compare(part, key.subarray(0, part.length)) === 0;
