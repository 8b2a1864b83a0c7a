import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocksFromHistory } from '../../../src/features/sla/domain/clocks.ts';
import type { ClockEntry, Policy } from '../../../src/features/sla/domain/types.ts';
import type { Calendar } from '../../../src/platform/time/hours.ts';
import { isWorking } from '../../platform/time/oracle.ts';
import { policy, subject } from './history.ts';

const minute = 60_000;
const start = Date.parse('2026-10-23T06:00:00Z');
const length = 3 * 24 * 60;

const calendars: Calendar[] = [
  { key: 'always', name: 'Always', zone: 'UTC', hours: '24x7', holidays: [] },
  {
    key: 'office',
    name: 'Office',
    zone: 'Europe/Berlin',
    hours: {
      friday: [
        { from: '09:00', to: '12:30' },
        { from: '13:00', to: '18:00' },
      ],
      saturday: [{ from: '22:00', to: '06:00' }],
      monday: [{ from: '08:00', to: '20:00' }],
    },
    holidays: [],
  },
];

const targets = { urgent: 60, high: 180, medium: 420, low: 1_000 } as const;
type Level = keyof typeof targets;

const policyIn = (calendar: Calendar): Policy => {
  const of = (minutes: number) => ({ first_response: null, next_response: null, resolution: minutes });
  return policy({
    calendar,
    targets: { urgent: of(60), high: of(180), medium: of(420), low: of(1_000) },
  });
};

/** What can happen, as a status or a priority that holds from a minute on. */
type Happening = { at: number } & (
  | { status: 'in_progress' | 'waiting_on_customer' | 'resolved' }
  | { priority: Level }
);

const happenings = fc
  .uniqueArray(
    fc.oneof(
      fc.record({
        at: fc.integer({ min: 1, max: length }),
        status: fc.constantFrom('in_progress' as const, 'waiting_on_customer' as const, 'resolved' as const),
      }),
      fc.record({
        at: fc.integer({ min: 1, max: length }),
        priority: fc.constantFrom<Level>('urgent', 'high', 'medium', 'low'),
      }),
    ),
    { selector: ({ at }) => at, maxLength: 8 },
  )
  .map((list): Happening[] => list.toSorted((a, b) => a.at - b.at));

function historyOf(list: readonly Happening[]): ClockEntry[] {
  let status: NonNullable<ClockEntry['status']>['to'] = 'new';
  const entries: ClockEntry[] = [
    {
      seq: 1,
      kind: 'opened',
      by: 'customer',
      at: new Date(start),
      status: { from: null, to: 'new' },
      priority: { from: null, to: 'medium' },
    },
  ];
  for (const each of list) {
    const common = { seq: entries.length + 1, by: 'agent', at: new Date(start + each.at * minute) };
    if ('priority' in each)
      entries.push({ ...common, kind: 'priority_changed', priority: { from: 'medium', to: each.priority } });
    else {
      entries.push({
        ...common,
        kind: status === 'resolved' ? 'reopened' : 'resumed',
        status: { from: status, to: each.status },
      });
      status = each.status;
    }
  }
  return entries;
}

/** Which minutes since the start are working time, worked out once for each calendar. */
const workingMinutes = new Map(
  calendars.map((calendar) => [
    calendar,
    Array.from({ length }, (_, at) => isWorking(calendar, start + at * minute)),
  ]),
);

/** The resolution clock minute by minute: what it has used, and when it was used up first. */
function slowResolution(
  list: readonly Happening[],
  calendar: Calendar,
  now: number,
): { used: number; breachedAt: number | null } {
  const working = workingMinutes.get(calendar) ?? [];
  let status = 'new';
  let priority: Level = 'medium';
  let used = 0;
  let breachedAt: number | null = null;
  for (let at = 0; at <= now; at += 1) {
    for (const each of list.filter((happening) => happening.at === at)) {
      if ('priority' in each) priority = each.priority;
      else status = each.status;
    }
    const runs = status !== 'waiting_on_customer' && status !== 'resolved';
    if (runs && used >= targets[priority]) breachedAt ??= at;
    if (at < now && runs && working[at]) {
      used += 1;
      if (used >= targets[priority]) breachedAt ??= at + 1;
    }
  }
  return { used, breachedAt };
}

describe('the resolution clock over random histories', () => {
  it('is what counting every minute gives, and was used up at that minute', () => {
    fc.assert(
      fc.property(
        happenings,
        fc.constantFrom(...calendars),
        fc.integer({ min: 1, max: length }),
        (list, calendar, now) => {
          const past = list.filter(({ at }) => at <= now);
          const { clocks } = clocksFromHistory(
            historyOf(past),
            subject({ createdAt: new Date(start) }),
            [{ since: new Date(0), policies: [policyIn(calendar)] }],
            new Date(start + now * minute),
          );
          const last = clocks.at(-1);
          const slow = slowResolution(past, calendar, now);
          expect(last?.elapsedMinutes).toBe(slow.used);
          const breaches = clocks.flatMap(({ breachedAt }) =>
            breachedAt ? [(breachedAt.getTime() - start) / minute] : [],
          );
          expect(breaches[0] ?? null).toBe(slow.breachedAt);
        },
      ),
      {
        numRuns: 150,
        examples: [
          // Used up while it rests, and taken up again in a status that pauses: nothing is missed yet.
          [
            [
              { at: 60, status: 'resolved' },
              { at: 61, priority: 'urgent' },
              { at: 62, status: 'waiting_on_customer' },
            ],
            calendars[0]!,
            62,
          ],
        ],
      },
    );
  });

  it('tells the same of the past whenever one looks', () => {
    fc.assert(
      fc.property(
        happenings,
        fc.constantFrom(...calendars),
        fc.array(fc.integer({ min: 1, max: length }), { maxLength: 5 }),
        (list, calendar, looks) => {
          const reportAt = (now: number) =>
            clocksFromHistory(
              historyOf(list),
              subject({ createdAt: new Date(start) }),
              [{ since: new Date(0), policies: [policyIn(calendar)] }],
              new Date(start + now * minute),
              [75, 95],
            ).clocks.flatMap(({ cycle, passed }) =>
              passed.map(({ percent, at }) => `${cycle} ${percent} ${at.toISOString()}`),
            );
          const end = reportAt(length);
          for (const look of looks) expect(end).toEqual(expect.arrayContaining(reportAt(look)));
        },
      ),
      { numRuns: 100 },
    );
  });
});
