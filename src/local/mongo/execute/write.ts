import type { StoredRow } from '../storage/collection.ts';
import { newDocument } from '../storage/new-document.ts';
import type { Store } from '../storage/store.ts';
import type { Update } from '../update/update.ts';
import type { RawDocument } from '../values/raw.ts';

/** A collection by name: it may have to be made first. */
export interface Place {
  readonly store: Store;
  readonly database: string;
  readonly name: string;
}

/** Stores a document, given an `_id` when it has none, in a collection that is made when it is missing. */
export function insertNew({ store, database, name }: Place, document: RawDocument): RawDocument {
  const { transactions, catalog } = store;
  const stored = newDocument(document);
  // A collection that a first insert made stays, also when that insert fails.
  const collection = catalog.find(database, name) ?? transactions.run(() => catalog.obtain(database, name));
  transactions.run(() => collection.insert(stored));
  return stored;
}

/** Changes one stored document. Returns the new one, or undefined when nothing is different. */
export function changeStored(
  { store, database, name }: Place,
  { rid, doc }: StoredRow,
  change: Pick<Update, 'apply'>,
): RawDocument | undefined {
  const { document, changed } = change.apply(doc);
  if (!changed) return undefined;
  const { transactions, catalog } = store;
  transactions.run(() => catalog.find(database, name)?.replace(rid, doc, document));
  return document;
}

/** Deletes one stored document with its index entries. */
export function removeStored({ store, database, name }: Place, { rid, doc }: StoredRow): void {
  const { transactions, catalog } = store;
  transactions.run(() => catalog.find(database, name)?.remove(rid, doc));
}
