import { ID_SPEC } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import { isPresent } from './implies.ts';
import { FULL, type Interval, intersect, isFull } from './interval.ts';
import { keyRanges } from './key-ranges.ts';
import type { FieldBounds, IndexAccess } from './plan.ts';
import type { Predicate, Predicates } from './predicates.ts';

/** Key ranges that one scan may have; an `$in` with more values on a second field is checked on documents instead. */
const MAX_RANGES = 1000;

/** The bounds on one field, and which predicates they answer for good. */
interface FieldChoice {
  readonly intervals: readonly Interval[];
  readonly used: readonly Predicate[];
  readonly answered: readonly Predicate[];
}

const NO_CHOICE: FieldChoice = { intervals: FULL, used: [], answered: [] };

export interface CandidateOptions {
  /** A scan of the whole index will do. */
  readonly allowFull: boolean;
  /** Take a sparse index even if it lacks documents (a hint asks for it). */
  readonly incomplete?: boolean;
}

/**
 * The scan of an index that these predicates allow: equal values on the first fields, then one field with any
 * intervals. Undefined when the first field has no bounds or the index may lack documents that match.
 */
export function candidateOf(
  index: IndexTable | undefined,
  predicates: Predicates,
  options: CandidateOptions,
): IndexAccess | undefined {
  const { paths, directions } = index?.spec ?? ID_SPEC;
  const asksFirst = predicates.list.some(({ path }) => path === paths[0]);
  if (!asksFirst && !options.allowFull) return undefined;
  const fields: FieldChoice[] = [];
  let combinations = 1;
  for (let field = 0; field < paths.length; field += 1) {
    const choice = chooseField(index, field, predicates, fields);
    combinations *= choice.intervals.length;
    if (isFull(choice.intervals) || combinations > MAX_RANGES) break;
    fields.push(choice);
    if (!choice.intervals.every(({ isPoint }) => isPoint)) break;
  }
  if (index?.spec.sparse && !options.incomplete && !isSparseComplete(index, predicates)) return undefined;
  const answered = new Set(fields.flatMap(({ answered: done }) => done));
  const bounds: FieldBounds[] = paths.map((path, field) => ({
    path,
    intervals: (fields[field] ?? NO_CHOICE).intervals,
  }));
  return {
    kind: 'index',
    index,
    ranges: keyRanges(
      fields.map(({ intervals }) => intervals),
      directions,
    ),
    direction: 1,
    bounds,
    exact: predicates.complete && predicates.list.every((predicate) => answered.has(predicate)),
  };
}

function chooseField(
  index: IndexTable | undefined,
  field: number,
  { list }: Predicates,
  before: readonly FieldChoice[],
): FieldChoice {
  const { paths } = index?.spec ?? ID_SPEC;
  const arrays = index?.arrays[field];
  const hasArrays = arrays !== undefined && arrays.size > 0;
  const usable = list.filter(
    (predicate) =>
      predicate.path === paths[field] &&
      !(hasArrays && predicate.bounds.onlyWithoutArrays) &&
      (!hasArrays || isAboutSameElements(index, field, predicate, before)),
  );
  if (!hasArrays) {
    const intervals = usable.reduce((common, { bounds }) => intersect(common, bounds.intervals), FULL);
    const answered = usable.filter(({ bounds }) => bounds.exact || bounds.exactWithoutArrays);
    return { intervals, used: usable, answered };
  }
  return usable.map((predicate) => alone(predicate, usable, arrays)).reduce(tighter, NO_CHOICE);
}

/** In an array one element may pass one test and another the second: only tests on one element narrow each other. */
function alone(predicate: Predicate, others: readonly Predicate[], arrays: ReadonlySet<number>): FieldChoice {
  const companions = others.filter(
    (other) => other === predicate || isOnSameElement(other, predicate, arrays),
  );
  return {
    intervals: companions.reduce((common, { bounds }) => intersect(common, bounds.intervals), FULL),
    used: companions,
    answered: predicate.bounds.exact && companions.length === 1 ? [predicate] : [],
  };
}

function tighter(a: FieldChoice, b: FieldChoice): FieldChoice {
  return looseness(b) < looseness(a) ? b : a;
}

function looseness({ intervals }: FieldChoice): number {
  if (isFull(intervals)) return Number.POSITIVE_INFINITY;
  const points = intervals.every(({ isPoint }) => isPoint);
  return points ? intervals.length : 1e6 + intervals.length;
}

/** Both stand in the same `$elemMatch` of every array on their path. */
function isOnSameElement(a: Predicate, b: Predicate, arrays: ReadonlySet<number>): boolean {
  const parts = a.path.split('.');
  return [...arrays].every((steps) => {
    const path = parts.slice(0, steps).join('.');
    const element = a.elements.find((each) => each.path === path);
    return element !== undefined && b.elements.some(({ node }) => node === element.node);
  });
}

/** A field that shares an array with a bounded field before it may be bounded only by a test on the same element. */
function isAboutSameElements(
  index: IndexTable | undefined,
  field: number,
  predicate: Predicate,
  before: readonly FieldChoice[],
): boolean {
  const { paths } = index?.spec ?? ID_SPEC;
  const parts = (paths[field] as string).split('.');
  return before.every((choice, other) => {
    const otherParts = (paths[other] as string).split('.');
    const shared = [...(index?.arrays[field] ?? [])].filter(
      (steps) =>
        index?.arrays[other]?.has(steps) &&
        parts.slice(0, steps).join() === otherParts.slice(0, steps).join(),
    );
    return choice.used.every((used) => isOnSameElement(predicate, used, new Set(shared)));
  });
}

/** Some predicate on a field of the sparse index sees to it that all matching documents are in it. */
function isSparseComplete(index: IndexTable, { list }: Predicates): boolean {
  return list.some((predicate) => index.spec.paths.includes(predicate.path) && isPresent(predicate.node));
}
