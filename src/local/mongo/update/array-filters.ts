import { badValue, failedToParse } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import type { FilterNode } from '../query/node.ts';
import { buildDocument, type RawDocument, type RawValue } from '../values/raw.ts';
import { arrayFilterName, type Step } from './update-path.ts';

/** The array filters of an update, by the name that stands in `$[name]`. */
export type ArrayFilters = ReadonlyMap<string, (element: RawValue) => boolean>;

const NAME = /^[a-z][a-zA-Z0-9]*$/;

function topLevelNames(node: FilterNode, names: Set<string>): Set<string> {
  if ('path' in node) names.add(node.path.split('.')[0] ?? '');
  else if ('nodes' in node) for (const inner of node.nodes) topLevelNames(inner, names);
  else if ('node' in node) topLevelNames(node.node, names);
  return names;
}

function nameOf(root: FilterNode): string {
  const [name, other] = topLevelNames(root, new Set());
  if (name === undefined) {
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  }
  if (other !== undefined)
    throw failedToParse(`Expected a single top-level field name, found '${name}' and '${other}'`);
  if (!NAME.test(name)) {
    throw badValue(
      `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  }
  return name;
}

/** Compiles array filters. Throws 9 for one without a name or two of a name. */
export function compileArrayFilters(filters: readonly RawDocument[]): ArrayFilters {
  const compiled = new Map<string, (element: RawValue) => boolean>();
  for (const filter of filters) {
    const { root, matches } = compileFilter(filter);
    const name = nameOf(root);
    if (compiled.has(name)) {
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    }
    compiled.set(name, (element) => matches(buildDocument([[name, element]])));
  }
  return compiled;
}

/** Throws 2 for a name in a path that has no filter, and 9 for a filter that no path names. */
export function checkArrayFilters(
  filters: ArrayFilters,
  paths: ReadonlyArray<readonly Step[]>,
  update: () => string,
): void {
  const used = new Set<string>();
  for (const path of paths) {
    for (const step of path) {
      const name = arrayFilterName(step);
      if (!name) continue;
      if (!filters.has(name)) {
        throw badValue(`No array filter found for identifier '${name}' in path '${path.join('.')}'`);
      }
      used.add(name);
    }
  }
  for (const name of filters.keys()) {
    if (!used.has(name)) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update ${update()}`);
    }
  }
}
