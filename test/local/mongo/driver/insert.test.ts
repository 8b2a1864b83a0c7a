import {
  Binary,
  BSON,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure, type Stored } from './support.ts';

const mongo = driver();

test('insertOne stores every type to the last byte, in the order of its fields', async () => {
  const doc = new Map<string, unknown>([
    ['_id', new ObjectId()],
    ['10', 1],
    ['2', 'numbers keep their place'],
    ['__proto__', { polluted: true }],
    ['double', new Double(5)],
    ['long', Long.fromNumber(5)],
    ['int', new Int32(5)],
    ['decimal', Decimal128.fromString('5.00')],
    ['binary', new Binary(Buffer.from('abc'), 128)],
    ['uuid', new UUID()],
    ['ref', new DBRef('other', new ObjectId(), 'elsewhere')],
    ['date', new Date(-1)],
    ['regex', /a.b/im],
    ['code', new Code('return 1')],
    ['scoped', new Code('return x', { x: 1 })],
    ['stamp', new Timestamp({ t: 1, i: 2 })],
    ['min', new MinKey()],
    ['max', new MaxKey()],
    ['nothing', null],
    ['nested', { b: [1, { a: [] }, []], a: {} }],
    ['text', 'ünïcödé \u0000 😀'],
    ['', 'a field without a name'],
  ]);
  const bytes = BSON.serialize(doc as unknown as Record<string, unknown>);
  const things = mongo.empty();
  await mongo.db.command({ insert: things.collectionName, documents: [doc] });
  const [stored] = await things.find({}, { raw: true }).toArray();
  expect(Buffer.from(stored as unknown as Uint8Array).equals(bytes)).toBe(true);
});

test('insertOne makes an _id where there is none, and puts it first', async () => {
  const things = mongo.empty();
  await mongo.db.command({ insert: things.collectionName, documents: [{ a: 1 }, { b: 1, _id: 7 }] });
  const docs = await things.find().toArray();
  expect(Object.keys(docs[0] ?? {})).toEqual(['_id', 'a']);
  expect(docs[0]?._id).toBeInstanceOf(ObjectId);
  expect(Object.keys(docs[1] ?? {})).toEqual(['_id', 'b']);
});

test('a zero timestamp at the top becomes the time of the server, one further down stays', async () => {
  const zero = new Timestamp({ t: 0, i: 0 });
  const things = await mongo.fill([{ _id: 1, at: zero, deep: { at: zero } }]);
  const doc = await things.findOne({ _id: 1 });
  expect(doc?.at.isZero()).toBe(false);
  expect(doc?.deep.at.isZero()).toBe(true);
});

test('booleans, documents, numbers and dates are all ids; 1 and 1.0 are the same', async () => {
  const ids = [
    true,
    { a: 1 },
    { 'a.b': 1 },
    'x',
    new Date(0),
    new UUID(),
    new MinKey(),
    Long.fromString('9007199254740993'),
  ];
  const things = await mongo.fill(ids.map((_id) => ({ _id })));
  for (const _id of ids) expect(await things.countDocuments({ _id } as Doc)).toBe(1);
  await things.insertOne({ _id: 1 });
  expect((await failure(things.insertOne({ _id: new Double(1) } as Doc as Stored))).code).toBe(11000);
});

test.each([
  [{ _id: [1] }, 53, "The '_id' value cannot be of type array"],
  [{ _id: /x/ }, 53, "The '_id' value cannot be of type regex"],
  [
    { _id: { a: [{ $a: 1 }] } },
    52,
    "_id fields may not contain '$'-prefixed fields: $a is not valid for storage.",
  ],
  [{ _id: { $a: 1 } }, 52, "_id fields may not contain '$'-prefixed fields: $a is not valid for storage."],
])('insertOne refuses %j', async (doc, code, message) => {
  const error = await failure(mongo.empty().insertOne(doc as Doc as Stored));
  expect(error).toEqual({ code, message });
});

test.each([
  [{ _id: 1, $a: 1 }],
  [{ _id: 1, 'a.b': 1 }],
  [{ _id: 1, a: { $b: 1 } }],
  [{ _id: 1, a: { 'b.c': 1 } }],
  [{ _id: 1, a: { $db: 'foo' } }],
])('insertOne stores names with dots and dollars: %j', async (doc) => {
  const things = await mongo.fill([doc]);
  expect(await things.find().toArray()).toEqual([doc]);
});

test('a duplicate tells its key as MongoDB does', async () => {
  const things = await mongo.fill([{ _id: 1, email: 'a@b.c', team: 1 }]);
  await things.createIndex({ team: 1, email: -1 }, { unique: true, name: 'one_each' });
  const error = await things.insertOne({ _id: 2, email: 'a@b.c', team: 1 }).catch((e) => e);
  expect(error.code).toBe(11000);
  expect(error.message).toBe(
    `E11000 duplicate key error collection: ${things.namespace} index: one_each dup key: { team: 1, email: "a@b.c" }`,
  );
  expect(error.keyPattern).toEqual({ team: 1, email: -1 });
  expect(error.keyValue).toEqual({ team: 1, email: 'a@b.c' });
  const id = await things.insertOne({ _id: 1 }).catch((e) => e);
  expect(id.message).toBe(
    `E11000 duplicate key error collection: ${things.namespace} index: _id_ dup key: { _id: 1 }`,
  );
});

test('an ordered insertMany stops at the first error, an unordered one tries all', async () => {
  const docs = () => [{ _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }, { _id: 1 }];
  const ordered = mongo.empty();
  const first = await ordered.insertMany(docs()).catch((e) => e);
  expect(first.result.insertedCount).toBe(2);
  expect(first.writeErrors.map((e: { index: number }) => e.index)).toEqual([2]);
  expect(await ordered.countDocuments()).toBe(2);
  const unordered = mongo.empty();
  const second = await unordered.insertMany(docs(), { ordered: false }).catch((e) => e);
  expect(second.result.insertedCount).toBe(3);
  expect(second.writeErrors.map((e: { index: number }) => e.index)).toEqual([2, 4]);
});

test('a document of 16 MB is stored, a larger one refused, and the next is stored again', async () => {
  const things = mongo.empty();
  await things.insertOne({ _id: 1, text: 'x'.repeat(16 * 1024 * 1024 - 40) });
  const tooLarge = { _id: 2, text: 'x'.repeat(16 * 1024 * 1024) };
  const { writeErrors } = await mongo.db.command({ insert: things.collectionName, documents: [tooLarge] });
  expect(writeErrors).toMatchObject([
    { index: 0, errmsg: expect.stringContaining('object to insert too large') },
  ]);
  await things.insertOne({ _id: 3 });
  expect(await things.countDocuments()).toBe(2);
});

test('an unacknowledged insert arrives', async () => {
  const things = mongo.empty();
  const result = await things.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
  expect(result.acknowledged).toBe(false);
  await expect.poll(() => things.countDocuments()).toBe(1);
});

test.each([
  [{ insert: 'x', documents: [] }, 16],
  [{ insert: 'x', documents: [{}], colour: 1 }, 40415],
  [{ insert: 'x' }, 40414],
  [{ insert: 'x', documents: 5 }, 14],
])('the command %j is refused', async (command, code) => {
  expect((await failure(mongo.db.command(command))).code).toBe(code);
});
