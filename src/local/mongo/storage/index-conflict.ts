import { MongoError } from '../errors.ts';
import type { RawDocument } from '../values/raw.ts';
import { showDocument } from '../values/show.ts';
import type { IndexSpec } from './index-spec.ts';

/**
 * Compares a requested index with those there are, as MongoDB 7.0 does: key pattern, unique, sparse and partial filter
 * make an index what it is. True when exactly this index is there. Errors: 86 for the name of another index, 85 for
 * the same index under another name or with other options.
 */
export function existsAlready(wanted: IndexSpec, existing: readonly IndexSpec[]): boolean {
  const named = existing.find(({ name }) => name === wanted.name);
  if (named) {
    if (!isSameIndex(named, wanted)) {
      throw new MongoError(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${requested(wanted, named)}`,
      );
    }
    if (named.expireAfterSeconds === wanted.expireAfterSeconds && named.hidden === wanted.hidden) return true;
    throw new MongoError(
      85,
      `An equivalent index already exists with the same name but different options. ${requested(wanted, named)}`,
    );
  }
  const twin = existing.find((spec) => isSameIndex(spec, wanted));
  if (!twin) return false;
  throw new MongoError(
    85,
    twin.expireAfterSeconds === wanted.expireAfterSeconds
      ? `Index already exists with a different name: ${twin.name}`
      : `An equivalent index already exists with a different name and options. ${requested(wanted, twin)}`,
  );
}

function requested(wanted: IndexSpec, existing: IndexSpec): string {
  return `Requested index: ${showDocument(wanted.source)}, existing index: ${showDocument(existing.source)}`;
}

function isSameIndex(a: IndexSpec, b: IndexSpec): boolean {
  return (
    hasSameKey(a, b) &&
    a.unique === b.unique &&
    a.sparse === b.sparse &&
    sameBytes(a.partialSource, b.partialSource)
  );
}

/** Whether the key patterns have the same fields in the same order and direction. */
export function hasSameKey(
  a: Pick<IndexSpec, 'paths' | 'directions'>,
  b: Pick<IndexSpec, 'paths' | 'directions'>,
): boolean {
  return (
    a.paths.length === b.paths.length &&
    a.paths.every((path, at) => path === b.paths[at] && a.directions[at] === b.directions[at])
  );
}

function sameBytes(a: RawDocument | undefined, b: RawDocument | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);
}
