import {
  type Collection,
  type Db,
  type Document,
  MongoClient,
  type MongoClientOptions,
  type OptionalUnlessRequiredId,
} from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

/** Any document that is written. */
export type Doc = Document;

/** A document as it is stored. The driver's types infer an `_id` only of simple types; others are cast. */
export type Stored = Document & { _id: string | number };

/** The driver on a database of this file's own. */
export interface Driver {
  readonly client: MongoClient;
  readonly db: Db;
  /** A new collection with these documents. */
  fill(docs: Doc[]): Promise<Collection<Stored>>;
  /** A new, empty collection, which does not exist yet. */
  empty(): Collection<Stored>;
}

/** Connects before the tests of a file and drops everything after them. */
export function driver(options: MongoClientOptions = {}): Driver {
  let database: TestDatabase;
  let client: MongoClient;
  let count = 0;
  beforeAll(async () => {
    database = await freshDatabase();
    client = await MongoClient.connect(database.uri, { ...options, serverSelectionTimeoutMS: 5000 });
  });
  afterAll(async () => {
    await client?.close();
    await database?.close();
  });
  const empty = () => client.db(database.name).collection<Stored>(`things${++count}`);
  return {
    get client() {
      return client;
    },
    get db() {
      return client.db(database.name);
    },
    empty,
    fill: async (docs) => {
      const collection = empty();
      await collection.insertMany(docs as OptionalUnlessRequiredId<Stored>[]);
      return collection;
    },
  };
}

/** The code and message of the error a promise ends with. */
export async function failure(promise: Promise<unknown>): Promise<{ code: unknown; message: string }> {
  try {
    await promise;
  } catch (error) {
    const { code, message } = error as { code: unknown; message: string };
    return { code, message };
  }
  return { code: undefined, message: 'no error' };
}
