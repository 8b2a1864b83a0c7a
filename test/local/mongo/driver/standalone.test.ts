import { Long, UUID } from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

const one = { insert: 'things', documents: [{ a: 1 }] };
const session = { lsid: { id: new UUID() } };

/** What a standalone mongod 7.0 says to commands that it refuses before it looks at a collection. */
test.each<[Doc, number, string]>([
  [
    { ...one, ...session, txnNumber: Long.fromNumber(1) },
    20,
    'Transaction numbers are only allowed on a replica set',
  ],
  [{ commitTransaction: 1, ...session, autocommit: false }, 20, 'Transaction numbers are only allowed'],
  [{ abortTransaction: 1 }, 20, 'Transaction numbers are only allowed'],
  [{ find: 'things', readConcern: { level: 'snapshot' } }, 123, 'replica set'],
  [{ find: 'things', readConcern: { level: 'none' } }, 2, 'readConcern.level'],
  [{ find: 'things', readConcern: { levels: 'local' } }, 40415, 'readConcern.levels'],
  [{ ...one, readConcern: { level: 'majority' } }, 72, 'read concern not supported'],
  [{ find: 'things', writeConcern: { w: 1 } }, 72, 'Command does not support writeConcern'],
  [{ ...one, writeConcern: { w: 2 } }, 2, "cannot use 'w' > 1 when a host is not replicated"],
  [{ ...one, writeConcern: { w: -1 } }, 9, 'w has to be a non-negative number and not greater than 50'],
  [{ ...one, writeConcern: { w: 51 } }, 9, 'w has to be a non-negative number and not greater than 50'],
  [{ find: 'things', maxTimeMS: 1.5 }, 2, 'maxTimeMS has non-integral value'],
  [{ find: '.things' }, 73, 'Invalid namespace specified'],
  [{ find: 'things', hint: 5 }, 9, 'Hint must be a string or an object'],
  [{ find: 'things', hint: { a: 1 }, sort: { $natural: 1 } }, 2, '$natural'],
  [{ find: 'things', awaitData: true }, 9, "Cannot set 'awaitData' without also setting 'tailable'"],
  [{ find: 'things', filter: { a: { $regex: 'a\0' } } }, 51109, 'embedded null byte'],
  [{ getMore: 5, collection: 'things' }, 14, "expected type 'long'"],
  [{ listDatabases: 1 }, 13, 'listDatabases may only be run against the admin database.'],
  [{ getParameter: 1, featureCompatibilityVersion: 1 }, 13, 'may only be run against the admin database.'],
  [{ create: 'made', autoIndexId: false }, 72, 'autoIndexId'],
  [
    { aggregate: 'things', pipeline: [{ $documents: [] }], cursor: {} },
    73,
    "'$documents' can only be run with",
  ],
  [
    { aggregate: 'things', pipeline: [{ $skip: -1 }], cursor: {} },
    5107200,
    'invalid argument to $skip stage',
  ],
  [
    { aggregate: 'things', pipeline: [{ $limit: 'a' }], cursor: {} },
    5107201,
    'invalid argument to $limit stage',
  ],
])('%j is error %i: %s', async (command, code, words) => {
  const { message, ...found } = await failure(mongo.db.command(command));
  expect(found).toEqual({ code });
  expect(message).toContain(words);
});

test('an impossible name of a database is refused for every command', async () => {
  expect((await failure(mongo.client.db('a"b').command({ find: 'things' }))).code).toBe(73);
});

test('a statement of a wrong shape fails the whole command, and nothing is written', async () => {
  const things = await mongo.fill([{ _id: 1, a: 1 }]);
  const good = { q: {}, u: { $set: { a: 2 } } };
  const wrong: Array<[Doc, number]> = [
    [{ update: things.collectionName, updates: [good, { q: {}, u: {}, sort: { a: 1 } }] }, 40415],
    [{ update: things.collectionName, updates: [good, { q: {} }] }, 40414],
    [{ update: things.collectionName, updates: [good, { q: {}, u: {}, multi: 'yes' }] }, 14],
    [
      {
        delete: things.collectionName,
        deletes: [
          { q: {}, limit: 1 },
          { q: {}, limit: 2 },
        ],
      },
      9,
    ],
    [{ delete: things.collectionName, deletes: [{ q: {}, limit: 1 }, { q: {} }] }, 40414],
  ];
  for (const [command, code] of wrong) expect((await failure(mongo.db.command(command))).code).toBe(code);
  expect(await things.find().toArray()).toEqual([{ _id: 1, a: 1 }]);
});

test('what test suites ask before and after their tests is answered', async () => {
  const admin = mongo.client.db('admin');
  const things = await mongo.fill([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  const cursor = things.find({}, { batchSize: 1 });
  await cursor.next();
  expect(await admin.command({ killAllSessions: [] })).toMatchObject({ ok: 1 });
  expect((await failure(cursor.toArray())).code).toBe(43);
  expect(
    (await admin.command({ getParameter: 1, noSuchOne: 1, requireApiVersion: 1 })).requireApiVersion,
  ).toBe(false);
  expect((await failure(admin.command({ getParameter: 1, noSuchOne: 1 }))).code).toBe(72);
  expect((await failure(admin.command({ renameCollection: 'x.none', to: 'x.other' }))).code).toBe(26);
  expect((await admin.command({ getCmdLineOpts: 1 })).argv).not.toContain('--auth');
  expect(await things.find({}, { hint: {} }).toArray()).toHaveLength(3);
});
