import { MongoError } from '../errors.ts';
import { type PathPart, parsePath } from './path.ts';
import { BsonType, elementsOf, fieldAt, NULL_VALUE, type RawDocument, type RawValue } from './raw.ts';

/** The keys that one document has in an index. */
export interface IndexKeys {
  /** One row per key, one value per path; a missing field is null, an empty array undefined, as in MongoDB. */
  readonly rows: RawValue[][];
  /** For every path how many of its parts (from the left) led to an array, such as [1] for `a.b` over `{a: [...]}`. */
  readonly arrays: ReadonlyArray<ReadonlySet<number>>;
}

/** The paths of an index, taken apart once. */
export interface KeyPaths {
  readonly names: readonly string[];
  readonly parts: ReadonlyArray<readonly PathPart[]>;
  /** Keys of which every field is missing are left out. */
  readonly sparse: boolean;
}

const UNDEFINED_VALUE: RawValue = { type: BsonType.undefined, bytes: new Uint8Array(0), start: 0, end: 0 };
const NO_ARRAYS: ReadonlyArray<ReadonlySet<number>> = [];

/** Where the walk along one path is: at a value, with `step` parts behind it. Undefined stands for a missing field. */
interface Walker {
  readonly value: RawValue | undefined;
  readonly step: number;
  /** An element of an array at the end of a path is a key as a whole, even when it is an array. */
  readonly final: boolean;
}

/** Takes the paths of an index apart. */
export function keyPaths(paths: readonly string[], sparse: boolean): KeyPaths {
  return { names: paths, parts: paths.map(parsePath), sparse };
}

/** The keys of a document (multikey expansion as MongoDB's key generator does it). Error 171: two different arrays. */
export function indexKeys(doc: RawDocument, paths: KeyPaths): IndexKeys {
  const root: RawValue = { type: BsonType.object, bytes: doc, start: 0, end: doc.length };
  const walkers = paths.parts.map((parts) => descend({ value: root, step: 0, final: false }, parts));
  if (!walkers.some(isArray)) {
    return { rows: isLeftOut(walkers, paths) ? [] : [walkers.map(keyValue)], arrays: NO_ARRAYS };
  }
  const found = { rows: [] as RawValue[][], arrays: paths.parts.map(() => new Set<number>()) };
  expand(walkers, paths, found);
  return found;
}

const isArray = ({ value, final }: Walker) => !final && value?.type === BsonType.array;
const keyValue = ({ value }: Walker) => value ?? NULL_VALUE;

function isLeftOut(walkers: readonly Walker[], paths: KeyPaths): boolean {
  return paths.sparse && walkers.every(({ value }) => value === undefined);
}

/** Goes down through documents (and named positions of arrays) until the path ends, breaks off or reaches an array. */
function descend(from: Walker, parts: readonly PathPart[]): Walker {
  let { value, step } = from;
  while (step < parts.length && value !== undefined) {
    const part = parts[step] as PathPart;
    if (value.type === BsonType.object) value = fieldAt(value.bytes, value.start, part.name);
    else if (value.type !== BsonType.array) value = undefined;
    else {
      const element = part.index < 0 ? undefined : fieldAt(value.bytes, value.start, part.name);
      if (!element) break;
      value = element;
    }
    step += 1;
  }
  return { value, step, final: false };
}

/** Replaces the one array that walkers stand at by each of its elements, until none stands at an array. */
function expand(
  walkers: readonly Walker[],
  paths: KeyPaths,
  found: { rows: RawValue[][]; arrays: Array<Set<number>> },
): void {
  const array = walkers.find(isArray)?.value;
  if (!array) {
    if (!isLeftOut(walkers, paths)) found.rows.push(walkers.map(keyValue));
    return;
  }
  const inside = walkers.map((walker, index) => {
    if (!isArray(walker)) return false;
    const { value, step } = walker;
    if (value?.start !== array.start || value.bytes !== array.bytes) throw parallelArrays(walkers, paths);
    found.arrays[index]?.add(step);
    return true;
  });
  const elements = elementsOf(array).map(({ value }) => value);
  for (const element of elements.length > 0 ? elements : [undefined]) {
    const next = walkers.map((walker, index) =>
      inside[index] ? intoElement(element, walker, paths.parts[index] as readonly PathPart[]) : walker,
    );
    expand(next, paths, found);
  }
}

function intoElement(element: RawValue | undefined, { step }: Walker, parts: readonly PathPart[]): Walker {
  if (step === parts.length) return { value: element ?? UNDEFINED_VALUE, step, final: true };
  return element?.type === BsonType.object
    ? descend({ value: element, step, final: false }, parts)
    : { value: undefined, step, final: true };
}

function parallelArrays(walkers: readonly Walker[], paths: KeyPaths): MongoError {
  const names = walkers.flatMap((walker, index) => (isArray(walker) ? [`[${paths.names[index]}]`] : []));
  return new MongoError(171, `cannot index parallel arrays ${names.reverse().join(' ')}`);
}
