import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let client: MongoClient;
let tickets: Collection<Document>;

beforeAll(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
  tickets = client.db(database.name).collection('tickets');
  await tickets.createIndexes([
    { key: { status: 1, at: -1 } },
    { key: { number: 1 }, unique: true },
    { key: { tags: 1 } },
    { key: { 'notes.by': 1, 'notes.at': 1 } },
    { key: { due: 1 }, sparse: true },
    { key: { agent: 1 }, partialFilterExpression: { open: true } },
    { key: { secret: 1 }, hidden: true } as never,
  ]);
  await tickets.insertMany(
    Array.from({ length: 600 }, (_, n) => ({
      number: n,
      status: ['new', 'open', 'done'][n % 3],
      at: new Date(n * 1000),
      title: `title ${n % 50}`,
      tags: [`t${n % 10}`, `u${n % 7}`],
      notes: [
        { by: n % 5, at: n },
        { by: 9, at: -n },
      ],
      open: n % 2 === 0,
      agent: `agent${n % 20}`,
      secret: n,
      ...(n % 10 === 0 && { due: n }),
    })),
  );
});
afterAll(async () => {
  await client.close();
  await database.close();
});

/** The stages of a plan, outermost first, with the index's name. */
function stagesOf(plan: Document): string[] {
  const name = plan.indexName ? `${plan.stage} ${plan.indexName}` : (plan.stage as string);
  const inner: Document[] = plan.inputStages ?? (plan.inputStage ? [plan.inputStage] : []);
  return [name, ...inner.flatMap(stagesOf)];
}

async function explain(
  filter: Document,
  change: (cursor: ReturnType<typeof tickets.find>) => unknown = () => undefined,
) {
  const cursor = tickets.find(filter);
  change(cursor);
  const { queryPlanner, executionStats } = await cursor.explain('executionStats');
  return {
    stages: stagesOf(queryPlanner.winningPlan),
    plan: queryPlanner.winningPlan,
    keys: executionStats.totalKeysExamined,
    docs: executionStats.totalDocsExamined,
    found: executionStats.nReturned,
  };
}

test('a field without an index is scanned', async () => {
  expect(await explain({ title: 'title 3' })).toMatchObject({
    stages: ['COLLSCAN'],
    keys: 0,
    docs: 600,
    found: 12,
  });
});

test('_id alone is looked up, beside other conditions it is an index', async () => {
  const { _id } = (await tickets.findOne()) as Document;
  expect((await explain({ _id })).stages).toEqual(['IDHACK']);
  expect((await explain({ _id, status: 'new' })).stages).toEqual(['FETCH', 'IXSCAN _id_']);
});

test('equality and order come from one index, which stops at the limit', async () => {
  const newest = await explain({ status: 'new' }, (cursor) => cursor.sort({ at: -1 }).limit(5));
  expect(newest).toMatchObject({
    stages: ['LIMIT', 'FETCH', 'IXSCAN status_1_at_-1'],
    keys: 5,
    docs: 5,
    found: 5,
  });
  const oldest = await explain({ status: 'new' }, (cursor) => cursor.sort({ at: 1 }).limit(5));
  expect(oldest.stages).toEqual(['LIMIT', 'FETCH', 'IXSCAN status_1_at_-1']);
  expect(oldest.plan.inputStage.inputStage.direction).toBe('backward');
});

test('several values in order are merged', async () => {
  const merged = await explain({ status: { $in: ['new', 'open'] } }, (cursor) =>
    cursor.sort({ at: -1 }).limit(3),
  );
  expect(merged.stages).toContain('SORT_MERGE');
  expect(merged.keys).toBeLessThan(20);
});

test('ranges and anchored regular expressions scan only their part', async () => {
  expect(await explain({ number: { $gte: 10, $lt: 20 } })).toMatchObject({ keys: 10, docs: 10, found: 10 });
  const tagged = await explain({ tags: /^t1/ });
  expect(tagged.stages).toEqual(['FETCH', 'IXSCAN tags_1']);
  expect(tagged.keys).toBe(60);
});

test('$or is answered by its branches, and scanned when one has no index', async () => {
  const both = await explain({ $or: [{ number: 5 }, { tags: 't3' }] });
  expect(both.stages).toEqual(['FETCH', 'OR', 'IXSCAN number_1', 'IXSCAN tags_1']);
  expect((await explain({ $or: [{ number: 5 }, { title: 'title 3' }] })).stages).toEqual(['COLLSCAN']);
});

