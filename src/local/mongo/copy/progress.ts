import type { Collection, MongoClient } from 'mongodb';

/** The database that remembers, on the target, how far a copy has come. It is gone when the copy is complete. */
export const PROGRESS_DATABASE = 'embedded_mongodb_copy';

interface Entry {
  /** `database.collection`. */
  _id: string;
  /** The `_id` up to which everything is there; absent when nothing is yet. */
  last?: unknown;
}

/** How far a copy has come, kept where it goes, so that it can be taken up from anywhere. */
export class Progress {
  readonly #entries: Collection<Entry>;

  constructor(target: MongoClient) {
    this.#entries = target.db(PROGRESS_DATABASE).collection<Entry>('progress', { promoteValues: false });
  }

  /** Where the collection's copy stands; undefined when it has not begun. */
  async of(namespace: string): Promise<{ last: unknown } | undefined> {
    const entry = await this.#entries.findOne({ _id: namespace });
    return entry ? { last: entry.last } : undefined;
  }

  async begin(namespace: string): Promise<void> {
    await this.#entries.updateOne({ _id: namespace }, { $setOnInsert: { _id: namespace } }, { upsert: true });
  }

  async reached(namespace: string, last: unknown): Promise<void> {
    await this.#entries.updateOne({ _id: namespace }, { $set: { last } });
  }

  /** The next run copies the collection from the beginning. */
  async restart(namespace: string): Promise<void> {
    await this.#entries.updateOne({ _id: namespace }, { $unset: { last: 1 } });
  }

  async forget(): Promise<void> {
    await this.#entries.drop();
  }
}
