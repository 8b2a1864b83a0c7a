import { ID_SPEC } from '../storage/collection.ts';
import { documentToJs, elements, type RawDocument } from '../values/raw.ts';
import { showInterval } from './interval.ts';
import type { IndexAccess, Plan } from './plan.ts';

/** A node of a plan as MongoDB's `explain` shows it (manual, "Explain Results"). */
export interface StageNode {
  readonly stage: string;
  readonly inputStage?: StageNode;
  readonly inputStages?: readonly StageNode[];
  readonly [detail: string]: unknown;
}

/** What is done with the documents of a plan, from the inside to the outside. */
export interface Around {
  readonly skip: number;
  /** Infinity: no limit. */
  readonly limit: number;
  readonly projection: RawDocument | undefined;
  /** The stage on top, such as `COUNT`, `UPDATE` or `DELETE`. */
  readonly top: string | undefined;
  /** The keys alone are looked at. */
  readonly keysOnly: boolean;
}

/** The tree of stages of a plan. `filter` and `sort` are as the client wrote them. */
export function stagesOf(
  plan: Pick<Plan, 'collection' | 'access' | 'filter' | 'sort'>,
  written: { filter: RawDocument; sort: RawDocument | undefined },
  around: Around,
): StageNode {
  const filter = plan.filter ? documentToJs(written.filter) : undefined;
  let node = accessNode(plan, filter, around.keysOnly);
  if (plan.sort && written.sort) {
    const { skip, limit } = around;
    const limitAmount = limit === Number.POSITIVE_INFINITY ? undefined : skip + limit;
    node = {
      stage: 'SORT',
      sortPattern: documentToJs(written.sort),
      limitAmount,
      type: 'simple',
      inputStage: node,
    };
  }
  if (around.skip > 0) node = { stage: 'SKIP', skipAmount: around.skip, inputStage: node };
  if (around.projection) node = projectionNode(around.projection, node);
  if (around.limit !== Number.POSITIVE_INFINITY && !(plan.sort && around.skip === 0)) {
    node = { stage: 'LIMIT', limitAmount: around.limit, inputStage: node };
  }
  return around.top ? { stage: around.top, inputStage: node } : node;
}

/** A `distinct` that an index alone answers. */
export function distinctStages(access: IndexAccess): StageNode {
  return { stage: 'PROJECTION_COVERED', inputStage: indexNode(access, 'DISTINCT_SCAN') };
}

function accessNode(
  { collection, access }: Pick<Plan, 'collection' | 'access'>,
  filter: object | undefined,
  keysOnly: boolean,
): StageNode {
  if (!collection) return { stage: 'EOF' };
  switch (access.kind) {
    case 'nothing':
      return { stage: 'EOF' };
    case 'collection':
      return { stage: 'COLLSCAN', filter, direction: directionName(access.direction) };
    case 'id':
      return { stage: 'IDHACK' };
    case 'index':
      return keysOnly ? indexNode(access, 'COUNT_SCAN') : fetchNode(filter, indexNode(access));
    case 'union':
      return fetchNode(filter, {
        stage: 'OR',
        inputStages: access.branches.map((branch) => indexNode(branch)),
      });
    case 'merge':
      return fetchNode(filter, {
        stage: 'SORT_MERGE',
        sortPattern: Object.fromEntries(
          access.sort.paths.map((path, at) => [path, access.sort.directions[at]]),
        ),
        inputStages: access.branches.map((branch) => indexNode(branch)),
      });
  }
}

function fetchNode(filter: object | undefined, inputStage: StageNode): StageNode {
  return { stage: 'FETCH', filter, inputStage };
}

function indexNode({ index, bounds, direction }: IndexAccess, stage = 'IXSCAN'): StageNode {
  const spec = index?.spec ?? ID_SPEC;
  return {
    stage,
    keyPattern: documentToJs(spec.key),
    indexName: spec.name,
    isMultiKey: index?.isMultikey ?? false,
    multiKeyPaths: Object.fromEntries(
      spec.paths.map((path, field) => [path, arrayPaths(path, index?.arrays[field])]),
    ),
    isUnique: spec.unique,
    isSparse: spec.sparse,
    isPartial: spec.partial !== undefined,
    indexVersion: 2,
    direction: directionName(direction),
    indexBounds: Object.fromEntries(
      bounds.map(({ path, intervals }, field) => {
        const isBackward = direction * (spec.directions[field] as number) < 0;
        const shown = intervals.map((interval) => showInterval(interval, isBackward));
        return [path, isBackward ? shown.reverse() : shown];
      }),
    ),
  };
}

const directionName = (direction: 1 | -1) => (direction === 1 ? 'forward' : 'backward');

function arrayPaths(path: string, arrays: ReadonlySet<number> | undefined): string[] {
  const parts = path.split('.');
  return [...(arrays ?? [])].map((steps) => parts.slice(0, steps).join('.'));
}

function projectionNode(projection: RawDocument, inputStage: StageNode): StageNode {
  const isSimple = elements(projection).every(({ name, value }) => !name.includes('.') && value.type !== 3);
  return {
    stage: isSimple ? 'PROJECTION_SIMPLE' : 'PROJECTION_DEFAULT',
    transformBy: documentToJs(projection),
    inputStage,
  };
}
