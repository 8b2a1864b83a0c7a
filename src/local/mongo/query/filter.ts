import type { RawDocument } from '../values/raw.ts';
import { compileNode } from './matcher.ts';
import type { FilterNode } from './node.ts';
import { parseFilter } from './parse.ts';
import { positionFinder } from './position.ts';

/** A compiled filter. */
export interface Filter {
  readonly root: FilterNode;
  matches(doc: RawDocument): boolean;
  /** The array position that the positional `$` stands for in a document that matches; undefined when no array was involved. */
  positionFor(doc: RawDocument): number | undefined;
}

/** Values of `let`, and what else a filter's expressions may read. */
export interface FilterOptions {
  readonly variables?: RawDocument | undefined;
}

/** Parses and compiles a filter. Throws MongoDB's errors for what it does not understand (2, 9, 14 ...), 238 for what is left out. */
export function compileFilter(filter: RawDocument, { variables }: FilterOptions = {}): Filter {
  const root = parseFilter(filter);
  const matches = compileNode(root, variables);
  return { root, matches: (doc) => matches(doc, 0), positionFor: positionFinder(root, variables) };
}
