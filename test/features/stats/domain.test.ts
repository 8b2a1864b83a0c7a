import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDay } from '../../../src/features/stats/domain/date-words.ts';
import { readEntry } from '../../../src/features/stats/domain/entry.ts';
import { isLocked } from '../../../src/features/stats/domain/lock.ts';
import { averages, dayLines } from '../../../src/features/stats/domain/table.ts';
import { variances } from '../../../src/features/stats/domain/variance.ts';
import { weekOf } from '../../../src/features/stats/domain/week.ts';

const today = '2026-11-21'; // a Saturday

describe('dates as people type them', () => {
  test.each([
    ['', '2026-11-21'],
    ['today', '2026-11-21'],
    ['Yesterday', '2026-11-20'],
    ['last friday', '2026-11-20'],
    ['last saturday', '2026-11-14'],
    ['monday', '2026-11-16'],
    ['the day before yesterday', '2026-11-19'],
    ['3 days ago', '2026-11-18'],
    ['2026-11-20', '2026-11-20'],
    ['2026-3-1', '2026-03-01'],
    ['20/11/2026', '2026-11-20'],
    ['20.11.2026', '2026-11-20'],
    ['29/02/2024', '2024-02-29'],
  ])('%s is %s', (typed, day) => {
    expect(parseDay(typed, { today, order: 'day-month' })).toEqual({ day });
  });

  test('three numbers are read in the workspace’s order', () => {
    expect(parseDay('11/20/2026', { today, order: 'month-day' })).toEqual({ day: '2026-11-20' });
    expect(parseDay('11/20/2026', { today, order: 'day-month' })).toHaveProperty('error');
  });

  test.each([
    '31 february',
    '2026-02-31',
    '31/02/2026',
    'someday',
    'friday or so',
    '<!channel>',
    '99999-01-01',
    'today 10am',
  ])('%s is no date', (typed) =>
    expect(parseDay(typed, { today, order: 'day-month' })).toHaveProperty('error'),
  );

  test.each(['tomorrow', '2026-11-22', '22/11/2026', 'in 3 days'])('%s is in the future', (typed) => {
    expect(parseDay(typed, { today, order: 'day-month' })).toMatchObject({
      error: expect.stringContaining('future'),
    });
  });

  test('nothing typed can make it fail, and what it finds is never after today', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (typed) => {
        const parsed = parseDay(typed, { today, order: 'day-month' });
        return 'error' in parsed || parsed.day <= today;
      }),
    );
  });

  test('a server in any zone reads the same', () => {
    const zones = ['Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/Berlin'];
    const script = `import('${new URL('../../../src/features/stats/domain/date-words.ts', import.meta.url)}').then(({ parseDay }) => {
      for (const zone of ${JSON.stringify(zones)}) {
        process.env.TZ = zone;
        const days = ['yesterday', 'last friday', 'monday'].map((typed) => parseDay(typed, { today: '${today}', order: 'day-month' }).day);
        console.log(new Date(0).getTimezoneOffset() === 0 ? 'UTC' : zone, ...days);
      }
    })`;
    const out = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(out.trim().split('\n')).toEqual(zones.map((zone) => `${zone} 2026-11-20 2026-11-20 2026-11-16`));
  });
});

describe('the form', () => {
  test('reads numbers, with a decimal comma too, and leaves empty fields out', () => {
    expect(readEntry({ resolved: '12', totalChats: '30', csat: '94,5', avgChatDuration: '' })).toEqual({
      figures: { resolved: 12, totalChats: 30, csat: 94.5 },
    });
  });

  test.each([
    ['resolved', ''],
    ['resolved', '-1'],
    ['totalChats', '2.5'],
    ['totalChats', '1e3'],
    ['csat', '140'],
    ['csat', 'NaN'],
    ['pending', '99999999'],
  ])('%s of “%s” is an error beside the field', (field, value) => {
    const read = readEntry({ resolved: '1', totalChats: '1', [field]: value });
    expect(Object.keys('errors' in read ? read.errors : {})).toEqual([field]);
  });
});

describe('weeks', () => {
  test.each([
    ['monday', '2026-11-16', '2026-11-22'],
    ['sunday', '2026-11-15', '2026-11-21'],
    ['saturday', '2026-11-21', '2026-11-27'],
  ] as const)('that start on %s', (start, from, to) => expect(weekOf(today, start)).toEqual({ from, to }));

  const fact = (day: string, agent: string, resolved: number, csat?: number) => ({
    day,
    agent,
    agentName: agent,
    teamLeader: null,
    supervisor: null,
    cells: { resolved: { logged: resolved }, ...(csat === undefined ? {} : { csat: { logged: csat } }) },
  });

  test('a team’s day is the sum, CSAT the mean, averaged over the days with data', () => {
    const facts = [
      fact('2026-11-16', 'bo', 4, 90),
      fact('2026-11-16', 'cy', 6, 100),
      fact('2026-11-18', 'bo', 2),
    ];
    const lines = dayLines(facts, ['2026-11-16', '2026-11-17', '2026-11-18']);
    expect(lines.map(({ values }) => values)).toEqual([
      [10, null, 95],
      [null, null, null],
      [2, null, null],
    ]);
    expect(averages(lines)).toEqual([6, null, 95]);
  });
});

describe('locks', () => {
  const rules = { today, lockAfterDays: 7 };
  test('a day closes when more than seven days lie behind it, unless a lead opened it', () => {
    expect(isLocked({ day: '2026-11-14', unlocked: false }, rules)).toBe(false);
    expect(isLocked({ day: '2026-11-13', unlocked: false }, rules)).toBe(true);
    expect(isLocked({ day: '2026-11-13', unlocked: true }, rules)).toBe(false);
  });
});

describe('variance', () => {
  const fact = (day: string, logged: number | undefined, observed: number) => ({
    day,
    agent: 'bo',
    agentName: 'bo',
    teamLeader: null,
    supervisor: null,
    cells: { resolved: { observed, ...(logged === undefined ? {} : { logged }) } },
  });
  test.each([
    [13, 10, true],
    [12, 10, false],
    [11, 9, true],
    [3, 2, false],
    [2, 10, true],
    [10, 10, false],
  ])('logged %d, observed %d: flagged %s', (logged, observed, flagged) => {
    expect(variances(fact(today, logged, observed), []).length > 0).toBe(flagged);
  });

  test('only where the desk saw something in the last 14 days', () => {
    expect(variances(fact(today, 9, 0), [])).toEqual([]);
    expect(variances(fact(today, 9, 0), [fact('2026-11-08', undefined, 3)])).toHaveLength(1);
    expect(variances(fact(today, 9, 0), [fact('2026-11-07', undefined, 3)])).toEqual([]);
  });
});
