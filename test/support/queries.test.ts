import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, defineModel, migrate } from '../../src/platform/database/index.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { QueryWatch } from './queries.ts';

const log = createLogger('fatal');
const model = defineModel<{ name: string; age: number }>('watched', { name: String, age: Number }, [
  { keys: { workspace: 1, name: 1 }, serves: 'by name' },
]);

let database: TestDatabase;
let connection: Awaited<ReturnType<typeof connectDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  connection = await connectDatabase(database.uri, database.name, log);
  await migrate(connection, log);
  await model(connection).create({ workspace: 'T1', name: 'a', age: 1 });
});
afterAll(async () => {
  await connection.close();
  await database.close();
});

test('a query that an index serves is fine', async () => {
  const watch = new QueryWatch(connection.connection);
  await model(connection).find({ workspace: 'T1', name: 'a' }).lean();
  expect(await watch.faults()).toEqual([]);
});

test('a query that no index serves is named', async () => {
  const watch = new QueryWatch(connection.connection);
  await model(connection).find({ age: 1 }).lean();
  const faults = (await watch.faults()).join('\n');
  expect(faults).toContain('scans the collection: watched.find');
  expect(faults).toContain('does not begin with its workspace');
});

test('an upsert that may insert twice is named', async () => {
  const watch = new QueryWatch(connection.connection);
  await model(connection).updateOne({ workspace: 'T1', name: 'b' }, { $set: { age: 2 } }, { upsert: true });
  expect((await watch.faults()).join()).toContain('upsert without a unique index');
});
