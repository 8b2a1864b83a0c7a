import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, migrate } from '../../src/platform/database/index.ts';
import { Files } from '../../src/platform/files/index.ts';
import { createLogger } from '../../src/platform/logging.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

const { ObjectId, BSON } = mongoose.mongo;
const file = { workspace: 'T1', key: 'picture', name: 'cup.txt', bytes: Buffer.from('a cup in two pieces') };

let server: TestDatabase;
let database: Awaited<ReturnType<typeof connectDatabase>>;
let files: Files;
beforeAll(async () => {
  server = await freshDatabase();
  database = await connectDatabase(server.uri, server.name, createLogger('fatal'));
  await migrate(database, createLogger('fatal'));
  files = new Files(database);
});
afterAll(async () => {
  await database.close();
  await server.close();
});

const collection = (name: string) => database.connection.collection(name);

/** What a process leaves that is killed between the parts of a file and its entry. */
async function leaveParts(key: string): Promise<void> {
  const { id } = await files.store({ ...file, key });
  const filesId = new ObjectId(id);
  await collection('files.files').deleteOne({ _id: filesId });
  await collection('files.chunks').updateOne(
    { files_id: filesId, n: 0 },
    { $set: { data: new BSON.Binary(Buffer.from('a cup in')) } },
  );
  expect(await files.find('T1', id)).toBeUndefined();
}

describe('a file', () => {
  test('is stored once under its key', async () => {
    const first = await files.store(file);
    expect(await files.store({ ...file, bytes: Buffer.from('other bytes') })).toMatchObject(first);
    expect(String(await files.read('T1', first.id))).toBe('a cup in two pieces');
  });

  test('whose storing a kill cut short is stored whole the next time', async () => {
    await leaveParts('cut');
    const { id } = await files.store({ ...file, key: 'cut' });
    expect(String(await files.read('T1', id))).toBe('a cup in two pieces');
  });

  test('that several store at once is there once, whole, for each of them', async () => {
    const bytes = Buffer.alloc(600_000, 'x');
    const all = await Promise.all(
      Array.from({ length: 5 }, () => files.store({ ...file, key: 'rush', bytes })),
    );
    const [first] = all;
    expect(all).toEqual(Array.from({ length: 5 }, () => first));
    expect((await files.read('T1', String(first?.id))).equals(bytes)).toBe(true);
    expect(await collection('files.chunks').countDocuments({ files_id: new ObjectId(first?.id) })).toBe(3);
  });

  test('may be empty, and goes with its parts', async () => {
    const { id } = await files.store({ ...file, key: 'empty', bytes: new Uint8Array() });
    expect((await files.read('T1', id)).byteLength).toBe(0);
    await leaveParts('gone');
    const gone = await files.store({ ...file, key: 'gone' });
    await files.remove('T1', gone.id);
    await expect(files.read('T1', gone.id)).rejects.toThrow('no longer there');
    expect(await collection('files.chunks').countDocuments({ files_id: new ObjectId(gone.id) })).toBe(0);
  });
});
