import { visitAll } from '../execute/visit.ts';
import { removeStored } from '../execute/write.ts';
import { planQuery } from '../plan/planner.ts';
import { compileFilter } from '../query/filter.ts';
import type { Collection } from '../storage/collection.ts';
import type { IndexTable } from '../storage/index-table.ts';
import type { Store } from '../storage/store.ts';
import { documentFromJs, documentToJs, fromJs } from '../values/raw.ts';

/** Deletes documents whose time is over, by the TTL indexes, as MongoDB's background task does. */
export class TtlSweeper {
  readonly #store: Store;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  /** Looks every `intervalMs`; MongoDB does so once a minute. */
  constructor(store: Store, intervalMs: number) {
    this.#store = store;
    this.#timer = setInterval(() => this.#start(), intervalMs).unref();
  }

  /** Ends after the sweep at hand. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  #start(): void {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = undefined;
    });
  }

  async #sweep(): Promise<void> {
    const now = Date.now();
    for (const database of this.#store.catalog.databases()) {
      for (const collection of this.#store.catalog.collections(database)) {
        for (const index of collection.indexes) await this.#expire(collection, index, now);
      }
    }
  }

  /** One index; what goes wrong (it may have been dropped meanwhile) is tried again with the next sweep. */
  async #expire(collection: Collection, index: IndexTable, now: number): Promise<void> {
    const { expireAfterSeconds, paths, name, partialSource } = index.spec;
    if (expireAfterSeconds === undefined || !index.ready) return;
    const due = { [paths[0] as string]: { $lte: new Date(now - expireAfterSeconds * 1000) } };
    const both = partialSource ? { $and: [due, documentToJs(partialSource)] } : due;
    const filter = compileFilter(documentFromJs(both));
    const place = { store: this.#store, database: collection.database, name: collection.name };
    try {
      const plan = planQuery({ collection, filter, sort: undefined, hint: fromJs(name) });
      await visitAll(plan, (row) => removeStored(place, row), Number.POSITIVE_INFINITY);
    } catch {
      return;
    }
  }
}
