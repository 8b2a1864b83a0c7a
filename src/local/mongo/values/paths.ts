import { MongoError } from '../errors.ts';
import { findElement, type PathPart, parsePath } from './path.ts';
import { BsonType, fieldAt, NULL_VALUE, type RawDocument, type RawValue } from './raw.ts';

/** What an array without elements is in a key: it stands before null (as in MongoDB's indexes and sorts). */
const EMPTY_ARRAY: RawValue = { ...NULL_VALUE, type: BsonType.undefined };

const NO_ARRAYS: ReadonlyArray<ReadonlySet<number>> = [];

/** The values of a document under an index's paths. */
export interface IndexKeyValues {
  /** One list of values per key; a missing field is `NULL_VALUE` itself, an empty array undefined. May hold the same key twice. */
  readonly keys: RawValue[][];
  /** For every path how many of its steps (from the left) led to an array, such as 1 for `a.b` over `{a: [...]}`; none at all: []. */
  readonly arrays: ReadonlyArray<ReadonlySet<number>>;
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
  readonly arrays: ReadonlyArray<Set<number>>;

  constructor(paths: KeyPaths) {
    this.arrays = paths.map(() => new Set());
  }

  collect(trails: Trail[], fixed: Array<RawValue | undefined>): void {
    const crossing = this.#advance(trails, fixed);
    if (!crossing) {
      this.keys.push(fixed.map((value) => value ?? NULL_VALUE));
      return;
    }
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
    let crossing: Crossing | undefined;
    for (let index = 0; index < trails.length; index++) {
      const trail = trails[index] as Trail;
      if (fixed[index] !== undefined) continue;
      const array = this.#walk(trail, fixed, index);
      if (!array) continue;
      if (!crossing) crossing = { array, trails: [index] };
      else if (crossing.array.start === array.start) crossing.trails.push(index);
      else throw parallel(trail, trails[crossing.trails[0] as number] as Trail);
    }
    return crossing;
  }

  /** Follows documents and positions; gives the array it stops at, or fixes the value. An array at the very position named is one value. */
  #walk(trail: Trail, fixed: Array<RawValue | undefined>, index: number): RawValue | undefined {
    let { value } = trail;
    let byPosition = false;
    while (value && trail.step < trail.parts.length) {
      const part = trail.parts[trail.step] as PathPart;
      byPosition = value.type === BsonType.array;
      if (value.type === BsonType.object) value = fieldAt(value.bytes, value.start, part.name);
      else if (value.type === BsonType.array) {
        const element = positional(value, part);
        if (!element) break;
        value = element;
      } else value = undefined;
      trail.step += 1;
    }
    trail.value = value;
    const atEnd = trail.step === trail.parts.length;
    if (value?.type === BsonType.array && !(atEnd && byPosition)) return value;
    fixed[index] = value ?? NULL_VALUE;
    return undefined;
  }
}

function parallel(...trails: [Trail, Trail]): MongoError {
  const [second, first] = trails.map(({ parts, step }) =>
    Buffer.from(parts[step - 1]?.name ?? '', 'latin1').toString(),
  );
  return new MongoError(171, `cannot index parallel arrays [${second}] [${first}]`);
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
    key.push(value ?? NULL_VALUE);
  }
  return { keys: [key], arrays: NO_ARRAYS };
}
