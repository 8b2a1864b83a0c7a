import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { startServer } from '../../src/local/mongo/index.ts';

/** A database of a test's own. */
export interface TestDatabase {
  uri: string;
  name: string;
  /** Drops the database, and ends the server when it was started for this test. */
  close(): Promise<void>;
}

/**
 * A fresh database: on the MongoDB that is given, or that `TEST_MONGODB_URI` names, else on an embedded one in memory. Tests run unchanged
 * on both.
 */
export async function freshDatabase(given = process.env.TEST_MONGODB_URI): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  if (given) {
    const drop = async (): Promise<void> => {
      const client = await MongoClient.connect(given);
      await client.db(name).dropDatabase();
      await client.close();
    };
    return { uri: given, name, close: drop };
  }
  const server = await startServer({ data: ':memory:' });
  return { uri: server.uri, name, close: () => server.close() };
}
