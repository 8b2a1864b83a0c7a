import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

/** A mongoose connection to a database of this file's own, from the first test on. */
export function connection(): Connection {
  const opened = mongoose.createConnection();
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await opened.openUri(database.uri, { dbName: database.name, serverSelectionTimeoutMS: 5000 });
  });
  afterAll(async () => {
    await opened.close();
    await database?.close();
  });
  return opened;
}
