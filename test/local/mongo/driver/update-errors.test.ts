import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

test.each<[string, Doc, Doc, number, string, Doc?]>([
  [
    '$push to a number',
    { a: 5 },
    { $push: { a: 1 } },
    2,
    "The field 'a' must be an array but is of type int in document {_id: 1}",
  ],
  [
    '$addToSet to a number',
    { a: 5 },
    { $addToSet: { a: 1 } },
    2,
    "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int",
  ],
  ['$pull from a string', { a: 'x' }, { $pull: { a: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
  [
    '$pop of a string',
    { a: 'x' },
    { $pop: { a: 1 } },
    14,
    "Path 'a' contains an element of non-array type 'string'",
  ],
  [
    '$inc of a string',
    { a: 'x' },
    { $inc: { a: 1 } },
    14,
    "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'a' of non-numeric type string",
  ],
  [
    '$inc by a string',
    { a: 1 },
    { $inc: { a: 'x' } },
    14,
    'Cannot increment with non-numeric argument: {a: "x"}',
  ],
  [
    '$set through a number',
    { a: 5 },
    { $set: { 'a.b': 1 } },
    28,
    "Cannot create field 'b' in element {a: 5}",
  ],
  [
    '$set by name in an array',
    { a: [1] },
    { $set: { 'a.b': 1 } },
    28,
    "Cannot create field 'b' in element {a: [ 1 ]}",
  ],
  [
    '$set of _id',
    {},
    { $set: { _id: 2 } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  ],
  [
    'the same path twice',
    {},
    { $set: { a: 1 }, $inc: { a: 1 } },
    40,
    "Updating the path 'a' would create a conflict at 'a'",
  ],
  [
    'a path and one below',
    {},
    { $set: { a: 1, 'a.b': 1 } },
    40,
    "Updating the path 'a.b' would create a conflict at 'a'",
  ],
  [
    'an unknown operator',
    {},
    { $foo: { a: 1 } },
    9,
    'Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array',
  ],
  [
    '$set of no document',
    {},
    { $set: 1 },
    9,
    'Modifiers operate on fields but we found type int instead. For example: {$mod: {<field>: ...}} not {$set: 1}',
  ],
  [
    'an empty step',
    {},
    { $set: { 'a..b': 1 } },
    56,
    "The update path 'a..b' contains an empty field name, which is not allowed.",
  ],
  [
    '$ without a match',
    { a: [1] },
    { $set: { 'a.$': 1 } },
    2,
    'The positional operator did not find the match needed from the query.',
  ],
  [
    '$[] of a number',
    { a: 1 },
    { $set: { 'a.$[]': 1 } },
    2,
    'Cannot apply array updates to non-array element a: 1',
  ],
  [
    '$[] of nothing',
    {},
    { $set: { 'a.$[]': 1 } },
    2,
    "The path 'a' must exist in the document in order to apply array updates.",
  ],
  [
    '$[x] without a filter',
    { a: [] },
    { $set: { 'a.$[x]': 1 } },
    2,
    "No array filter found for identifier 'x' in path 'a.$[x]'",
  ],
  [
    'an unused filter',
    { a: [] },
    { $set: { b: 1 } },
    9,
    "The array filter for identifier 'x' was not used in the update { $set: { b: 1 } }",
    { arrayFilters: [{ x: 1 }] },
  ],
  [
    '$rename to itself',
    {},
    { $rename: { a: 'a' } },
    2,
    'The source and target field for $rename must differ: a: "a"',
  ],
  [
    '$rename from an array',
    { a: [{ b: 1 }] },
    { $rename: { 'a.0.b': 'c' } },
    2,
    "The source field cannot be an array element, 'a.0.b' in doc with _id: 1 has an array field called 'a'",
  ],
  [
    '$bit of a double',
    { a: 1.5 },
    { $bit: { a: { and: 1 } } },
    2,
    'Cannot apply $bit to a value of non-integral type.{_id: 1} has the field a of non-integer type double',
  ],
  ['$pop by two', { a: [1] }, { $pop: { a: 2 } }, 9, '$pop expects 1 or -1, found: 2'],
])('%s is refused', async (_name, doc, update, code, message, options = {}) => {
  const things = await mongo.fill([{ _id: 1, ...doc }]);
  expect(await failure(things.updateOne({ _id: 1 }, update, options))).toEqual({ code, message });
  expect(await things.findOne()).toEqual({ _id: 1, ...doc });
});

test('replacements keep the _id and refuse dollars and many', async () => {
  const things = await mongo.fill([{ _id: 1, a: 1, b: 2 }]);
  await things.replaceOne({ a: 1 }, { c: 3, 'd.e': 4, f: { $g: 5 } });
  expect(await things.findOne()).toEqual({ _id: 1, c: 3, 'd.e': 4, f: { $g: 5 } });
  const run = async (u: Doc, multi = false) => {
    const { writeErrors } = await mongo.db.command({
      update: things.collectionName,
      updates: [{ q: {}, u, multi }],
    });
    return writeErrors;
  };
  expect(await run({ a: 1, $set: { b: 1 } })).toMatchObject([{ index: 0, code: 52 }]);
  expect(await run({ a: 1 }, true)).toMatchObject([
    { code: 9, errmsg: 'multi update is not supported for replacement-style update' },
  ]);
  expect((await failure(things.replaceOne({ _id: 1 }, { _id: 2 } as Doc))).message).toBe(
    "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2",
  );
});

test('updates name the error of each statement in an ordered and an unordered batch', async () => {
  const things = await mongo.fill([{ _id: 1, a: 1 }]);
  const run = (ordered: boolean) =>
    mongo.db.command({
      update: things.collectionName,
      ordered,
      updates: [
        { q: { _id: 1 }, u: { $inc: { a: 1 } } },
        { q: { _id: 1 }, u: { $push: { a: 1 } } },
        { q: { _id: 2 }, u: { $set: { b: 1 } }, upsert: true },
      ],
    });
  const first = await run(true);
  expect(first).toMatchObject({ ok: 1, n: 1, nModified: 1, writeErrors: [{ index: 1, code: 2 }] });
  const second = await run(false);
  expect(second).toMatchObject({
    ok: 1,
    n: 2,
    nModified: 1,
    upserted: [{ index: 2, _id: 2 }],
    writeErrors: [{ index: 1, code: 2 }],
  });
});
