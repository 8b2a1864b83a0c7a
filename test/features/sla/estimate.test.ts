import { describe, expect, it } from 'vitest';
import { alertsManagers } from '../../../src/features/escalation/domain/steps.ts';
import { clocksFromHistory } from '../../../src/features/sla/domain/clocks.ts';
import { newsOf } from '../../../src/features/sla/domain/news.ts';
import type { ClockEntry } from '../../../src/features/sla/domain/types.ts';
import { nextMoment } from '../../../src/features/sla/domain/watch.ts';
import { at, history, moved, opened, policy, prioritised, subject } from './history.ts';

const versions = [{ since: new Date(0), policies: [policy()] }];

const estimated = (time: string, due: string | null) => ({
  time,
  kind: 'estimated' as const,
  by: 'agent',
  details: { dueAt: due && at(due) },
});

const claimed = moved('11:00', 'claimed', 'new', 'in_progress');

const report = (entries: ClockEntry[], now: string) =>
  clocksFromHistory(entries, subject(), versions, at(now), [75, 95], 95);

const resolution = (entries: ClockEntry[], now: string) =>
  report(entries, now).clocks.findLast(({ clock }) => clock === 'resolution');

const told = (entries: ClockEntry[], now: string) =>
  newsOf(report(entries, now), [95], 95)
    .filter(({ clock }) => clock === 'estimate')
    .map(({ cycle, percent, at: passedAt, state }) => [cycle, percent, passedAt, state]);

/** Opened at 10:00, due a day later; claimed at 11:00, and to be done by 13:00. */
const twoHours = history(opened('10:00'), claimed, estimated('11:00', '13:00'));

describe('an estimate', () => {
  it('alerts at 95 % of the time it allows, and moves no due time', () => {
    const clock = resolution(twoHours, '11:30');
    expect(clock).toMatchObject({ dueAt: at('34:00'), estimate: { dueAt: at('13:00'), counts: true } });
    expect(nextMoment(clock ? [clock] : [])).toEqual(at('12:54'));
    expect(told(twoHours, '12:53')).toEqual([]);
    expect(told(twoHours, '12:54')).toEqual([[3, 95, at('12:54'), 'pending']]);
  });

  it('counts instead of the resolution time while it is earlier than due, and only then', () => {
    const later = history(opened('10:00'), claimed, estimated('11:00', '40:00'));
    const alerts = (entries: ClockEntry[], clock: 'resolution' | 'estimate', cycle: number) =>
      alertsManagers(
        { clock, cycle, percent: 95 },
        { status: 'in_progress' },
        { unclaimedPercent: 95, inWorkPercent: 95, clocks: report(entries, '33:00').clocks },
      );
    expect([alerts(twoHours, 'estimate', 3), alerts(twoHours, 'resolution', 1)]).toEqual([true, false]);
    expect([alerts(later, 'estimate', 3), alerts(later, 'resolution', 1)]).toEqual([false, true]);
    expect(told(later, '33:00')).toEqual([]);
  });

  it('is replaced by another, each told once, and taken back', () => {
    const again = history(opened('10:00'), claimed, estimated('11:00', '13:00'), estimated('12:00', '16:00'));
    expect(told(again, '20:00')).toEqual([[4, 95, at('15:48'), 'pending']]);
    const none = history(opened('10:00'), claimed, estimated('11:00', '13:00'), estimated('12:00', null));
    expect(resolution(none, '20:00')?.estimate).toBeNull();
  });

  it('stands while the ticket waits for the requester', () => {
    const waiting = history(
      opened('10:00'),
      claimed,
      estimated('11:00', '13:00'),
      moved('12:00', 'waiting', 'in_progress', 'waiting_on_customer'),
      moved('15:00', 'requester_wrote', 'waiting_on_customer', 'in_progress', 'customer'),
    );
    expect(resolution(waiting, '14:00')?.estimate?.alertAt).toBeNull();
    expect(resolution(waiting, '15:30')?.estimate?.alertAt).toEqual(at('15:54'));
  });

  it('ends with its assignee, and tells nobody once the ticket is resolved', () => {
    const returned = {
      ...moved('12:00', 'returned', 'in_progress', 'new'),
      assignee: { from: 'agent', to: null },
    };
    const away = history(opened('10:00'), claimed, estimated('11:00', '13:00'), returned);
    expect(resolution(away, '12:30')?.estimate).toBeNull();
    const resolved = history(
      opened('10:00'),
      claimed,
      estimated('11:00', '13:00'),
      moved('12:55', 'resolved', 'in_progress', 'resolved'),
    );
    expect(told(resolved, '14:00')).toEqual([[3, 95, at('12:54'), 'skipped']]);
  });

  it('gives way to a target that a change of priority makes earlier', () => {
    const targets = { first_response: null, next_response: null };
    const urgent = { ...policy().targets, urgent: { ...targets, resolution: 120 } };
    const found = clocksFromHistory(
      history(opened('10:00'), claimed, estimated('11:00', '13:00'), prioritised('11:10', 'urgent')),
      subject(),
      [{ since: new Date(0), policies: [policy({ targets: urgent })] }],
      at('11:30'),
      [],
      95,
    ).clocks.find(({ clock }) => clock === 'resolution');
    expect(found).toMatchObject({ dueAt: at('12:00'), estimate: { counts: false, alertAt: null } });
  });
});
