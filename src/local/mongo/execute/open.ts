import type { Access, IndexAccess, Plan } from '../plan/plan.ts';
import type { Collection, StoredRow } from '../storage/collection.ts';
import { IndexSource } from './index-source.ts';
import { CollectionSource, EmptySource, IdSource, type Source } from './source.ts';

/** Starts the scan of a plan. */
export function openAccess(plan: Plan): Source {
  const { collection, access } = plan;
  if (!collection) return new EmptySource();
  switch (access.kind) {
    case 'nothing':
      return new EmptySource();
    case 'collection':
      return new CollectionSource(collection, access.direction);
    case 'id':
      return new IdSource(collection, access.key);
    case 'index':
      return openIndex(collection, access);
    case 'union':
      return new UnionSource(collection, access);
  }
}

function openIndex(collection: Collection, access: IndexAccess): Source {
  return new IndexSource(collection, access.index, access.ranges, access.direction);
}

/** The branches of an `$or`: a document that a branch has given is not given again. */
class UnionSource implements Source {
  readonly #branches: Array<{ readonly access: IndexAccess; readonly source: Source }>;
  readonly #given = new Set<number>();
  #at = 0;

  constructor(collection: Collection, access: Extract<Access, { kind: 'union' }>) {
    this.#branches = access.branches.map((branch) => ({
      access: branch,
      source: openIndex(collection, branch),
    }));
  }

  get examined() {
    return this.#branches.reduce(
      (sum, { source: { examined } }) => ({ keys: sum.keys + examined.keys, docs: sum.docs + examined.docs }),
      { keys: 0, docs: 0 },
    );
  }

  next(want: number): StoredRow[] | undefined {
    const branch = this.#branches[this.#at];
    if (!branch) return undefined;
    const rows = branch.source.next(want);
    if (!rows) this.#at += 1;
    return rows?.filter((row) => this.#isNew(row, branch.access)) ?? [];
  }

  #isNew({ rid, doc }: StoredRow, { exact, branchFilter }: IndexAccess): boolean {
    if (this.#given.has(rid)) return false;
    if (!exact && branchFilter && !branchFilter.matches(doc)) return false;
    this.#given.add(rid);
    return true;
  }
}
