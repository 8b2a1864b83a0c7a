import { describe, expect, it } from 'vitest';
import { clocksFromHistory } from '../../../src/features/sla/domain/clocks.ts';
import { colourOf } from '../../../src/features/sla/domain/colour.ts';
import type { Clock, ClockEntry, ClockName, Policy } from '../../../src/features/sla/domain/types.ts';
import { at, everyPriority, history, moved, opened, policy, prioritised, said, subject } from './history.ts';

const long = new Date(0);

function clocks(
  entries: ClockEntry[],
  now: string,
  policies: Policy[] = [policy()],
  percents: number[] = [75, 95],
) {
  return clocksFromHistory(entries, subject(), [{ since: long, policies }], at(now), percents);
}

function clock(name: ClockName, ...given: Parameters<typeof clocks>): Clock {
  const found = clocks(...given).clocks.findLast((each) => each.clock === name);
  if (!found) throw new Error(`no clock ${name}`);
  return found;
}

const passed = (found: Clock, percent: number) => found.passed.find((each) => each.percent === percent)?.at;

describe('first response', () => {
  it('is due one target after the ticket was opened', () => {
    expect(clock('first_response', history(opened('10:00')), '10:30')).toMatchObject({
      state: 'running',
      dueAt: at('13:00'),
      elapsedMinutes: 30,
      next: { percent: 50, at: at('11:30') },
    });
  });

  it('is met by a reply', () => {
    const entries = history(opened('10:00'), said('11:00', 'replied'));
    expect(clock('first_response', entries, '20:00')).toMatchObject({
      state: 'met',
      elapsedMinutes: 60,
      breachedAt: null,
    });
  });

  it('is met by the question that a ticket waits on', () => {
    const question = { ...moved('11:00', 'waiting', 'in_progress', 'waiting_on_customer'), messageId: 'm1' };
    expect(clock('first_response', history(opened('10:00'), question), '20:00').state).toBe('met');
  });

  it.each(['noted', 'claimed', 'assigned'] as const)('is not met when a ticket is %s', (kind) => {
    const entries = history(opened('10:00'), moved('11:00', kind, 'new', 'in_progress'));
    expect(clock('first_response', entries, '12:00').state).toBe('running');
  });

  it('is not met by what the desk itself sends', () => {
    expect(
      clock('first_response', history(opened('10:00'), said('11:00', 'replied', 'desk')), '12:00').state,
    ).toBe('running');
  });

  it('is not breached by an answer one second before it is due, however late one looks', () => {
    const entries = history(opened('10:00'), said('12:59:59', 'replied'));
    expect(clock('first_response', entries, '48:00').breachedAt).toBeNull();
  });

  it('is breached when it is due and stays so after a late answer', () => {
    const entries = history(opened('10:00'), said('14:00', 'replied'));
    expect(clock('first_response', entries, '15:00')).toMatchObject({
      state: 'met',
      breachedAt: at('13:00'),
    });
  });

  it('ends without result when the ticket is resolved without a reply', () => {
    const entries = history(opened('10:00'), moved('11:00', 'resolved', 'in_progress', 'resolved'));
    expect(clock('first_response', entries, '20:00')).toMatchObject({ state: 'none', breachedAt: null });
  });

  it('stays met when the ticket is reopened', () => {
    const entries = history(
      opened('10:00'),
      said('10:30', 'replied'),
      moved('11:00', 'resolved', 'in_progress', 'resolved'),
      moved('12:00', 'reopened', 'resolved', 'new', 'customer'),
    );
    expect(clock('first_response', entries, '40:00')).toMatchObject({ state: 'met', cycle: 1 });
  });
});

describe('a change of priority', () => {
  it('keeps what has elapsed', () => {
    const entries = history(opened('10:00'), prioritised('11:00', 'high'));
    expect(clock('first_response', entries, '11:30').dueAt).toEqual(at('12:00'));
  });

  it('breaches at once, and once, when the new target is used up already', () => {
    const entries = history(opened('10:00'), prioritised('11:00', 'urgent'));
    for (const now of ['11:00', '11:01', '30:00']) {
      const found = clock('first_response', entries, now);
      expect(found.breachedAt).toEqual(at('11:00'));
      expect(found.passed.filter(({ percent }) => percent === 100)).toHaveLength(1);
    }
  });

  it('does not undo a breach', () => {
    const entries = history(opened('10:00', 'high'), prioritised('12:30', 'low'));
    expect(clock('first_response', entries, '13:00').breachedAt).toEqual(at('12:00'));
  });

  it('moves no due time when the desk raises it on a breach', () => {
    const entries = history(opened('10:00'), prioritised('13:00', 'urgent', 'desk'));
    expect(clock('resolution', entries, '14:00')).toMatchObject({ dueAt: at('34:00'), breachedAt: null });
    expect(clock('first_response', entries, '14:00').breachedAt).toEqual(at('13:00'));
  });

  it('leaves an hour of waiting out', () => {
    const targets = {
      ...everyPriority(null, 3),
      high: { first_response: null, next_response: null, resolution: 120 },
    };
    const entries = history(
      opened('09:00'),
      moved('10:00', 'waiting', 'in_progress', 'waiting_on_customer'),
      moved('11:00', 'requester_wrote', 'waiting_on_customer', 'in_progress', 'customer'),
      prioritised('11:30', 'high'),
    );
    const early = subject({ createdAt: at('09:00') });
    const report = clocksFromHistory(
      entries,
      early,
      [{ since: long, policies: [policy({ targets })] }],
      at('11:30'),
    );
    expect(report.clocks[0]).toMatchObject({ elapsedMinutes: 90, dueAt: at('12:00') });
  });
});