test('two conditions on an array narrow each other only within one element', async () => {
  const apart = await explain({ 'notes.by': 9, 'notes.at': 5 });
  expect(apart.plan.inputStage.indexBounds['notes.at']).toEqual(['[MinKey, MaxKey]']);
  const together = await explain({ notes: { $elemMatch: { by: 9, at: -5 } } });
  expect(together).toMatchObject({ stages: ['FETCH', 'IXSCAN notes.by_1_notes.at_1'], keys: 1, found: 1 });
});

test('a sparse index serves only who asks for the field, a partial one only within its filter', async () => {
  expect((await explain({ due: 50 })).stages).toEqual(['FETCH', 'IXSCAN due_1']);
  expect((await explain({ due: null })).stages).toEqual(['COLLSCAN']);
  expect((await explain({ agent: 'agent4', open: true })).stages).toEqual(['FETCH', 'IXSCAN agent_1']);
  expect((await explain({ agent: 'agent4' })).stages).toEqual(['COLLSCAN']);
});

test('a hidden index is not used, a hint is', async () => {
  expect((await explain({ secret: 5 })).stages).toEqual(['COLLSCAN']);
  expect((await explain({ number: 5 }, (cursor) => cursor.hint({ tags: 1 }))).stages).toEqual([
    'FETCH',
    'IXSCAN tags_1',
  ]);
  expect((await explain({ number: 5 }, (cursor) => cursor.hint({ $natural: 1 }))).stages).toEqual([
    'COLLSCAN',
  ]);
  await expect(explain({}, (cursor) => cursor.hint('nope'))).rejects.toMatchObject({ code: 2 });
});

test('what no index orders is sorted, skip and projection are shown', async () => {
  const sorted = await explain({ status: 'new' }, (cursor) =>
    cursor.sort({ title: 1 }).skip(2).limit(3).project({ title: 1 }),
  );
  expect(sorted.stages).toEqual([
    'LIMIT',
    'PROJECTION_SIMPLE',
    'SKIP',
    'SORT',
    'FETCH',
    'IXSCAN status_1_at_-1',
  ]);
  expect(sorted.found).toBe(3);
});

test('a count by an index looks at no document', async () => {
  const explained = await client.db(database.name).command({
    explain: { count: 'tickets', query: { status: 'new' } },
    verbosity: 'executionStats',
  });
  expect(stagesOf(explained.queryPlanner.winningPlan)).toEqual(['COUNT', 'COUNT_SCAN status_1_at_-1']);
  expect(explained.executionStats).toMatchObject({ totalKeysExamined: 200, totalDocsExamined: 0 });
});

test('explain of writes changes nothing', async () => {
  const db = client.db(database.name);
  const explained = await db.command({
    explain: { update: 'tickets', updates: [{ q: { number: 3 }, u: { $set: { status: 'gone' } } }] },
  });
  expect(stagesOf(explained.queryPlanner.winningPlan)).toEqual(['UPDATE', 'FETCH', 'IXSCAN number_1']);
  const removal = await db.command({
    explain: { delete: 'tickets', deletes: [{ q: { title: 'title 1' }, limit: 0 }] },
  });
  expect(stagesOf(removal.queryPlanner.winningPlan)).toEqual(['DELETE', 'COLLSCAN']);
  expect(await tickets.countDocuments({ number: 3, status: 'gone' })).toBe(0);
  expect(await tickets.countDocuments()).toBe(600);
});

test('a pipeline shows the query at its front', async () => {
  const explained = await tickets
    .aggregate([{ $match: { status: 'new' } }, { $group: { _id: '$title' } }])
    .explain();
  const planner = explained.queryPlanner ?? explained.stages[0].$cursor.queryPlanner;
  const plan = planner.winningPlan.queryPlan ?? planner.winningPlan;
  expect(stagesOf(plan).some((stage) => stage.startsWith('IXSCAN status_1'))).toBe(true);
});

test('a distinct by an index looks at one key per value', async () => {
  const explained = await client.db(database.name).command({
    explain: { distinct: 'tickets', key: 'status' },
    verbosity: 'executionStats',
  });
  expect(stagesOf(explained.queryPlanner.winningPlan)).toEqual([
    'PROJECTION_COVERED',
    'DISTINCT_SCAN status_1_at_-1',
  ]);
  expect(explained.executionStats.totalKeysExamined).toBe(3);
  expect(await tickets.distinct('status')).toEqual(['done', 'new', 'open']);
  expect(await tickets.distinct('number', { number: { $lt: 3 } })).toEqual([0, 1, 2]);
  expect((await tickets.distinct('tags', { tags: 't3' })).length).toBeGreaterThan(1);
  expect(await tickets.distinct('due', { due: { $gt: 570 } })).toEqual([580, 590]);
});
