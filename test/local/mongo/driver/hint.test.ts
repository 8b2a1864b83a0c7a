import { expect, test } from 'vitest';
import { type Doc, driver, failure } from './support.ts';

const mongo = driver();

const people = () => [
  { _id: 1, age: 30 },
  { _id: 2, age: 25 },
  { _id: 3, age: 35 },
];

test('hints name an index, and one that is not there is an error', async () => {
  const things = await mongo.fill(people());
  await things.createIndex({ age: 1 });
  expect(await things.find({ age: 25 }).hint('age_1').toArray()).toHaveLength(1);
  expect(await things.find({ age: 25 }).hint({ age: 1 }).toArray()).toHaveLength(1);
  expect(await things.find({}).hint({ $natural: -1 }).toArray()).toHaveLength(3);
  const set: Doc = { $set: { a: 1 } };
  const bad = [
    () => things.find({}).hint('nope').toArray(),
    () => things.updateOne({}, set, { hint: 'nope' }),
    () => things.deleteOne({}, { hint: { nope: 1 } } as Doc),
    () => things.findOneAndUpdate({}, set, { hint: 'nope' as never }),
    () => things.findOneAndDelete({}, { hint: 'nope' as never }),
    () => things.countDocuments({}, { hint: 'nope' }),
  ];
  for (const run of bad) {
    const { code, message } = await failure(run());
    expect(code).toBe(2);
    expect(message).toContain('hint provided does not correspond to an existing index');
  }
});

test('$natural is the order of storage, alone in a sort', async () => {
  const things = await mongo.fill(people());
  const ids = async (direction: 1 | -1) =>
    (await things.find().sort({ $natural: direction }).toArray()).map(({ _id }) => _id);
  expect(await ids(1)).toEqual([1, 2, 3]);
  expect(await ids(-1)).toEqual([3, 2, 1]);
  expect((await failure(things.find().sort({ $natural: 1, a: 1 }).toArray())).code).toBe(2);
  expect(await things.findOneAndUpdate({}, { $set: { a: 1 } }, { sort: { $natural: -1 } })).toMatchObject({
    _id: 3,
  });
});
