import { scopeOf } from '../aggregation/expression/scope.ts';
import { computed, excluded, included } from '../aggregation/fields/apply.ts';
import { MongoError } from '../errors.ts';
import type { Filter } from '../query/filter.ts';
import type { FilterNode } from '../query/node.ts';
import { variablesOf } from '../query/variables.ts';
import {
  asValue,
  BsonType,
  buildArray,
  elements,
  elementsOf,
  type RawDocument,
  type RawValue,
  subdocument,
} from '../values/raw.ts';
import { ProjectionPlan } from './parse.ts';
import { mapAt, sliceOf } from './slice.ts';

/** What a projection may read besides the document. */
export interface ProjectionOptions {
  /** The filter of the query, for the positional `$`. */
  readonly filter?: Filter | undefined;
  /** Values of `let`. */
  readonly variables?: RawDocument | undefined;
}

/** Makes the document that is answered. */
export type Project = (doc: RawDocument) => RawDocument;

/**
 * Compiles the projection of find and findAndModify; undefined when every field is wanted. Throws MongoDB's errors (31249 to
 * 31325, 51246 ..., from its projection_parser.cpp).
 */
export function compileProjection(spec: RawDocument, options: ProjectionOptions = {}): Project | undefined {
  const fields = elements(spec);
  if (fields.length === 0) return undefined;
  const variables = variablesOf(options.variables);
  const plan = new ProjectionPlan(Object.keys(variables));
  for (const field of fields) plan.add(field);
  const steps = [selection(plan), ...plan.slices.map(({ path, slice }) => slicing(path, slice))];
  if (plan.positional !== undefined) steps.push(positional(plan.positional, options.filter));
  if (plan.tree.computes) {
    steps.push((value, doc) => computed(value, plan.tree, scopeOf(doc, variables)));
  }
  return (doc) => subdocument(steps.reduce((value, step) => step(value, doc), asValue(doc)));
}

/** Makes the answer of the answer so far and the whole document. */
type Step = (value: RawValue, doc: RawDocument) => RawValue;

/** An inclusion unless something says otherwise: `$slice` alone keeps all other fields, as does `_id: 0` alone. */
function kindOf({ kind, slices, hasElemMatch, id }: ProjectionPlan): 'inclusion' | 'exclusion' {
  if (kind !== undefined) return kind;
  if (slices.length > 0) return id === 'include' ? 'inclusion' : 'exclusion';
  return hasElemMatch || id === 'include' ? 'inclusion' : 'exclusion';
}

function selection(plan: ProjectionPlan): Step {
  const { tree, id } = plan;
  if (kindOf(plan) === 'exclusion') {
    if (id === 'exclude') tree.set('_id', 'exclude');
    return (value) => excluded(value, tree) ?? value;
  }
  for (const { path } of plan.slices) tree.set(path, 'include');
  if (id !== 'exclude' && !tree.fields.has('_id')) tree.set('_id', 'include');
  return (value) => included(value, tree) ?? value;
}

function slicing(path: string, slice: Parameters<typeof sliceOf>[1]): Step {
  const steps = path.split('.');
  return (value) => mapAt(value, steps, (found) => sliceOf(found, slice));
}

function namesField(node: FilterNode, field: string): boolean {
  if ('path' in node) return node.path.split('.')[0] === field;
  if ('nodes' in node) return node.nodes.some((inner) => namesField(inner, field));
  return 'node' in node && namesField(node.node, field);
}

/** `path.$`: of the array on the path only the element that the filter matched. */
function positional(path: string, filter: Filter | undefined): Step {
  if (!filter) throw new MongoError(51050, 'Projections with a positional operator require a matcher');
  const steps = path.split('.');
  if (!namesField(filter.root, steps[0] ?? '')) {
    throw new MongoError(31277, `Positional projection '${path}.$' does not match the query document.`);
  }
  return (value, doc) => {
    const position = filter.positionFor(doc);
    if (position === undefined) {
      throw new MongoError(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      );
    }
    return firstArray(value, steps, (array) => {
      const element = elementsOf(array)[position];
      if (!element) {
        throw new MongoError(
          51247,
          "Executor error during find command :: caused by :: positional operator '.$' element mismatch",
        );
      }
      return buildArray([element.value]);
    });
  };
}

/** Changes the first array on a path. */
function firstArray(
  value: RawValue,
  steps: readonly string[],
  change: (array: RawValue) => RawValue,
): RawValue {
  for (let depth = 1; depth <= steps.length; depth++) {
    let found = false;
    const changed = mapAt(value, steps.slice(0, depth), (inner) => {
      found = inner.type === BsonType.array;
      return found ? change(inner) : inner;
    });
    if (found) return changed;
  }
  return value;
}
