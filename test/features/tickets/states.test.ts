import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, TicketState } from '../../../src/features/tickets/domain/change.ts';
import * as changes from '../../../src/features/tickets/domain/changes.ts';
import { rate } from '../../../src/features/tickets/domain/facts.ts';
import { holderOf } from '../../../src/features/tickets/domain/move.ts';
import {
  nextStatus,
  STATUSES,
  TICKET_EVENTS,
  type TicketEvent,
  type TicketStatus,
  usesCapacity,
} from '../../../src/features/tickets/domain/states.ts';
import type { Ticket } from '../../../src/features/tickets/domain/types.ts';
import { canUndo, undo } from '../../../src/features/tickets/domain/undo.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { anyCommand, applied } from '../sla/undo.ts';
import { explainsItself } from './legal.ts';

/**
 * docs/rules/tickets.md, said once more by hand: columns in the order of TICKET_EVENTS, `.` refused, else the status's
 * initial.
 */
const EXPECTED: Record<TicketStatus, string> = {
  //                   assign claim aReply oReply reqWr return wait resume resolve reopA reopQ close cancel merge
  new: 'A I . N N . . . . . . . X C',
  assigned: 'A I I A A N W I R . . . X C',
  in_progress: 'A . I I I N W . R . . . X C',
  waiting_on_customer: 'A . W W I N . I R . . . X C',
  resolved: '. . R R R . . . . A N C . .',
  closed: '. . . . . . . . . A N . . .',
  cancelled: '. . . . . . . . . . . . . .',
};
const INITIALS: Record<string, TicketStatus> = {
  N: 'new',
  A: 'assigned',
  I: 'in_progress',
  W: 'waiting_on_customer',
  R: 'resolved',
  C: 'closed',
  X: 'cancelled',
};

const cases = STATUSES.flatMap((status) =>
  EXPECTED[status]
    .split(' ')
    .map((initial, index): [TicketStatus, TicketEvent, TicketStatus | null] => [
      status,
      TICKET_EVENTS[index]!,
      INITIALS[initial] ?? null,
    ]),
);

describe('the states of a ticket', () => {
  test('every status and every event is in the table', () => {
    expect(cases.length).toBe(STATUSES.length * TICKET_EVENTS.length);
  });

  test.each(cases)('%s + %s → %s', (status, event, to) => {
    expect(nextStatus(status, event)).toBe(to);
  });

  test('only assigned and in progress use capacity', () => {
    expect(STATUSES.filter(usesCapacity)).toEqual(['assigned', 'in_progress']);
  });
});

/** Every act of the domain, and the event of the table that it is. */
const DECISIONS: Partial<Record<TicketEvent, (ticket: TicketState, now: Date) => Change>> = {
  assign: (ticket, now) => changes.assign(ticket, { by: 'lead', now, to: 'cy' }),
  claim: (ticket, now) => changes.claim(ticket, { by: ticket.assignee ?? 'bo', now }),
  assigneeReplied: (ticket, now) => changes.reply(ticket, { by: 'bo', now, messageId: 'm' }),
  otherReplied: (ticket, now) => changes.reply(ticket, { by: 'dee', now, messageId: 'm' }),
  requesterWrote: (ticket, now) => changes.requesterWrote(ticket, { by: 'ana', now, messageId: 'm' }),
  return: (ticket, now) => changes.giveBack(ticket, { by: 'bo', now, why: 'test' }),
  wait: (ticket, now) => changes.wait(ticket, { by: 'bo', now, messageId: 'm' }),
  resume: (ticket, now) => changes.resume(ticket, { by: 'bo', now }),
  resolve: (ticket, now) => changes.resolve(ticket, { by: 'bo', now }),
  reopenToAgent: (ticket, now) => changes.reopen(ticket, { by: 'ana', now, formerIsEligible: true }),
  reopenToQueue: (ticket, now) => changes.reopen(ticket, { by: 'ana', now, formerIsEligible: false }),
  close: (ticket, now) => changes.close(ticket, { by: 'desk', now }),
  cancel: (ticket, now) => changes.cancel(ticket, { by: 'ana', now }),
  merge: (ticket, now) => changes.mergeInto(ticket, { by: 'bo', now, into: 'x', intoNumber: 1002 }),
};