describe('resolution', () => {
  it('stands while the ticket waits for the requester, and explains it', () => {
    const entries = history(
      opened('10:00'),
      moved('11:00', 'waiting', 'in_progress', 'waiting_on_customer'),
      moved('13:00', 'requester_wrote', 'waiting_on_customer', 'in_progress', 'customer'),
    );
    expect(clock('resolution', entries, '12:00')).toMatchObject({ state: 'paused', dueAt: null, next: null });
    const after = clock('resolution', entries, '14:00');
    expect(after).toMatchObject({ state: 'running', dueAt: at('36:00'), elapsedMinutes: 120 });
    expect(after.spans).toEqual([
      { from: at('10:00'), to: at('11:00'), kind: 'run', minutes: 60 },
      { from: at('11:00'), to: at('13:00'), kind: 'pause', minutes: 0 },
      { from: at('13:00'), to: at('14:00'), kind: 'run', minutes: 60 },
    ]);
  });

  it('does not pause the response clock', () => {
    const waiting = moved('11:00', 'waiting', 'in_progress', 'waiting_on_customer');
    expect(clock('first_response', history(opened('10:00'), waiting), '12:00')).toMatchObject({
      state: 'running',
      elapsedMinutes: 120,
    });
  });

  const resolved = [
    opened('10:00'),
    moved('10:30', 'claimed', 'new', 'in_progress'),
    said('10:40', 'replied'),
    moved('12:00', 'resolved', 'in_progress', 'resolved'),
  ];

  it('is met by resolving; thanks afterwards start nothing', () => {
    const { clocks: found } = clocks(
      history(...resolved, said('13:00', 'requester_wrote', 'customer')),
      '60:00',
      [policy({ targets: everyPriority(2, 24, 1) })],
    );
    expect(found.map(({ clock: name, state }) => [name, state])).toEqual([
      ['first_response', 'met'],
      ['resolution', 'met'],
    ]);
  });

  it('runs on without the resolved time when reopened, as a new cycle', () => {
    const entries = history(...resolved, moved('20:00', 'reopened', 'resolved', 'assigned', 'customer'));
    expect(clock('resolution', entries, '21:00')).toMatchObject({
      cycle: 2,
      elapsedMinutes: 180,
      dueAt: at('42:00'),
    });
  });

  it('gets its whole target again where the policy says so', () => {
    const entries = history(...resolved, moved('20:00', 'reopened', 'resolved', 'assigned', 'customer'));
    expect(clock('resolution', entries, '21:00', [policy({ restartOnReopen: true })]).dueAt).toEqual(
      at('44:00'),
    );
  });

  it('says in a second cycle nothing that the first has said', () => {
    const entries = history(...resolved, moved('20:00', 'reopened', 'resolved', 'assigned', 'customer'));
    const short = [policy({ targets: everyPriority(2, 2.5) })];
    expect(passed(clock('resolution', entries.slice(0, 4), '12:00', short), 75)).toEqual(at('11:52:30'));
    const again = clock('resolution', entries, '20:01', short);
    expect(passed(again, 75)).toBeUndefined();
    expect(again.next).toEqual({ percent: 95, at: at('20:22:30') });
    const breached = clock('resolution', entries, '21:00', [policy({ targets: everyPriority(2, 1) })]);
    expect(breached).toMatchObject({ breachedBefore: true, breachedAt: at('11:00'), passed: [] });
  });

  it('knows the first and the total resolution time', () => {
    const entries = history(
      ...resolved,
      moved('20:00', 'reopened', 'resolved', 'assigned', 'customer'),
      moved('21:00', 'resolved', 'assigned', 'resolved'),
    );
    expect(clocks(entries, '30:00')).toMatchObject({
      firstResolutionMinutes: 120,
      totalResolutionMinutes: 180,
    });
  });

  it('ends without result when the ticket is cancelled', () => {
    const entries = history(opened('10:00'), moved('11:00', 'cancelled', 'new', 'cancelled', 'customer'));
    expect(clocks(entries, '90:00').clocks.map(({ state, breachedAt }) => [state, breachedAt])).toEqual([
      ['none', null],
      ['none', null],
    ]);
  });
});

