import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocksFromHistory } from '../../../src/features/sla/domain/clocks.ts';
import type { Clock } from '../../../src/features/sla/domain/types.ts';
import { holderOf } from '../../../src/features/tickets/index.ts';
import { policy, subject } from './history.ts';
import { anyCommand, applied, type Command, policies, slowReading, start } from './undo.ts';

const minute = 60_000;

const undo = { do: 'undo', back: 0 } as const;

/** Each kind of change that can be taken back, at least once. */
const examples = (
  [
    [undo],
    [{ do: 'resolve' }, undo],
    [{ do: 'resolve' }, { do: 'reply' }, undo],
    [{ do: 'wait' }, undo],
    [{ do: 'wait' }, { do: 'resume' }, undo],
    [{ do: 'priority', to: 'low', by: 'lead' }, undo],
    [{ do: 'label', tag: 'gold' }, undo],
  ] as Command[][]
).map((list): [{ after: number; command: Command }[], boolean] => [
  list.map((each) => ({ after: 30, command: each })),
  true,
]);

describe('clocks over random commands, some of them taken back', () => {
  it('are what counting every minute gives, and so are times, places and what the ticket says', () => {
    const undone = new Set<unknown>();
    fc.assert(
      fc.property(
        fc.array(fc.record({ after: fc.integer({ min: 1, max: 40 }), command: anyCommand }), {
          maxLength: 12,
        }),
        fc.boolean(),
        (steps, restartOnReopen) => {
          const { ticket, history, end } = applied([{ after: 1, command: { do: 'claim' } }, ...steps]);
          for (const { kind, details } of history) if (kind === 'undone') undone.add(details?.kind);
          const { clocks, firstResolutionMinutes, totalResolutionMinutes } = clocksFromHistory(
            history,
            subject({ createdAt: new Date(start), tags: ticket.tags }),
            [{ since: new Date(0), policies: policies.map((each) => policy({ ...each, restartOnReopen })) }],
            new Date(start + end * minute),
          );
          const last = (name: Clock['clock']) => {
            const found = clocks.findLast(({ clock }) => clock === name);
            return [found?.state, Math.round(found?.elapsedMinutes ?? -1)];
          };
          expect({
            first: last('first_response'),
            resolution: last('resolution'),
            met: clocks.filter(({ clock, state }) => clock === 'resolution' && state === 'met').length,
            resolutions: [firstResolutionMinutes, totalResolutionMinutes],
            breaches: clocks
              .filter(({ breachedBefore }) => !breachedBefore)
              .flatMap(({ clock, breachedAt }) =>
                breachedAt ? [`${clock} ${(breachedAt.getTime() - start) / minute}`] : [],
              )
              .toSorted(),
          }).toEqual(slowReading(history, end, restartOnReopen));
          const holder = history.reduce<string | null>(
            (held, entry) => (entry.holder ? entry.holder.to : held),
            null,
          );
          expect(holder).toBe(holderOf(ticket.status, ticket.assignee));
          expect(ticket.resolvedAt ?? null).toEqual(
            ticket.status === 'resolved' ? history.findLast(({ status }) => status)?.at : null,
          );
        },
      ),
      { numRuns: 300, examples },
    );
    const kinds = ['claimed', 'priority_changed', 'resolved', 'resumed', 'retagged', 'waiting'];
    expect([...undone]).toEqual(expect.arrayContaining(kinds));
  });
});