describe('every decision in every status', () => {
  const now = new Date('2026-11-20T09:00:00Z');
  const inStatus = (status: TicketStatus): Ticket =>
    ({
      ...{ number: 1001, status, assignee: status === 'new' ? null : 'bo', lastAssignee: 'bo' },
      ...{ requester: 'ana', priority: 'medium', firstReplyAt: null, mentionedAt: null, mentionDueAt: null },
      ...{ unmentioned: 0, mergedInto: null, rating: null, returns: [], explanation: null },
    }) as unknown as Ticket;

  const leadsOutOfWaiting = Object.entries(DECISIONS).filter(([event]) => {
    const to = nextStatus('waiting_on_customer', event as TicketEvent);
    return to !== null && to !== 'waiting_on_customer';
  });
  test.each(leadsOutOfWaiting)('%s out of waiting ends the wait', (_, decide) => {
    const ticket = { ...inStatus('waiting_on_customer'), waitingSince: now };
    expect(decide(ticket, now).set).toMatchObject({ waitingSince: null, remindedAt: null });
  });
  // Without an assignee a reply is another's: nobody is there who could be the assignee.
  const each = cases.filter(([status, event]) => !(status === 'new' && event === 'assigneeReplied'));

  test.each(each)('%s + %s leads to %s, with an entry that says so', (status, event, to) => {
    const ticket = inStatus(status);
    const decide = () => DECISIONS[event]!(ticket, now);
    if (to === null) {
      expect(decide).toThrow(UserError);
      return;
    }
    const { set, entry } = decide();
    const after = { ...ticket, ...set };
    expect(after.status).toBe(to);
    expect(entry.status).toEqual(to === status ? undefined : { from: status, to });
    expect(entry.assignee ? entry.assignee.to : ticket.assignee).toBe(after.assignee);
    const holder = {
      from: holderOf(status, ticket.assignee),
      to: holderOf(to, after.assignee),
    };
    expect(entry.holder).toEqual(holder.from === holder.to ? undefined : holder);
    expect(after.status === 'new').toBe(after.assignee === null && to !== 'cancelled' && to !== 'closed');
    if (!canUndo(entry)) return;
    const done = { ...entry, seq: 2 };
    const undone = undo(after, [done], 2, { by: entry.by, now });
    expect({ ...after, ...undone.set }).toMatchObject({ status, assignee: ticket.assignee });
    const again = { ...undone.entry, seq: 3 };
    expect(() => undo({ ...after, ...undone.set }, [done, again], 2, { by: entry.by, now })).toThrow(
      /already/,
    );
  });
});

