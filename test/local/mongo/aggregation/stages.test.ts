import { Decimal128, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { documentToJs } from '../../../../src/local/mongo/values/raw.ts';
import { codeOf, MemoryDatabase } from './memory.ts';

const orders = [
  { _id: 1, by: 'ana', total: 10, tags: ['a', 'b'], at: { city: 'Brno' } },
  { _id: 2, by: 'ben', total: 20, tags: [], at: { city: 'Prague' } },
  { _id: 3, by: 'ana', total: Long.fromNumber(5), tags: 'c' },
  { _id: 4, by: 'cyd', total: Decimal128.fromString('0.5') },
];
const people = [
  { _id: 'ana', boss: 'ben', langs: ['cs', 'en'] },
  { _id: 'ben', boss: 'cyd' },
  { _id: 'cyd', boss: null },
  { _id: 'dee' },
];
const database = () => new MemoryDatabase({ orders, people });
const run = (pipeline: unknown[], name = 'orders') => database().aggregate(name, pipeline);

describe('stages', () => {
  it('matches, sorts, skips and limits', async () => {
    const pipeline = [
      { $match: { _id: { $gt: 1 } } },
      { $sort: { _id: -1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { by: 1 } },
    ];
    expect(await run(pipeline)).toEqual([{ _id: 3, by: 'ana' }]);
  });

  it.each<[unknown[], number[]]>([
    [
      [{ $limit: 3 }, { $skip: 1 }],
      [2, 3],
    ],
    [[{ $skip: 1 }, { $limit: 2 }, { $skip: 1 }, { $limit: 5 }], [3]],
    [[{ $limit: 2 }, { $skip: 2 }], []],
    [[{ $skip: 1 }, { $skip: 2 }], [4]],
    [
      [{ $unwind: '$by' }, { $limit: 3 }, { $skip: 1 }],
      [2, 3],
    ],
  ])('skips and limits in turn: %j', async (pipeline, ids) => {
    expect((await run(pipeline)).map((doc) => (doc as { _id: number })._id)).toEqual(ids);
  });

  it('groups by value, across number types, with null for missing', async () => {
    const numbers = new MemoryDatabase({
      n: [{ k: 1 }, { k: Long.fromNumber(1) }, { k: Decimal128.fromString('1.0') }, { k: null }, {}],
    });
    const found = await numbers.aggregate('n', [{ $group: { _id: '$k', n: { $sum: 1 } } }]);
    expect(found).toEqual([
      { _id: 1, n: 3 },
      { _id: null, n: 2 },
    ]);
  });

  it('knows every accumulator', async () => {
    const found = await run([
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: '$by',
          sum: { $sum: '$total' },
          avg: { $avg: '$total' },
          min: { $min: '$total' },
          max: { $max: '$total' },
          first: { $first: '$_id' },
          last: { $last: '$_id' },
          list: { $push: '$_id' },
          set: { $addToSet: '$by' },
          n: { $count: {} },
          lastTwo: { $lastN: { input: '$_id', n: 2 } },
          top: { $top: { output: '$_id', sortBy: { total: 1 } } },
          bottom: { $bottomN: { output: '$_id', sortBy: { total: 1 }, n: 2 } },
          smallest: { $minN: { input: '$total', n: 1 } },
        },
      },
      { $match: { _id: 'ana' } },
    ]);
    expect(found).toEqual([
      {
        _id: 'ana',
        sum: 15,
        avg: 7.5,
        min: 5,
        max: 10,
        first: 1,
        last: 3,
        list: [1, 3],
        set: ['ana'],
        n: 2,
        lastTwo: [1, 3],
        top: 3,
        bottom: [3, 1],
        smallest: [5],
      },
    ]);
  });

  it('unwinds arrays, and what is no array as one', async () => {
    const ids = async (options: unknown) =>
      (await run([{ $unwind: options }])).map((doc) => [
        (doc as { _id: number })._id,
        (doc as { tags?: string }).tags,
      ]);
    expect(await ids('$tags')).toEqual([
      [1, 'a'],
      [1, 'b'],
      [3, 'c'],
    ]);
    expect(await ids({ path: '$tags', preserveNullAndEmptyArrays: true })).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, undefined],
      [3, 'c'],
      [4, undefined],
    ]);
    expect(
      await run([
        { $match: { _id: 1 } },
        { $unwind: { path: '$tags', includeArrayIndex: 'i' } },
        { $project: { tags: 1, i: 1, _id: 0 } },
      ]),
    ).toEqual([
      { tags: 'a', i: 0 },
      { tags: 'b', i: 1 },
    ]);
  });

  it('looks up by equal fields, in one query for a batch', async () => {
    const memory = database();
    const found = await memory.aggregate('orders', [
      { $lookup: { from: 'people', localField: 'by', foreignField: '_id', as: 'who' } },
      { $project: { who: '$who.boss' } },
    ]);
    expect(found).toEqual([
      { _id: 1, who: ['ben'] },
      { _id: 2, who: ['cyd'] },
      { _id: 3, who: ['ben'] },
      { _id: 4, who: [null] },
    ]);
    expect(memory.requests).toHaveLength(3);
  });

  it('joins missing with null and missing, and arrays by their members', async () => {
    const memory = new MemoryDatabase({
      a: [{ _id: 1 }, { _id: 2, x: ['p', 'q'] }],
      b: [{ _id: 1, y: null }, { _id: 2 }, { _id: 3, y: ['q', 'z'] }, { _id: 4, y: 'p' }],
    });
    const found = await memory.aggregate('a', [
      { $lookup: { from: 'b', localField: 'x', foreignField: 'y', as: 'm' } },
      { $project: { m: '$m._id' } },
    ]);
    expect(found).toEqual([
      { _id: 1, m: [1, 2] },
      { _id: 2, m: [3, 4] },
    ]);
  });

  it('looks up by a pipeline with variables', async () => {
    const found = await run([
      { $match: { _id: { $lte: 2 } } },
      {
        $lookup: {
          from: 'people',
          let: { by: '$by' },
          pipeline: [{ $match: { $expr: { $eq: ['$boss', '$$by'] } } }, { $project: { _id: 1 } }],
          as: 'reports',
        },
      },
      { $project: { reports: 1 } },
    ]);
    expect(found).toEqual([
      { _id: 1, reports: [] },
      { _id: 2, reports: [{ _id: 'ana' }] },
    ]);
  });

  it('asks only for what an equality in the pipeline of a lookup can let through', async () => {
    const memory = new MemoryDatabase({
      a: [{ _id: 1, x: 5 }, { _id: 2 }, { _id: 3, x: [5] }],
      b: [
        { _id: 1, y: 5, z: 1 },
        { _id: 2, y: [5], z: 1 },
        { _id: 3, z: 1 },
        { _id: 4, y: 5, z: 2 },
      ],
    });
    const found = await memory.aggregate('a', [
      {
        $lookup: {
          from: 'b',
          let: { x: '$x', z: { $literal: 1 } },
          pipeline: [
            { $match: { $expr: { $and: [{ $eq: ['$y', '$$x'] }, { $eq: ['$$z', '$z'] }] } } },
            { $project: { _id: 1 } },
          ],
          as: 'b',
        },
      },
    ]);
    expect(found).toEqual([
      { _id: 1, x: 5, b: [{ _id: 1 }] },
      { _id: 2, b: [{ _id: 3 }] },
      { _id: 3, x: [5], b: [{ _id: 2 }] },
    ]);
    const filters = memory.requests
      .slice(1)
      .map(({ filter }) => JSON.stringify(filter && documentToJs(filter)));
    expect(filters[0]).toContain('"y":{"$eq":5}');
    expect(filters[1]).not.toContain('"y":{');
    expect(filters[2]).not.toContain('"y":{');
  });

  it('runs facets over the same documents', async () => {
    const found = await run([
      { $match: { by: 'ana' } },
      {
        $facet: {
          n: [{ $count: 'n' }],
          ids: [{ $sort: { _id: -1 } }, { $project: { _id: 1 } }],
          none: [{ $match: { _id: 99 } }],
        },
      },
    ]);
    expect(found).toEqual([{ n: [{ n: 2 }], ids: [{ _id: 3 }, { _id: 1 }], none: [] }]);
  });

  it('counts, and says nothing of nothing', async () => {
    expect(await run([{ $match: { by: 'ana' } }, { $count: 'n' }])).toEqual([{ n: 2 }]);
    expect(await run([{ $match: { by: 'nobody' } }, { $count: 'n' }])).toEqual([]);
    expect(await run([{ $match: {} }, { $group: { _id: 1, n: { $sum: 1 } } }])).toEqual([{ _id: 1, n: 4 }]);
  });

  it('projects, keeping or dropping fields at any depth', async () => {
    const doc = { _id: 1, a: { b: 1, c: 2 }, list: [{ b: 1, c: 2 }, 5, [{ b: 3, c: 4 }]] };
    const memory = new MemoryDatabase({ t: [doc] });
    const project = async (spec: unknown) => (await memory.aggregate('t', [{ $project: spec }]))[0];
    expect(await project({ 'a.b': 1, list: { b: 1 } })).toEqual({
      _id: 1,
      a: { b: 1 },
      list: [{ b: 1 }, [{ b: 3 }]],
    });
    expect(await project({ _id: 0, 'a.b': 0, 'list.c': 0 })).toEqual({
      a: { c: 2 },
      list: [{ b: 1 }, 5, [{ b: 3 }]],
    });
    expect(await project({ _id: 0, sum: { $add: ['$a.b', '$a.c'] }, 'a.d': '$_id' })).toEqual({
      a: { d: 1 },
      sum: 3,
    });
  });

  it('adds, replaces and removes fields', async () => {
    const found = await run([
      { $match: { _id: 1 } },
      { $set: { 'at.zip': 602, total: { $multiply: ['$total', 2] }, by: '$$REMOVE' } },
      { $unset: ['tags'] },
    ]);
    expect(found).toEqual([{ _id: 1, total: 20, at: { city: 'Brno', zip: 602 } }]);
  });

  it('replaces the root', async () => {
    expect(await run([{ $match: { _id: 1 } }, { $replaceWith: '$at' }])).toEqual([{ city: 'Brno' }]);
    expect(await codeOf(() => run([{ $replaceRoot: { newRoot: '$at' } }]))).toBe(40228);
  });

  it('sorts by count, buckets by boundaries and by number', async () => {
    expect((await run([{ $sortByCount: '$by' }]))[0]).toEqual({ _id: 'ana', count: 2 });
    expect(await run([{ $bucket: { groupBy: '$total', boundaries: [0, 10, 20], default: 'more' } }])).toEqual(
      [
        { _id: 0, count: 2 },
        { _id: 10, count: 1 },
        { _id: 'more', count: 1 },
      ],
    );
    expect(await run([{ $bucketAuto: { groupBy: '$_id', buckets: 2 } }])).toEqual([
      { _id: { min: 1, max: 3 }, count: 2 },
      { _id: { min: 3, max: 4 }, count: 2 },
    ]);
  });

  it('samples each document at most once', async () => {
    const found = await run([{ $sample: { size: 3 } }]);
    expect(new Set(found.map((doc) => (doc as { _id: number })._id)).size).toBe(3);
  });

  it('unites collections and walks graphs', async () => {
    expect(
      await run([
        { $match: { _id: 1 } },
        { $project: { _id: 1 } },
        { $unionWith: { coll: 'people', pipeline: [{ $match: { _id: 'dee' } }] } },
      ]),
    ).toEqual([{ _id: 1 }, { _id: 'dee' }]);
    const found = await run(
      [
        { $match: { _id: 'ana' } },
        {
          $graphLookup: {
            from: 'people',
            startWith: '$boss',
            connectFromField: 'boss',
            connectToField: '_id',
            as: 'above',
            depthField: 'd',
          },
        },
        { $project: { above: { _id: 1, d: 1 } } },
      ],
      'people',
    );
    expect(found).toEqual([
      {
        _id: 'ana',
        above: [
          { _id: 'ben', d: 0 },
          { _id: 'cyd', d: 1 },
        ],
      },
    ]);
  });

  it('redacts', async () => {
    const memory = new MemoryDatabase({
      t: [{ _id: 1, level: 1, in: { level: 5, x: 1 }, list: [{ level: 1, y: 2 }, { level: 9 }] }],
    });
    const decide = { $cond: [{ $gt: ['$level', 3] }, '$$PRUNE', '$$DESCEND'] };
    expect(await memory.aggregate('t', [{ $redact: decide }])).toEqual([
      { _id: 1, level: 1, list: [{ level: 1, y: 2 }] },
    ]);
  });

  it('writes out, and merges what is new', async () => {
    const memory = database();
    expect(await memory.aggregate('orders', [{ $match: { by: 'ana' } }, { $out: 'copy' }])).toEqual([]);
    expect(await memory.aggregate('copy', [{ $project: { _id: 1 } }])).toEqual([{ _id: 1 }, { _id: 3 }]);
    await memory.aggregate('orders', [{ $merge: { into: 'copy', whenMatched: 'keepExisting' } }]);
    expect(await memory.aggregate('copy', [{ $count: 'n' }])).toEqual([{ n: 4 }]);
  });

  it('takes the values of let', async () => {
    expect(
      await database().aggregate(
        'orders',
        [{ $match: { $expr: { $eq: ['$_id', '$$wanted'] } } }, { $project: { w: '$$wanted' } }],
        { wanted: 2 },
      ),
    ).toEqual([{ _id: 2, w: 2 }]);
  });

  it('makes documents of its own', async () => {
    expect(await run([{ $documents: [{ x: 1 }, { x: { $add: [1, 1] } }] }, { $match: { x: 2 } }])).toEqual([
      { x: 2 },
    ]);
  });
});

