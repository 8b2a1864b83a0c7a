import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  changeOf,
  columns,
  computeKpis,
  countingValue,
  daysOf,
  type Fact,
  formatFigure,
  kpiTrends,
  lengthOf,
  spanBefore,
} from '../../../src/features/kpis/index.ts';

function row(agent: string, day: string, figures: Record<string, number>, source = 'logged'): Fact {
  const cells = Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, { [source]: value }]));
  return { day, agent, agentName: agent, teamLeader: null, supervisor: null, cells };
}

describe('what counts in a cell', () => {
  test('the imported value, else the logged, else the observed', () => {
    expect(countingValue({ imported: 1, logged: 2, observed: 3 })).toEqual({ value: 1, source: 'imported' });
    expect(countingValue({ logged: 2, observed: 3 })).toEqual({ value: 2, source: 'logged' });
    expect(countingValue({ observed: 0 })).toEqual({ value: 0, source: 'observed' });
    expect(countingValue({})).toBeNull();
    expect(countingValue({ imported: Number.NaN, logged: 5 })).toEqual({ value: 5, source: 'logged' });
  });
});

describe('the ten KPIs', () => {
  const facts = [
    row('bo', '2026-11-19', { totalChats: 10, csat: 90, resolved: 6, pending: 2, avgQueueTime: 60 }),
    row('cy', '2026-11-19', { totalChats: 20, resolved: 4, pending: 4, escalations: 1 }),
    row('bo', '2026-11-20', { totalChats: 5, csat: 100, avgResponseTime: 30 }),
  ];

  test('as computed by hand', () => {
    expect(computeKpis(facts)).toEqual({
      totalChats: 35,
      avgResponseTime: 30,
      csat: 95,
      activeAgents: 2,
      escalations: 1,
      resolvedPercent: 62.5,
      pending: 6,
      avgChatDuration: null,
      salesConversion: null,
      avgQueueTime: 60,
    });
  });

  test('nothing at all is no data, not 0', () => {
    expect(Object.values(computeKpis([]))).toEqual(Array(10).fill(null));
  });

  test('trends have one value per day, and a day without rows is a gap', () => {
    const trends = kpiTrends(facts, ['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(trends.totalChats).toEqual([null, 30, 5]);
    expect(trends.activeAgents).toEqual([null, 2, 1]);
    expect(trends.resolvedPercent).toEqual([null, 62.5, null]);
    expect(trends.csat).toEqual([null, 90, 100]);
  });

  test('are what a naive reading of the rules gives, for any rows', () => {
    const figure = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined });
    const anyRow = fc.record({
      agent: fc.constantFrom('bo', 'cy', 'dee'),
      cells: fc.dictionary(
        fc.constantFrom(...columns.map(({ key }) => key)),
        fc.record({ imported: figure, logged: figure, observed: figure }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
        const known = (key: string): number[] => {
          const values: number[] = [];
          for (const { cells } of rows) {
            const cell = cells[key];
            const value = cell?.imported ?? cell?.logged ?? cell?.observed;
            if (value !== undefined) values.push(value);
          }
          return values;
        };
        const sum = (key: string) => known(key).reduce((a, b) => a + b, 0);
        const mean = (key: string) => (known(key).length ? sum(key) / known(key).length : null);
        const total = (key: string) => (known(key).length ? sum(key) : null);
        const handled = sum('resolved') + sum('pending');
        expect(computeKpis(rows as Fact[])).toEqual({
          totalChats: total('totalChats'),
          avgResponseTime: mean('avgResponseTime'),
          csat: mean('csat'),
          activeAgents: rows.length ? new Set(rows.map(({ agent }) => agent)).size : null,
          escalations: total('escalations'),
          resolvedPercent: handled ? (100 * sum('resolved')) / handled : null,
          pending: total('pending'),
          avgChatDuration: mean('avgChatDuration'),
          salesConversion: mean('salesConversion'),
          avgQueueTime: mean('avgQueueTime'),
        });
      }),
    );
  });
});

describe('changes', () => {
  test('of counts in per cent, of percentages in points, none against 0 or no data', () => {
    expect(changeOf(12, 10, 'count')).toEqual({ amount: 20, in: 'percent' });
    expect(changeOf(93.5, 95, 'percent')).toEqual({ amount: -1.5, in: 'points' });
    expect(changeOf(5, 0, 'count')).toBeNull();
    expect(changeOf(5, null, 'count')).toBeNull();
    expect(changeOf(null, 5, 'percent')).toBeNull();
    expect(changeOf(5, 0, 'percent')).toEqual({ amount: 5, in: 'points' });
  });
});

describe('days', () => {
  test('are counted over the end of a year and a leap day', () => {
    expect(daysOf({ from: '2023-12-30', to: '2024-01-02' })).toEqual([
      '2023-12-30',
      '2023-12-31',
      '2024-01-01',
      '2024-01-02',
    ]);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(daysOf({ from: '2024-01-02', to: '2024-01-01' })).toEqual([]);
  });

  test('the span before has the same length and ends the day before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 800 }), (start, length) => {
        const from = addDays('1980-01-01', start);
        const span = { from, to: addDays(from, length - 1) };
        const before = spanBefore(span);
        expect(lengthOf(before)).toBe(length);
        expect(addDays(before.to, 1)).toBe(span.from);
      }),
    );
  });
});

describe('figures in words', () => {
  test.each([
    [1234, 'count', 'en-GB', '1,234'],
    [1234, 'count', 'de-DE', '1.234'],
    [94.5, 'percent', 'en-GB', '94.5 %'],
    [45, 'seconds', 'en-GB', '45 s'],
    [200, 'seconds', 'en-GB', '3 min 20 s'],
    [7_500, 'seconds', 'en-GB', '2 h 5 min'],
    [3_599.6, 'seconds', 'en-GB', '1 h'],
    [null, 'seconds', 'en-GB', 'no data'],
    [0, 'count', 'en-GB', '0'],
  ] as const)('%s %s in %s is %s', (value, unit, locale, text) => {
    expect(formatFigure(value, unit, locale)).toBe(text);
  });
});
