import type { IndexAccess, Plan } from '../plan/plan.ts';
import type { Collection, StoredRow } from '../storage/collection.ts';
import { IndexSource } from './index-source.ts';
import { MergeSource } from './merge-source.ts';
import { CollectionSource, EmptySource, type Examined, IdSource, type Source, sumOf } from './source.ts';

/** Starts the scan of a plan; with `keysOnly` one index's keys alone are read. */
export function openAccess(plan: Plan, keysOnly: boolean): Source {
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
      return openIndex(collection, access, keysOnly);
    case 'union':
      return new UnionSource(access.branches.map((branch) => openIndex(collection, branch)));
    case 'merge':
      return new MergeSource(
        access.branches.map((branch) => openIndex(collection, branch)),
        access.sort,
      );
  }
}

function openIndex(collection: Collection, access: IndexAccess, keysOnly = false): Source {
  return new IndexSource(collection, access, keysOnly);
}

/** The branches of an `$or`: a document that a branch has given is not given again. */
class UnionSource implements Source {
  readonly #sources: readonly Source[];
  readonly #given = new Set<number>();
  #at = 0;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  get examined(): Examined {
    return sumOf(this.#sources);
  }

  next(want: number): StoredRow[] | undefined {
    const source = this.#sources[this.#at];
    if (!source) return undefined;
    const rows = source.next(want);
    if (!rows) this.#at += 1;
    return rows?.filter(({ rid }) => !this.#given.has(rid) && this.#given.add(rid)) ?? [];
  }
}
