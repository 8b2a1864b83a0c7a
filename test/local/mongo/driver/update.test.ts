import { Decimal128, Double, Long, Timestamp } from 'mongodb';
import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

/** The document after an update of one document. */
async function after(doc: Doc, update: Doc, filter: Doc = {}, options = {}): Promise<Doc | null> {
  const things = await mongo.fill([{ _id: 1, ...doc }]);
  await things.updateOne({ _id: 1, ...filter }, update, options);
  return things.findOne({ _id: 1 }, { projection: { _id: 0 } });
}

test.each<[string, Doc, Doc, Doc]>([
  ['$set', { a: 1 }, { $set: { a: 2, 'b.c': 3, 'b.d': 4 } }, { a: 2, b: { c: 3, d: 4 } }],
  ['$set beyond an array', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  [
    '$unset',
    { a: 1, b: { c: 1, d: 1 } },
    { $unset: { a: '', 'b.c': '', x: '', 'y.z': '' } },
    { b: { d: 1 } },
  ],
  ['$unset in an array', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
  ['$inc', { a: 1, b: 1.5 }, { $inc: { a: 2, b: 1, c: -1 } }, { a: 3, b: 2.5, c: -1 }],
  ['$mul', { a: 2 }, { $mul: { a: 3, b: 5 } }, { a: 6, b: 0 }],
  [
    '$min and $max',
    { a: 5, b: 5 },
    { $min: { a: 3, b: 7, c: 1 }, $max: { d: 1 } },
    { a: 3, b: 5, c: 1, d: 1 },
  ],
  ['$rename', { a: 1, b: { c: 2 } }, { $rename: { a: 'x', 'b.c': 'b.d', z: 'y' } }, { b: { d: 2 }, x: 1 }],
  ['$push', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
  ['$push of a list', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
  ['$push with $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  [
    '$push with $position',
    { a: [1, 2] },
    { $push: { a: { $each: [9, 8], $position: 1 } } },
    { a: [1, 9, 8, 2] },
  ],
  ['$push from the end', { a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
  ['$push with $slice', { a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: -3 } } }, { a: [2, 3, 4] }],
  [
    '$push with $sort by a field',
    { a: [{ s: 3 }, { s: 1 }] },
    { $push: { a: { $each: [{ s: 2 }], $sort: { s: -1 }, $slice: 2 } } },
    { a: [{ s: 3 }, { s: 2 }] },
  ],
  [
    '$addToSet',
    { a: [1, { b: 1 }] },
    { $addToSet: { a: { $each: [1, { b: 1 }, { b: 2 }, 4, 4] }, c: 1 } },
    { a: [1, { b: 1 }, { b: 2 }, 4], c: [1] },
  ],
  ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1, c: 1 } }, { a: [1, 2], b: [2] }],
  ['$pull of values', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  ['$pull by conditions', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  [
    '$pull of documents',
    { a: [{ x: 1, y: 1 }, { x: 1, y: 2 }, 5] },
    { $pull: { a: { x: 1, y: { $gt: 1 } } } },
    { a: [{ x: 1, y: 1 }, 5] },
  ],
  ['$pull with $in', { a: ['x', 'y', 'z'] }, { $pull: { a: { $in: ['x', 'z'] } } }, { a: ['y'] }],
  ['$pull by a pattern', { a: ['abc', 'xyz'] }, { $pull: { a: /^a/ } }, { a: ['xyz'] }],
  [
    '$pull with $elemMatch',
    { a: [{ r: [{ q: 1, v: 8 }] }, { r: [{ q: 2, v: 8 }] }] },
    { $pull: { a: { r: { $elemMatch: { q: 2, v: { $gte: 8 } } } } } },
    { a: [{ r: [{ q: 1, v: 8 }] }] },
  ],
  [
    '$pull with $or',
    { a: [{ x: 1 }, { x: 2 }, { y: 3 }, 4] },
    { $pull: { a: { $or: [{ x: 1 }, { y: 3 }] } } },
    { a: [{ x: 2 }, 4] },
  ],
  ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  [
    '$bit',
    { a: 12, b: 12, c: 12 },
    { $bit: { a: { and: 10 }, b: { or: 3 }, c: { xor: 10 } } },
    { a: 8, b: 15, c: 6 },
  ],
  ['$setOnInsert of an update', { a: 1 }, { $set: { a: 2 }, $setOnInsert: { b: 1 } }, { a: 2 }],
  ['all positions', { a: [{ b: 1 }, { b: 2 }] }, { $inc: { 'a.$[].b': 10 } }, { a: [{ b: 11 }, { b: 12 }] }],
])('%s', async (_name, doc, update, expected) => {
  expect(await after(doc, update)).toEqual(expected);
});

test.each<[string, Doc, Doc, Doc, Doc]>([
  ['one condition', { a: [1, 2, 3] }, { a: { $gte: 2 } }, { $set: { 'a.$': 9 } }, { a: [1, 9, 3] }],
  [
    'a field of documents',
    { a: [{ b: 1 }, { b: 2 }] },
    { 'a.b': 2 },
    { $set: { 'a.$.c': 1 } },
    { a: [{ b: 1 }, { b: 2, c: 1 }] },
  ],
  [
    '$elemMatch',
    {
      a: [
        { b: 2, c: 1 },
        { b: 2, c: 2 },
      ],
    },
    { a: { $elemMatch: { b: 2, c: 2 } } },
    { $set: { 'a.$.d': 1 } },
    {
      a: [
        { b: 2, c: 1 },
        { b: 2, c: 2, d: 1 },
      ],
    },
  ],
  ['$and', { a: [1, 2], z: 1 }, { $and: [{ a: 2 }, { z: 1 }] }, { $inc: { 'a.$': 5 } }, { a: [1, 7], z: 1 }],
  [
    'two conditions',
    {
      a: [
        { b: 1, c: 1 },
        { b: 2, c: 2 },
      ],
      z: 5,
    },
    { z: 5, 'a.b': 2 },
    { $unset: { 'a.$.c': 1 } },
    { a: [{ b: 1, c: 1 }, { b: 2 }], z: 5 },
  ],
  ['$in', { a: ['x', 'y'] }, { a: { $in: ['y', 'z'] } }, { $set: { 'a.$': 'q' } }, { a: ['x', 'q'] }],
  [
    'another array of the same length',
    { a: [1, 2], b: [5, 6] },
    { a: 2 },
    { $set: { 'b.$': 0 } },
    { a: [1, 2], b: [5, 0] },
  ],
])('the positional $ with %s', async (_name, doc, filter, update, expected) => {
  expect(await after(doc, update, filter)).toEqual(expected);
});

test('array filters choose elements, at several depths', async () => {
  const doc = {
    a: [
      { k: 1, v: [1, 5] },
      { k: 2, v: [1, 5] },
    ],
  };
  const update = { $inc: { 'a.$[x].v.$[y]': 10 } };
  const options = { arrayFilters: [{ 'x.k': 2 }, { y: { $gt: 3 } }] };
  expect(await after(doc, update, {}, options)).toEqual({
    a: [
      { k: 1, v: [1, 5] },
      { k: 2, v: [1, 15] },
    ],
  });
  const either = { arrayFilters: [{ $or: [{ 'x.k': 1 }, { 'x.k': 2 }] }] };
  expect(await after(doc, { $unset: { 'a.$[x].v': '' } }, {}, either)).toEqual({ a: [{ k: 1 }, { k: 2 }] });
});

test('$inc keeps the wider type and never lets a long overflow', async () => {
  const things = await mongo.fill([
    { _id: 1, i: 2147483647, l: Long.MAX_VALUE, d: Decimal128.fromString('0.10') },
  ]);
  await things.updateOne({ _id: 1 }, { $inc: { i: 1, d: new Double(0.2) } });
  const raw = await things.findOne({ _id: 1 }, { promoteValues: false });
  expect(raw?.i).toEqual(Long.fromString('2147483648'));
  expect(String(raw?.d)).toMatch(/^0\.30/);
  expect((await failure(things.updateOne({ _id: 1 }, { $inc: { l: 1 } }))).code).toBe(2);
});

test('$currentDate sets dates and timestamps', async () => {
  const doc = await after({}, { $currentDate: { a: true, b: { $type: 'timestamp' }, c: { $type: 'date' } } });
  expect(doc?.a).toBeInstanceOf(Date);
  expect(doc?.b).toBeInstanceOf(Timestamp);
  expect(doc?.c).toBeInstanceOf(Date);
});

test('modifiedCount counts only what changed', async () => {
  const things = await mongo.fill([
    { _id: 1, a: 1, s: [1] },
    { _id: 2, a: 2, s: [1] },
  ]);
  expect(await things.updateMany({}, { $set: { a: 1 } })).toMatchObject({
    matchedCount: 2,
    modifiedCount: 1,
  });
  expect(
    await things.updateMany({}, {
      $addToSet: { s: 1 },
      $pull: { t: 7 },
      $max: { a: 0 },
      $unset: { z: 1 },
    } as Doc),
  ).toMatchObject({ matchedCount: 2, modifiedCount: 0 });
  expect(await things.replaceOne({ _id: 1 }, { a: 1, s: [1] })).toMatchObject({
    matchedCount: 1,
    modifiedCount: 0,
  });
  expect(await things.updateOne({ _id: 1 }, { $set: { a: new Double(1) } })).toMatchObject({
    modifiedCount: 1,
  });
  expect(await things.updateOne({ _id: 9 }, { $set: { a: 1 } })).toMatchObject({
    matchedCount: 0,
    modifiedCount: 0,
    upsertedId: null,
  });
});
