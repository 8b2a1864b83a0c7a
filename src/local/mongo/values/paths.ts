import { MongoError } from '../errors.ts';
import { findElement, type PathPart, parsePath } from './path.ts';
import { BsonType, fieldAt, NULL_VALUE, type RawDocument, type RawValue } from './raw.ts';

/** What an array without elements is in a key: it stands before null (as in MongoDB's indexes and sorts). */
const EMPTY_ARRAY: RawValue = { ...NULL_VALUE, type: BsonType.undefined };

const NO_ARRAYS: ReadonlyArray<ReadonlySet<number>> = [];

/** The values of a document under an index's paths. */
export interface IndexKeyValues {
  /** One list of values per key; a missing field is null, an empty array undefined. May hold the same key twice. */
  readonly keys: RawValue[][];
  /** Whether an array was spread over several keys. */
  readonly multikey: boolean;
  /** For every path how many of its steps (from the left) led to an array, such as 1 for `a.b` over `{a: [...]}`; none at all: []. */
  readonly arrays: ReadonlyArray<ReadonlySet<number>>;
  /** Whether no path exists in the document at all; a sparse index leaves such documents out. */
  readonly missing: boolean;
}

/** A compiled list of index paths. */
export type KeyPaths = ReadonlyArray<readonly PathPart[]>;

/** Compiles the paths of an index or a sort. */
export function parseKeyPaths(paths: readonly string[]): KeyPaths {
  return paths.map(parsePath);
}

/** How far one path has come: the steps that remain, from the value at hand. */
interface Trail {
  readonly parts: readonly PathPart[];
  step: number;
  value: RawValue | undefined;
}

/** An array that some trails stop at. */
interface Crossing {
  readonly array: RawValue;
  readonly trails: number[];
}

class KeyCollector {
  readonly keys: RawValue[][] = [];
  multikey = false;
  missing = true;
  readonly arrays: ReadonlyArray<Set<number>>;

  readonly #paths: KeyPaths;

  constructor(paths: KeyPaths) {
    this.#paths = paths;
    this.arrays = paths.map(() => new Set());
  }

  collect(trails: Trail[], fixed: Array<RawValue | undefined>): void {
    const crossing = this.#advance(trails, fixed);
    if (!crossing) {
      this.keys.push(fixed.map((value) => value ?? NULL_VALUE));
      return;
    }
    this.multikey = true;
    const { array, trails: stopped } = crossing;
    for (const index of stopped) this.arrays[index]?.add((trails[index] as Trail).step);
    const empty = array.bytes[array.start + 4] === 0;
    if (empty) this.#spread(EMPTY_ARRAY, stopped, trails, fixed, true);
    else {
      findElement(array, (element) => {
        this.#spread(element, stopped, trails, fixed, false);
        return false;
      });
    }
  }

  /** Goes on with one element of the array in place of the array. */
  #spread(
    element: RawValue,
    stopped: number[],
    trails: Trail[],
    fixed: Array<RawValue | undefined>,
    empty: boolean,
  ): void {
    const nextTrails = trails.map((trail) => ({ ...trail }));
    const nextFixed = [...fixed];
    for (const index of stopped) {
      const trail = nextTrails[index] as Trail;
      const atEnd = trail.step === trail.parts.length;
      if (atEnd || element.type !== BsonType.object || empty) {
        nextFixed[index] = atEnd ? element : NULL_VALUE;
        trail.value = undefined;
      } else trail.value = element;
    }
    this.collect(nextTrails, nextFixed);
  }

  /** Walks every trail to its end or to an array; only one array may be crossed at a time. */
  #advance(trails: Trail[], fixed: Array<RawValue | undefined>): Crossing | undefined {
    let crossing: { array: RawValue; trails: number[]; path: number } | undefined;
    for (let index = 0; index < trails.length; index++) {
      const trail = trails[index] as Trail;
      if (fixed[index] !== undefined) continue;
      const array = this.#walk(trail, fixed, index);
      if (!array) continue;
      if (crossing && crossing.array.start !== array.start) throw this.#parallel(index, crossing.path);
      if (crossing) crossing.trails.push(index);
      else crossing = { array, trails: [index], path: index };
    }
    return crossing;
  }

  /** Follows documents and positions; gives the array it stops at, or fixes the value. */
  #walk(trail: Trail, fixed: Array<RawValue | undefined>, index: number): RawValue | undefined {
    let { value } = trail;
    while (value && trail.step < trail.parts.length) {
      const part = trail.parts[trail.step] as PathPart;
      if (value.type === BsonType.object) value = fieldAt(value.bytes, value.start, part.name);
      else if (value.type === BsonType.array) {
        const element = positional(value, part);
        if (!element) break;
        value = element;
      } else value = undefined;
      trail.step += 1;
    }
    trail.value = value;
    if (value?.type === BsonType.array) {
      this.missing = false;
      return value;
    }
    if (value) this.missing = false;
    fixed[index] = value ?? NULL_VALUE;
    return undefined;
  }

  #parallel(second: number, first: number): MongoError {
    const name = (index: number) => Buffer.from(this.#paths[index]?.at(-1)?.name ?? '', 'latin1').toString();
    return new MongoError(171, `cannot index parallel arrays [${name(second)}] [${name(first)}]`);
  }
}

/** The element that a number in a path means. An object in the array with a field of that name makes it ambiguous (16746). */
function positional(array: RawValue, part: PathPart): RawValue | undefined {
  if (part.index < 0) return undefined;
  let found: RawValue | undefined;
  findElement(array, (element, position) => {
    if (position === part.index) found = element;
    if (element.type === BsonType.object && fieldAt(element.bytes, element.start, part.name)) {
      throw new MongoError(
        16746,
        `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${part.name}' for array`,
      );
    }
    return false;
  });
  return found;
}

/**
 * The keys of a document under the paths of an index: one for each element of an array on the way. Throws 171 when
 * two paths cross different arrays ("parallel arrays"), 16746 for an ambiguous position.
 */
export function indexKeyValues(doc: RawDocument, paths: KeyPaths): IndexKeyValues {
  const simple = simpleKey(doc, paths);
  if (simple) return simple;
  const collector = new KeyCollector(paths);
  const root: RawValue = { type: BsonType.object, bytes: doc, start: 0, end: doc.length };
  collector.collect(
    paths.map((parts) => ({ parts, step: 0, value: root })),
    paths.map(() => undefined),
  );
  return collector;
}

/** The key of a document without arrays on its paths. */
function simpleKey(doc: RawDocument, paths: KeyPaths): IndexKeyValues | undefined {
  const key: RawValue[] = [];
  let missing = true;
  for (const parts of paths) {
    let value: RawValue | undefined;
    let bytes = doc;
    let start = 0;
    for (let step = 0; step < parts.length; step++) {
      value = fieldAt(bytes, start, (parts[step] as PathPart).name);
      if (!value || value.type !== BsonType.object) {
        if (value?.type === BsonType.array) return undefined;
        if (step + 1 < parts.length) value = undefined;
        break;
      }
      bytes = value.bytes;
      start = value.start;
    }
    if (value) missing = false;
    key.push(value ?? NULL_VALUE);
  }
  return { keys: [key], multikey: false, arrays: NO_ARRAYS, missing };
}
