import type { FilterNode } from '../query/node.ts';
import { parsePath } from '../values/path.ts';
import { isPresent } from './implies.ts';
import { type Bounds, boundsOf } from './leaf-bounds.ts';

/** An `$elemMatch` a test stands in: all tests in it are about the same element of the array at `path`. */
interface Element {
  readonly path: string;
  readonly node: FilterNode;
}

/** One test that every matching document passes, as far as an index can help with it. */
export interface Predicate {
  readonly path: string;
  readonly node: FilterNode;
  readonly bounds: Bounds;
  readonly elements: readonly Element[];
}

/** All tests that must hold together, and whether there are others that no index can answer. */
export interface Predicates {
  readonly list: readonly Predicate[];
  readonly complete: boolean;
  /** Whether that is so if the `$or`s are left out of account. */
  readonly completeBesideOr: boolean;
  /** The `$or`s among them. */
  readonly alternatives: ReadonlyArray<readonly FilterNode[]>;
}

/** Takes a filter apart. */
export function predicatesOf(root: FilterNode): Predicates {
  const found: Found = { list: [], completeBesideOr: true, alternatives: [] };
  gather(root, '', [], found);
  return { ...found, complete: found.completeBesideOr && found.alternatives.length === 0 };
}

interface Found {
  list: Predicate[];
  completeBesideOr: boolean;
  alternatives: Array<readonly FilterNode[]>;
}

function gather(node: FilterNode, prefix: string, elements: readonly Element[], found: Found): void {
  switch (node.kind) {
    case 'always':
      return;
    case 'and':
      for (const each of node.nodes) gather(each, prefix, elements, found);
      return;
    case 'or':
      if (elements.length === 0) found.alternatives.push(node.nodes);
      else found.completeBesideOr = false;
      return;
    case 'elemMatch': {
      const path = prefix + node.path;
      found.completeBesideOr = false;
      if (node.ofValues) addLeaf(node, path, elements, found);
      else gather(node.node, `${path}.`, [...elements, { path, node }], found);
      return;
    }
    default: {
      const path = pathOf(node);
      // Inside an element a number is a name or a place in an inner array; the index takes it for a place in the outer.
      const isNumbered = elements.length > 0 && path !== undefined && (parsePath(path)[0]?.index ?? -1) >= 0;
      if (path === undefined || isNumbered) found.completeBesideOr = false;
      else addLeaf(node, prefix + path, elements, found);
    }
  }
}

function addLeaf(node: FilterNode, path: string, elements: readonly Element[], found: Found): void {
  const bounds = boundsOf(node);
  // A number in a path is a place in an array or a name in its elements. The index knows the place alone, so that a
  // test which a missing field passes cannot rely on it, and none is fully answered by it.
  const isNumbered = parsePath(path).some(({ index }) => index >= 0);
  if (!bounds || (isNumbered && !isPresent(node))) found.completeBesideOr = false;
  else if (!isNumbered) found.list.push({ path, node, bounds, elements });
  else {
    found.list.push({ path, node, bounds: { ...bounds, exact: false, exactWithoutArrays: false }, elements });
  }
}

function pathOf(node: FilterNode): string | undefined {
  if (node.kind === 'not') return pathOf(node.node);
  return 'path' in node ? node.path : undefined;
}