describe('next response', () => {
  const withNext = [policy({ targets: everyPriority(2, 24, 1) })];
  const answered = [opened('10:00'), said('10:30', 'replied')];

  it('starts with the oldest unanswered message and ends with the answer', () => {
    const entries = history(
      ...answered,
      said('11:00', 'requester_wrote', 'customer'),
      said('11:30', 'requester_wrote', 'customer'),
    );
    expect(clock('next_response', entries, '11:40', withNext)).toMatchObject({
      startedAt: at('11:00'),
      dueAt: at('12:00'),
    });
    const after = history(
      ...answered,
      said('11:00', 'requester_wrote', 'customer'),
      said('11:50', 'replied'),
      said('15:00', 'requester_wrote', 'customer'),
    );
    expect(
      clocks(after, '15:10', withNext).clocks.map(({ clock: name, cycle, state }) => [name, cycle, state]),
    ).toEqual([
      ['first_response', 1, 'met'],
      ['next_response', 1, 'met'],
      ['next_response', 2, 'running'],
      ['resolution', 1, 'running'],
    ]);
  });

  it('does not run beside the first response, nor where the policy has no target', () => {
    const wrote = said('10:10', 'requester_wrote', 'customer');
    expect(clocks(history(opened('10:00'), wrote), '10:20', withNext).clocks).toHaveLength(2);
    expect(
      clocks(history(...answered, said('11:00', 'requester_wrote', 'customer')), '12:00').clocks,
    ).toHaveLength(2);
  });
});

describe('a change of policy', () => {
  const entries = history(opened('10:00'));
  const change = (policies: Policy[], now: string) =>
    clocksFromHistory(
      entries,
      subject(),
      [
        { since: long, policies: [policy()] },
        { since: at('11:00'), policies },
      ],
      at(now),
    ).clocks;

  it('keeps what has elapsed under the new target', () => {
    expect(change([policy({ targets: everyPriority(2, 10) })], '11:30')[0]).toMatchObject({
      dueAt: at('12:00'),
      elapsedMinutes: 90,
    });
  });

  it('takes the clocks away with the policy', () => {
    expect(change([], '30:00')).toEqual([]);
    expect(change([policy({ match: { categories: ['other'] } })], '30:00')).toEqual([]);
  });

  it('keeps a breach that happened before', () => {
    const short = [policy({ targets: everyPriority(0.5, 24) })];
    const [first] = clocksFromHistory(
      entries,
      subject(),
      [
        { since: long, policies: short },
        { since: at('11:00'), policies: [policy()] },
      ],
      at('11:30'),
    ).clocks;
    expect(first?.breachedAt).toEqual(at('10:30'));
  });

  it('does not touch what has ended', () => {
    const closed = history(
      opened('10:00'),
      said('10:10', 'replied'),
      moved('10:20', 'resolved', 'in_progress', 'resolved'),
    );
    const [first] = clocksFromHistory(
      closed,
      subject(),
      [
        { since: long, policies: [policy()] },
        { since: at('11:00'), policies: [policy({ targets: everyPriority(0.1, 0.1) })] },
      ],
      at('30:00'),
    ).clocks;
    expect(first).toMatchObject({ state: 'met', breachedAt: null });
  });

  it('counts in the calendar of the policy', () => {
    const weekdays = { friday: [{ from: '09:00', to: '17:00' }], monday: [{ from: '09:00', to: '17:00' }] };
    const calendar = { key: 'office', name: 'Office', zone: 'UTC', hours: weekdays, holidays: [] };
    const late = history(opened('16:30'));
    const report = clocksFromHistory(
      late,
      subject({ createdAt: at('16:30') }),
      [{ since: long, policies: [policy({ calendar, targets: everyPriority(1, 8) })] }],
      at('16:40'),
    );
    expect(report.clocks[0]?.dueAt).toEqual(new Date('2026-11-23T09:30:00Z'));
  });

  it('is chosen by the journey, else the first that matches', () => {
    const gold = policy({ key: 'gold', match: { categories: ['vip'] }, targets: everyPriority(1, 1) });
    const standard = policy();
    const chosen = (changes: Parameters<typeof subject>[0]) =>
      clocksFromHistory(entries, subject(changes), [{ since: long, policies: [gold, standard] }], at('10:00'))
        .policy?.key;
    expect(chosen({})).toBe('standard');
    expect(chosen({ category: 'vip' })).toBe('gold');
    expect(chosen({ slaPolicy: 'gold' })).toBe('gold');
    expect(chosen({ slaPolicy: 'gone' })).toBe('standard');
  });
});

describe('shares of a target', () => {
  it('are passed in order, each once', () => {
    const found = clock('first_response', history(opened('10:00')), '40:00');
    expect(found.passed).toEqual([
      { percent: 50, at: at('11:30') },
      { percent: 75, at: at('12:15') },
      { percent: 80, at: at('12:24') },
      { percent: 95, at: at('12:51') },
      { percent: 100, at: at('13:00') },
    ]);
    expect(found.next).toBeNull();
  });

  it.each([
    ['11:29', 'green'],
    ['11:30', 'yellow'],
    ['12:24', 'yellow'],
    ['12:25', 'red'],
    ['13:01', 'red'],
  ] as const)('colour the clock at %s %s', (now, colour) => {
    expect(colourOf(clock('first_response', history(opened('10:00')), now))).toBe(colour);
  });
});
