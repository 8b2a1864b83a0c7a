import { describe, expect, test } from 'vitest';
import { dayTotals, observedFigures, performanceOf } from '../../../src/features/kpis/domain/fold.ts';
import { marksOf } from '../../../src/features/kpis/domain/marks.ts';
import type { HistoryEntry } from '../../../src/features/tickets/index.ts';

const created = new Date('2026-11-19T09:00:00Z');
const after = (minutes: number) => new Date(created.getTime() + minutes * 60_000);
const utcDay = (_: string | null, moment: Date) => moment.toISOString().slice(0, 10);
const seqs = Array.from({ length: 1000 }, (_, index) => index + 1).values();
const entry = (
  minutes: number,
  kind: HistoryEntry['kind'],
  by: string,
  more: Partial<HistoryEntry> = {},
): HistoryEntry => ({
  seq: seqs.next().value ?? 0,
  kind,
  at: after(minutes),
  by,
  ...more,
});
const to = (agent: string | null) => ({ assignee: { from: null, to: agent } });
const day = 24 * 60;

/** Opened, assigned to Bo after 5 minutes, answered by Bo and twice more, resolved by Bo, rated 5. */
const handled = [
  entry(0, 'opened', 'ana'),
  entry(5, 'assigned', 'desk', to('bo')),
  entry(20, 'replied', 'bo'),
  entry(30, 'replied', 'bo'),
  entry(40, 'replied', 'cy'),
  entry(60, 'resolved', 'bo'),
  entry(day + 10, 'rated', 'ana', { details: { score: 5, agent: 'bo' } }),
];

const marks = (history: HistoryEntry[], clocks: Parameters<typeof marksOf>[0]['clocks'] = []) =>
  marksOf({ ticket: { createdAt: created }, history, clocks, resolutionMinutes: 60 }, utcDay);
const of = (all: ReturnType<typeof marks>, agent: string | null, date: string) =>
  all.filter((mark) => mark.agent === agent && mark.day === date);

describe('what the desk observes', () => {
  test('of an agent’s day: replied in, first response, queue time, resolved', () => {
    expect(observedFigures(of(marks(handled), 'bo', '2026-11-19'))).toEqual({
      totalChats: 1,
      escalations: 0,
      resolved: 1,
      pending: 0,
      avgResponseTime: 20 * 60,
      avgQueueTime: 5 * 60,
    });
  });

  test('a resolution that was taken back is none; the ticket is pending', () => {
    const resolved = handled.find(({ kind }) => kind === 'resolved');
    const undone = [
      ...handled.slice(0, -1),
      entry(61, 'undone', 'bo', { details: { of: resolved?.seq, kind: 'resolved' } }),
    ];
    expect(observedFigures(of(marks(undone), 'bo', '2026-11-19'))).toMatchObject({ resolved: 0, pending: 1 });
  });

  test('who replied later replied in it too, but did not answer first', () => {
    expect(observedFigures(of(marks(handled), 'cy', '2026-11-19'))).toEqual({
      totalChats: 1,
      escalations: 0,
      resolved: 0,
      pending: 0,
    });
  });

  test('a rating counts on the day it came, for who resolved', () => {
    expect(observedFigures(of(marks(handled), 'bo', '2026-11-20')).csat).toBe(100);
    expect(performanceOf(of(marks(handled), 'bo', '2026-11-20'))).toMatchObject({
      ratings: 1,
      goodRatings: 1,
    });
  });

  test('an assigned ticket is pending on that day unless it was resolved by its end', () => {
    const open = handled.slice(0, 3);
    const nextDay = [...open, entry(day + 1, 'resolved', 'bo')];
    const sameDay = [...open, entry(600, 'resolved', 'bo')];
    const pendingOf = (history: HistoryEntry[]) =>
      observedFigures(of(marks(history), 'bo', '2026-11-19')).pending;
    expect([pendingOf(open), pendingOf(nextDay), pendingOf(sameDay)]).toEqual([1, 1, 0]);
  });

  test('the first breach is an escalation of who had the ticket then, once', () => {
    const clock = (name: 'first_response' | 'resolution', breached: number) => ({
      clock: name,
      cycle: 1,
      state: 'running' as const,
      startedAt: created,
      endedAt: null,
      targetMinutes: 60,
      elapsedMinutes: 100,
      dueAt: null,
      breachedAt: after(breached),
      breachedBefore: false,
      passed: [],
      next: null,
      estimate: null,
      spans: [],
    });
    const late = marks(handled.slice(0, 2), [clock('first_response', 120), clock('resolution', day + 60)]);
    expect(observedFigures(of(late, 'bo', '2026-11-19')).escalations).toBe(1);
    expect(observedFigures(of(late, 'bo', '2026-11-20')).escalations).toBe(0);
    expect(dayTotals(of(late, null, '2026-11-19'))).toMatchObject({
      created: 1,
      breached: 1,
      firstResponseBreached: 1,
    });
    expect(dayTotals(of(late, null, '2026-11-20'))).toMatchObject({
      created: 0,
      breached: 0,
      resolutionBreached: 1,
    });
  });

  test('resolved twice on a day counts once', () => {
    const again = [...handled, entry(70, 'reopened', 'ana', to('bo')), entry(90, 'resolved', 'bo')];
    expect(dayTotals(of(marks(again), null, '2026-11-19')).resolved).toBe(1);
    expect(observedFigures(of(marks(again), 'bo', '2026-11-19')).resolved).toBe(1);
  });
});
