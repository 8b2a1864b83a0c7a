import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observedFigures } from '../../../src/features/kpis/domain/fold.ts';
import { marksOf } from '../../../src/features/kpis/domain/marks.ts';
import type { HistoryEntry } from '../../../src/features/tickets/index.ts';

/** Checked by hand: over the hour that Berlin repeats, the end of the year, the other side of the date line, a night. */
const right = {
  created: ['2026-10-25', '2026-12-31', '2026-11-19', '2026-11-19'],
  rows: [
    ['bo', '2026-10-25', 1, 1, 0],
    ['nat', '2026-12-31', 1, 0, 1],
    ['nat', '2027-01-01', 0, 1, 0],
    ['sina', '2026-11-19', 0, 0, 1],
    ['sina', '2026-11-20', 1, 0, 0],
    ['kim', '2026-11-19', 1, 1, 0],
  ],
  kpis: {
    totalChats: 4,
    avgResponseTime: 3_150,
    csat: null,
    activeAgents: 4,
    escalations: 0,
    resolvedPercent: 60,
    pending: 2,
    avgChatDuration: null,
    salesConversion: null,
    avgQueueTime: 375,
  },
};

test.each(['UTC', 'America/New_York', 'Pacific/Apia'])(
  'figures on a machine in %s are the same',
  async (TZ) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/support/zone-figures.ts'], {
      env: { ...process.env, TZ },
    });
    expect(JSON.parse(stdout)).toEqual(right);
  },
);

test('what is observed is what a slow reading of all histories finds', () => {
  const agents = ['bo', 'cy', 'dee'] as const;
  const step = fc.record({
    kind: fc.constantFrom('assigned' as const, 'replied' as const, 'resolved' as const),
    agent: fc.constantFrom(...agents),
    minutes: fc.integer({ min: 1, max: 1_200 }),
  });
  const start = Date.parse('2026-12-30T00:00:00Z');
  const dayOf = (_: string | null, moment: Date) => moment.toISOString().slice(0, 10);
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 6 }), (all) => {
      const histories = all.map((steps): HistoryEntry[] => {
        let at = start;
        return steps.map(({ kind, agent, minutes }, index) => {
          at += minutes * 60_000;
          const assignee = kind === 'assigned' ? { assignee: { from: null, to: agent } } : {};
          return {
            seq: index + 1,
            kind,
            at: new Date(at),
            by: kind === 'assigned' ? 'desk' : agent,
            ...assignee,
          };
        });
      });
      const marks = histories.flatMap((history) =>
        marksOf(
          { ticket: { createdAt: new Date(start) }, history, clocks: [], resolutionMinutes: null },
          dayOf,
        ),
      );
      for (const agent of agents)
        for (const day of ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']) {
          const ofDay = marks.filter((mark) => mark.agent === agent && mark.day === day);
          const figures = observedFigures(ofDay);
          if (ofDay.length === 0) {
            expect(figures).toEqual({});
            continue;
          }
          const on = (entry: HistoryEntry) => dayOf(null, entry.at) === day;
          const tickets = (check: (entry: HistoryEntry, history: HistoryEntry[], index: number) => boolean) =>
            histories.filter((history) =>
              history.some((entry, index) => on(entry) && check(entry, history, index)),
            ).length;
          expect(figures.totalChats).toBe(tickets(({ kind, by }) => kind === 'replied' && by === agent));
          expect(figures.resolved).toBe(tickets(({ kind, by }) => kind === 'resolved' && by === agent));
          const lastAssignment = (history: HistoryEntry[]) =>
            history.findLastIndex((entry) => on(entry) && entry.assignee?.to === agent);
          const pending = histories.filter((history) => {
            const index = lastAssignment(history);
            if (index < 0) return false;
            const end = history.slice(index + 1).find(({ kind }) => kind === 'resolved');
            return !end || dayOf(null, end.at) > day;
          });
          expect(figures.pending).toBe(pending.length);
          const waits = histories.flatMap((history) => {
            const first = history.find((entry) => entry.assignee);
            return first && on(first) && first.assignee?.to === agent
              ? [(first.at.getTime() - start) / 1_000]
              : [];
          });
          const mean = waits.length > 0 ? waits.reduce((a, b) => a + b, 0) / waits.length : undefined;
          if (mean === undefined) expect(figures.avgQueueTime).toBeUndefined();
          else expect(figures.avgQueueTime).toBeCloseTo(mean, 6);
        }
    }),
    { numRuns: 60 },
  );
});
