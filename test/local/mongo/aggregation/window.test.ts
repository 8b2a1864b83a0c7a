import { describe, expect, it } from 'vitest';
import { codeOf, MemoryDatabase } from './memory.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const sales = [
  { _id: 1, team: 'a', on: day(1), n: 1 },
  { _id: 2, team: 'b', on: day(1), n: 10 },
  { _id: 3, team: 'a', on: day(2), n: 2 },
  { _id: 4, team: 'a', on: day(2), n: 3 },
  { _id: 5, team: 'a', on: day(5), n: 4 },
];

/** The values of `f` by `_id`, after `$setWindowFields` with this output. */
async function windowed(
  f: unknown,
  options: Record<string, unknown> = {},
  docs: Array<Record<string, unknown>> = sales,
) {
  const memory = new MemoryDatabase({ t: docs });
  const stage = { partitionBy: '$team', sortBy: { on: 1 }, output: { f }, ...options };
  const found = (await memory.aggregate('t', [{ $setWindowFields: stage }, { $sort: { _id: 1 } }])) as Array<{
    f: unknown;
  }>;
  return found.map((doc) => doc.f);
}

describe('$setWindowFields', () => {
  it.each<[string, unknown, unknown[]]>([
    ['sums a whole partition', { $sum: '$n' }, [10, 10, 10, 10, 10]],
    ['sums up to here', { $sum: '$n', window: { documents: ['unbounded', 'current'] } }, [1, 10, 3, 6, 10]],
    ['averages neighbours', { $avg: '$n', window: { documents: [-1, 1] } }, [1.5, 10, 2, 3, 3.5]],
    ['looks back by days', { $sum: '$n', window: { range: [-1, 'current'], unit: 'day' } }, [1, 10, 6, 6, 4]],
    [
      'collects what follows',
      { $push: '$n', window: { documents: [1, 'unbounded'] } },
      [[2, 3, 4], [], [3, 4], [4], []],
    ],
    ['numbers', { $documentNumber: {} }, [1, 1, 2, 3, 4]],
    ['ranks with gaps', { $rank: {} }, [1, 1, 2, 2, 4]],
    ['ranks without gaps', { $denseRank: {} }, [1, 1, 2, 2, 3]],
    ['shifts', { $shift: { output: '$n', by: -1, default: 'none' } }, ['none', 'none', 1, 2, 3]],
    ['smooths', { $expMovingAvg: { input: '$n', alpha: 0.5 } }, [1, 10, 1.5, 2.25, 3.125]],
    [
      'takes the area',
      { $integral: { input: '$n', unit: 'day' }, window: { documents: ['unbounded', 'current'] } },
      [0, 0, 1.5, 1.5, 12],
    ],
    [
      'takes the slope',
      { $derivative: { input: '$n', unit: 'day' }, window: { documents: ['unbounded', 'current'] } },
      [null, null, 1, 2, 0.75],
    ],
  ])('%s', async (_, output, expected) => {
    expect(await windowed(output)).toEqual(expected);
  });

  it('answers partition by partition, in order', async () => {
    const memory = new MemoryDatabase({ t: [...sales].reverse() });
    const found = await memory.aggregate('t', [
      {
        $setWindowFields: {
          partitionBy: '$team',
          sortBy: { n: -1 },
          output: { 'at.place': { $documentNumber: {} } },
        },
      },
      { $project: { place: '$at.place' } },
    ]);
    expect(found).toEqual([
      { _id: 5, place: 1 },
      { _id: 4, place: 2 },
      { _id: 3, place: 3 },
      { _id: 1, place: 4 },
      { _id: 2, place: 1 },
    ]);
  });

  it('refuses what it cannot order, does not know or does not have', async () => {
    expect(await codeOf(() => windowed({ $rank: {} }, { sortBy: {} }))).toBe(5371601);
    expect(await codeOf(() => windowed({ $nope: {} }))).toBe(9);
    expect(await codeOf(() => windowed({ $covariancePop: ['$n', '$n'] }))).toBe(238);
    expect(await codeOf(() => windowed({ $sum: '$n', window: { documents: [2, 1] } }))).toBe(5339900);
    expect(
      await codeOf(() => windowed({ $sum: '$n', window: { range: [-1, 1] } }, { sortBy: { team: 1 } })),
    ).toBe(5429410);
  });
});

describe('$fill', () => {
  const gaps = [
    { _id: 0, g: 'x', n: 1, m: 1 },
    { _id: 1, g: 'x', m: null },
    { _id: 4, g: 'x', n: 5, m: 9 },
    { _id: 5, g: 'y' },
  ];

  it('carries, draws lines and sets values', async () => {
    const memory = new MemoryDatabase({ t: gaps });
    const fill = {
      partitionByFields: ['g'],
      sortBy: { _id: 1 },
      output: { n: { method: 'linear' }, m: { method: 'locf' }, k: { value: 0 } },
    };
    expect(await memory.aggregate('t', [{ $fill: fill }])).toEqual([
      { _id: 0, g: 'x', n: 1, m: 1, k: 0 },
      { _id: 1, g: 'x', m: 1, n: 2, k: 0 },
      { _id: 4, g: 'x', n: 5, m: 9, k: 0 },
      { _id: 5, g: 'y', n: null, m: null, k: 0 },
    ]);
    expect(
      await codeOf(() => memory.aggregate('t', [{ $fill: { output: { n: { method: 'guess' } } } }])),
    ).toBe(6050202);
  });
});
