import type { Db, Document } from 'mongodb';
import { getField, NULL_VALUE, type RawDocument } from '../values/raw.ts';
import { lossless, losslessDocument } from './lossless.ts';
import type { Progress } from './progress.ts';

/** A batch ends at this many documents or bytes. */
const BATCH_DOCUMENTS = 1_000;
const BATCH_BYTES = 8_000_000;

/** Where the documents of one collection come from and go to. */
export interface Route {
  readonly from: Db;
  readonly to: Db;
  readonly name: string;
}

/** Copies the documents that are not there yet, in the order of `_id`, and notes after every batch how far it is. */
export async function copyDocuments({ from, to, name }: Route, progress: Progress): Promise<void> {
  const namespace = `${from.databaseName}.${name}`;
  const known = await progress.of(namespace);
  if (!known) {
    if (await to.collection(name).findOne({}, { projection: { _id: 1 } })) {
      throw new Error(`${to.databaseName}.${name} has documents already: name a MongoDB without them`);
    }
    await progress.begin(namespace);
  }
  if (known?.last === undefined) {
    // what is there is what this copy has begun, or has to begin again
    await to.dropCollection(name);
    await to.createCollection(name);
  }
  // $expr compares ids of all types with one another, $gt would not
  const rest = known?.last === undefined ? {} : { $expr: { $gt: ['$_id', { $literal: known.last }] } };
  const documents = from.collection(name).find(rest, { raw: true, sort: { _id: 1 } });
  for await (const batch of batches(documents as unknown as AsyncIterable<RawDocument>)) {
    await write(to, name, batch);
    const last = getField(batch.at(-1) as RawDocument, '_id') ?? NULL_VALUE;
    await progress.reached(namespace, lossless(last));
  }
}

async function* batches(documents: AsyncIterable<RawDocument>): AsyncGenerator<RawDocument[]> {
  let batch: RawDocument[] = [];
  let bytes = 0;
  for await (const doc of documents) {
    if (batch.length > 0 && (batch.length === BATCH_DOCUMENTS || bytes + doc.length > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(doc);
    bytes += doc.length;
  }
  if (batch.length > 0) yield batch;
}

/** Inserts a batch. What is there from a copy that broke off is replaced. */
async function write(to: Db, name: string, batch: readonly RawDocument[]): Promise<void> {
  const answer = await to.command({
    insert: name,
    documents: batch.map(losslessDocument),
    ordered: false,
    writeConcern: { w: 'majority', j: true },
  });
  const present: RawDocument[] = [];
  for (const { index, code, keyPattern, errmsg } of (answer.writeErrors ?? []) as Document[]) {
    const isThere = code === 11000 && JSON.stringify(Object.keys(keyPattern ?? {})) === '["_id"]';
    if (!isThere) throw new Error(`${to.databaseName}.${name} does not take a document: ${errmsg}`);
    present.push(batch[index] as RawDocument);
  }
  if (present.length === 0) return;
  await to.command({
    update: name,
    updates: present.map((doc) => ({
      q: { _id: lossless(getField(doc, '_id') ?? NULL_VALUE) },
      u: losslessDocument(doc),
    })),
    writeConcern: { w: 'majority', j: true },
  });
}

/** Makes the indexes of a collection and gives their number; those that are there already stay. */
export async function copyIndexes({ from, to, name }: Route): Promise<number> {
  const all = await from.collection(name).listIndexes({ promoteValues: false }).toArray();
  const indexes = all
    .filter((index) => index.name !== '_id_')
    .map(({ v: _version, ns: _namespace, ...index }) => index);
  if (indexes.length > 0) await to.command({ createIndexes: name, indexes });
  return all.length;
}