describe('what goes to the collection', () => {
  const requested = async (pipeline: unknown[]) => {
    const memory = database();
    await memory.aggregate('orders', pipeline);
    const { variables: _, ...request } = memory.requests[0] ?? {};
    return Object.keys(request);
  };

  it('is the front of the pipeline', async () => {
    expect(
      await requested([{ $match: { by: 'ana' } }, { $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 5 }]),
    ).toEqual(['filter', 'sort', 'skip', 'limit']);
    expect(await requested([{ $group: { _id: '$by' } }])).toEqual([]);
  });

  it('is a match from behind stages that do not touch what it reads', async () => {
    expect(await requested([{ $unwind: '$tags' }, { $set: { x: 1 } }, { $match: { by: 'ana' } }])).toEqual([
      'filter',
    ]);
    expect(await requested([{ $set: { by: 'x' } }, { $match: { by: 'x' } }])).toEqual([]);
    expect(await requested([{ $set: { 'at.x': 1 } }, { $match: { at: { city: 'Brno' } } }])).toEqual([]);
    expect(await requested([{ $limit: 1 }, { $match: { by: 'ben' } }])).toEqual(['limit']);
  });
});

describe('pipelines that fail', () => {
  it.each<[unknown[], number]>([
    [[{ $nope: 1 }], 40324],
    [[{ $match: {}, $sort: {} }], 40323],
    [['x'], 14],
    [[{ $changeStream: {} }], 40573],
    [[{ $geoNear: {} }], 238],
    [[{ $densify: {} }], 238],
    [[{ $out: 'x' }, { $match: {} }], 40601],
    [[{ $facet: { a: [{ $out: 'x' }] } }], 40600],
    [[{ $lookup: { from: 'x', pipeline: [{ $merge: 'y' }], as: 'z' } }], 51047],
    [[{ $match: 1 }], 15959],
    [[{ $group: { x: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, x: { $nope: 1 } } }], 15952],
    [[{ $group: { _id: 1, x: { $accumulator: {} } } }], 238],
    [[{ $group: { _id: 1, x: 5 } }], 40234],
    [[{ $project: {} }], 51272],
    [[{ $project: { a: 1, b: 0 } }], 31254],
    [[{ $project: { a: 1, 'a.b': 1 } }], 31249],
    [[{ $limit: 0 }], 15958],
    [[{ $sort: {} }], 15976],
    [[{ $unwind: 'x' }], 28818],
    [[{ $count: '' }], 40157],
    [[{ $lookup: { from: 'people', as: 'x' } }], 9],
    [[{ $project: { x: { $nope: 1 } } }], 168],
    [[{ $bucket: { groupBy: '$x', boundaries: [3, 1] } }], 40194],
    [[{ $merge: { into: 'x', whenMatched: 'fail', whenNotMatched: 'discard' } }], 51181],
  ])('%j gives %i', async (pipeline, code) => {
    expect(await codeOf(() => run(pipeline))).toBe(code);
  });

  it('answers no document above 16 MB', async () => {
    const big = 'x'.repeat(1024 * 1024);
    const memory = new MemoryDatabase({ t: Array.from({ length: 20 }, (_, i) => ({ _id: i, big })) });
    const all = { $group: { _id: null, all: { $push: '$big' } } };
    expect(await codeOf(() => memory.aggregate('t', [all]))).toBe(10334);
    expect(await memory.aggregate('t', [all, { $project: { n: { $size: '$all' } } }])).toEqual([
      { _id: null, n: 20 },
    ]);
    const join = { $lookup: { from: 't', pipeline: [], as: 'all' } };
    expect(await codeOf(() => memory.aggregate('t', [join, { $project: { _id: 1 } }]))).toBe(4568);
  });

  it('stops a group and a sort at 100 MB', async () => {
    const big = 'x'.repeat(1024 * 1024);
    const memory = new MemoryDatabase({ t: Array.from({ length: 110 }, (_, i) => ({ _id: i, big, n: 1 })) });
    expect(
      await codeOf(() => memory.aggregate('t', [{ $group: { _id: null, all: { $push: '$big' } } }])),
    ).toBe(292);
    expect(
      await codeOf(() =>
        memory.aggregate('t', [{ $group: { _id: '$n' } }, { $unionWith: 't' }, { $sort: { _id: 1 } }]),
      ),
    ).toBe(292);
    expect(await memory.aggregate('t', [{ $group: { _id: '$n', first: { $first: '$_id' } } }])).toEqual([
      { _id: 1, first: 0 },
    ]);
  });
});