describe('random decisions', () => {
  test('move only as tickets may, and each begins where the last one left off', () => {
    const step = fc.record({ after: fc.constant(1), command: anyCommand });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { ticket, history } = applied([{ after: 1, command: { do: 'claim' } }, ...steps]);
        for (const [index, entry] of history.entries()) explainsItself(entry, history.slice(0, index));
        expect(history.findLast(({ status }) => status)?.status?.to).toBe(ticket.status);
        if (ticket.status === 'new') expect(ticket.assignee).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

describe('decisions', () => {
  const now = new Date('2026-11-20T09:00:00Z');
  const ticket = (rest: Partial<TicketState> = {}): TicketState => ({
    number: 1001,
    status: 'new',
    assignee: null,
    lastAssignee: null,
    requester: 'ana',
    priority: 'medium',
    firstReplyAt: null,
    mentionedAt: null,
    mentionDueAt: null,
    unmentioned: 0,
    mergedInto: null,
    rating: null,
    estimate: null,
    returns: [],
    ...rest,
  });

  test('a claim by the second names the first', () => {
    const taken = ticket({ status: 'in_progress', assignee: 'bo' });
    expect(() => changes.claim(taken, { by: 'cy', now })).toThrow(changes.AlreadyTaken);
    try {
      changes.claim(taken, { by: 'cy', now });
    } catch (error) {
      expect((error as changes.AlreadyTaken).winner).toBe('bo');
    }
  });

  test('nobody works on a request of their own', () => {
    expect(() => changes.claim(ticket(), { by: 'ana', now })).toThrow(/request of your own/);
    expect(() => changes.assign(ticket(), { by: 'lead', now, to: 'ana' })).toThrow(/request of your own/);
  });

  test('the assignee’s first reply starts the work, another’s does not', () => {
    const assigned = ticket({ status: 'assigned', assignee: 'bo' });
    expect(changes.reply(assigned, { by: 'bo', now, messageId: 'm' }).set.status).toBe('in_progress');
    expect(changes.reply(assigned, { by: 'cy', now, messageId: 'm' }).set.status).toBeUndefined();
  });

  test('the first reply is noted once', () => {
    const assigned = ticket({ status: 'assigned', assignee: 'bo' });
    expect(changes.reply(assigned, { by: 'cy', now, messageId: 'm' }).set.firstReplyAt).toEqual(now);
    const answered = ticket({ status: 'in_progress', assignee: 'bo', firstReplyAt: new Date(0) });
    expect(changes.reply(answered, { by: 'bo', now, messageId: 'm' }).set.firstReplyAt).toBeUndefined();
  });

  test('messages within five minutes mention the assignee once', () => {
    const busy = ticket({ status: 'in_progress', assignee: 'bo' });
    const first = changes.requesterWrote(busy, { by: 'ana', now, messageId: 'm' });
    expect(first.entry.details?.mention).toBe(true);
    const at = (minutes: number) =>
      changes.requesterWrote(
        { ...busy, mentionedAt: now },
        { by: 'ana', now: new Date(now.getTime() + minutes * 60_000), messageId: 'm' },
      ).entry.details?.mention ?? false;
    expect([at(4), at(5)]).toEqual([false, true]);
  });

  test('what comes in the five minutes after a mention is told together when they are over, unless the ticket ends', () => {
    const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const busy = ticket({ status: 'in_progress', assignee: 'bo', mentionedAt: now });
    const second = changes.requesterWrote(busy, { by: 'ana', now: later(1), messageId: 'm' });
    expect(second.set).toMatchObject({ mentionDueAt: later(5), unmentioned: 1 });
    const waiting = { ...busy, ...second.set } as TicketState;
    const third = changes.requesterWrote(waiting, { by: 'ana', now: later(2), messageId: 'm' });
    expect(third.set).toMatchObject({ mentionDueAt: later(5), unmentioned: 2 });
    const both = { ...waiting, ...third.set } as TicketState;
    expect(changes.bundle(both, later(4))).toBeNull();
    const told = changes.bundle(both, later(5));
    expect(told?.entry.details).toEqual({ count: 2 });
    expect(changes.bundle({ ...both, ...told?.set } as TicketState, later(60))).toBeNull();
    for (const over of [
      changes.cancel(both, { by: 'ana', now }),
      changes.mergeInto(both, { by: 'lead', now, into: 'x', intoNumber: 1 }),
    ])
      expect(over.set).toMatchObject({ mentionDueAt: null, unmentioned: 0 });
    expect(changes.reply(both, { by: 'cy', now: later(3), messageId: 'm' }).set.unmentioned).toBeUndefined();
    expect(changes.assign(both, { by: 'lead', now: later(3), to: 'cy' }).set).toMatchObject({
      mentionedAt: null,
      unmentioned: 0,
    });
  });

  test('a return needs a reason', () => {
    const mine = ticket({ status: 'in_progress', assignee: 'bo' });
    expect(() => changes.giveBack(mine, { by: 'bo', now, why: ' ' })).toThrow(/Say why/);
    expect(changes.giveBack(mine, { by: 'bo', now, why: 'sick' }).entry.holder).toEqual({
      from: 'bo',
      to: null,
    });
  });

  test('reopening goes to the former assignee only when eligible', () => {
    const done = ticket({ status: 'resolved', assignee: 'bo', lastAssignee: 'bo' });
    expect(changes.reopen(done, { by: 'ana', now, formerIsEligible: true }).set.status).toBe('assigned');
    const queued = changes.reopen(done, { by: 'ana', now, formerIsEligible: false });
    expect(queued.set).toMatchObject({ status: 'new', assignee: null });
  });

  test('a merged ticket is not reopened', () => {
    const merged = ticket({ status: 'closed', mergedInto: 'x' });
    expect(() => changes.reopen(merged, { by: 'bo', now, formerIsEligible: false })).toThrow(/merged/);
  });

  test.each([0, 6, 2.5, Number.NaN])('a rating of %s is refused', (score) => {
    expect(() => rate(ticket({ status: 'resolved' }), { by: 'ana', now, score })).toThrow(/1 to 5/);
  });

  test('waiting and the end free the place, reopening takes it', () => {
    const held = ticket({ status: 'in_progress', assignee: 'bo' });
    expect(changes.wait(held, { by: 'bo', now }).entry.holder).toEqual({ from: 'bo', to: null });
    expect(changes.resolve(held, { by: 'bo', now }).entry.holder).toEqual({ from: 'bo', to: null });
    const answered = changes.requesterWrote(ticket({ status: 'waiting_on_customer', assignee: 'bo' }), {
      by: 'ana',
      now,
      messageId: 'm',
    });
    expect(answered.entry.holder).toEqual({ from: null, to: 'bo' });
  });
});
