import fc from 'fast-check';
import type { Policy } from '../../../src/features/sla/domain/types.ts';
import type { Change } from '../../../src/features/tickets/domain/change.ts';
import * as changes from '../../../src/features/tickets/domain/changes.ts';
import * as facts from '../../../src/features/tickets/domain/facts.ts';
import type { HistoryEntry } from '../../../src/features/tickets/domain/types.ts';
import { canUndo, undo } from '../../../src/features/tickets/domain/undo.ts';
import type { Priority, Ticket } from '../../../src/features/tickets/index.ts';
import { UserError } from '../../../src/platform/errors.ts';

const minute = 60_000;
export const start = Date.parse('2026-11-20T10:00:00Z');

export type Command =
  | { do: 'claim' | 'reply' | 'write' | 'wait' | 'resume' | 'resolve' | 'reopen' | 'cancel' | 'merge' }
  | { do: 'priority'; to: Priority; by: string }
  | { do: 'label'; tag: string }
  | { do: 'undo'; back: number };

/** Anything somebody may do to a ticket; what is not allowed then is left out. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      ...(['claim', 'reply', 'write', 'wait', 'resume', 'resolve', 'resolve', 'reopen'] as const),
    ),
  }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'merge' as const) }),
  fc.record({
    do: fc.constant('priority' as const),
    to: fc.constantFrom('urgent' as const, 'high' as const, 'medium' as const, 'low' as const),
    by: fc.constantFrom('lead', 'desk'),
  }),
  fc.record({ do: fc.constant('label' as const), tag: fc.constantFrom('gold', 'other') }),
  fc.record({ do: fc.constant('undo' as const), back: fc.nat(2) }),
  fc.record({ do: fc.constant('undo' as const), back: fc.constant(0) }),
);

/** Minutes of first response and resolution by priority; a ticket tagged `gold` is promised a third of both. */
const promised = { urgent: [20, 50], high: [40, 90], medium: [60, 150], low: [90, 240] } as const;
const share = (tags: readonly string[]) => (tags.includes('gold') ? 1 / 3 : 1);

const targets = (part: number): Policy['targets'] =>
  Object.fromEntries(
    Object.entries(promised).map(([priority, [first, resolution]]) => [
      priority,
      {
        first_response: Math.ceil(first * part),
        next_response: null,
        resolution: Math.ceil(resolution * part),
      },
    ]),
  ) as Policy['targets'];

export const policies: Partial<Policy>[] = [
  { key: 'gold', match: { tags: ['gold'] }, targets: targets(1 / 3) },
  { key: 'plain', targets: targets(1) },
];

function decide(
  ticket: Ticket,
  history: readonly HistoryEntry[],
  command: Command,
  now: Date,
): Change | null {
  const act = { by: 'bo', now };
  switch (command.do) {
    case 'claim':
      return changes.claim(ticket, act);
    case 'reply':
      return changes.reply(ticket, { ...act, messageId: 'reply' });
    case 'write':
      return changes.requesterWrote(ticket, { by: 'ana', now, messageId: 'words' });
    case 'wait':
      return changes.wait(ticket, { ...act, messageId: 'question' });
    case 'resume':
      return changes.resume(ticket, act);
    case 'resolve':
      return changes.resolve(ticket, act);
    case 'reopen':
      return changes.reopen(ticket, { by: 'ana', now, formerIsEligible: true });
    case 'cancel':
      return changes.cancel(ticket, act);
    case 'merge':
      return changes.mergeInto(ticket, { ...act, into: 'other', intoNumber: 2 });
    case 'priority':
      return facts.changePriority(ticket, { by: command.by, now, to: command.to });
    case 'label':
      return facts.relabel(ticket, {
        ...act,
        category: 'general',
        fields: {},
        watchers: [],
        tags: [command.tag],
      });
    case 'undo': {
      const seq = history.filter(canUndo).at(-1 - command.back)?.seq ?? 0;
      return undo(ticket, history, seq, act);
    }
  }
}

/** Carries commands out one after the other, leaving out what is refused. */
export function applied(steps: readonly { after: number; command: Command }[]) {
  const opened: HistoryEntry = {
    seq: 1,
    kind: 'opened',
    at: new Date(start),
    by: 'ana',
    status: { from: null, to: 'new' },
    priority: { from: null, to: 'medium' },
  };
  const history = [opened];
  let ticket = {
    _id: 't',
    number: 1,
    status: 'new',
    priority: 'medium',
    category: 'general',
    tags: [] as string[],
    subject: '',
    text: '',
    fields: {},
    watchers: [] as string[],
    requester: 'ana',
    assignee: null,
    lastAssignee: null,
    returns: [],
    mergedInto: null,
    firstReplyAt: null,
    mentionedAt: null,
    unmentioned: 0,
  } as unknown as Ticket;
  let end = 0;
  for (const { after, command } of steps) {
    end += after;
    try {
      const change = decide(ticket, history, command, new Date(start + end * minute));
      if (!change) continue;
      ticket = { ...ticket, ...change.set };
      history.push({ ...change.entry, seq: history.length + 1 });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return { ticket, history, end: end + 1 };
}

const minuteOf = ({ at }: HistoryEntry) => (at.getTime() - start) / minute;

/** The clocks of a history minute by minute; what is taken back is looked up, not carried along. */
export function slowReading(history: readonly HistoryEntry[], end: number, restartOnReopen: boolean) {
  const takenBack = new Map(
    history.flatMap((entry) =>
      entry.kind === 'undone' ? [[Number(entry.details?.of), minuteOf(entry)] as const] : [],
    ),
  );
  const standsAt = (at: number) => (entry: HistoryEntry) =>
    minuteOf(entry) <= at && (takenBack.get(entry.seq) ?? Number.POSITIVE_INFINITY) > at;
  const first = { used: 0, state: 'running', breach: null as number | null };
  const resolution = { used: 0, state: 'running', breach: null as number | null };
  const breaches: string[] = [];
  const resolutions: number[] = [];
  let status = 'new';
  for (let at = 0; at <= end; at += 1) {
    const past = history.filter(standsAt(at));
    const priority =
      past.findLast((entry) => entry.kind !== 'undone' && entry.priority && entry.by !== 'desk')?.priority
        ?.to ?? 'medium';
    const tags = (past.findLast(({ kind }) => kind === 'retagged')?.details?.tags ?? []) as string[];
    const [firstTarget, target] = promised[priority].map((each) => Math.ceil(each * share(tags))) as [
      number,
      number,
    ];
    const breach = (clock: typeof first, name: string, limit: number, when: number) => {
      if (clock.breach !== null || clock.used < limit) return;
      clock.breach = when;
      breaches.push(`${name} ${when}`);
    };
    const entry = history.find((each) => minuteOf(each) === at);
    const isPaused = () => status === 'waiting_on_customer';
    const judge = () => {
      if (first.state === 'running' && !isOver(status)) breach(first, 'first_response', firstTarget, at);
      if (resolution.state === 'running' && !isOver(status) && !isPaused())
        breach(resolution, 'resolution', target, at);
    };
    if (entry) {
      if (entry.status) status = entry.status.to;
      const isUndone = takenBack.has(entry.seq);
      const answers = entry.kind === 'replied' || entry.kind === 'waiting';
      // An end that stands has stopped the clock already; one that is taken back later has not.
      if (answers && first.state === 'running') first.state = 'met';
      if (entry.kind === 'resolved' && !isUndone) {
        resolutions.push(resolution.used);
        resolution.state = 'met';
        if (first.state === 'running') first.state = 'none';
      } else if (entry.kind === 'cancelled' || entry.kind === 'merged') {
        if (first.state === 'running') first.state = 'none';
        if (resolution.state === 'running') resolution.state = 'none';
      } else if (entry.kind === 'reopened') {
        resolution.state = 'running';
        if (restartOnReopen) Object.assign(resolution, { used: 0, breach: null });
      }
    }
    judge();
    if (at === end || isOver(status)) continue;
    if (first.state === 'running') first.used += 1;
    if (resolution.state === 'running' && !isPaused()) resolution.used += 1;
    // Used up at the end of this minute, under what is promised in it.
    const next = at + 1;
    if (first.state === 'running') breach(first, 'first_response', firstTarget, next);
    if (resolution.state === 'running' && !isPaused()) breach(resolution, 'resolution', target, next);
  }
  return {
    first: [first.state, first.used],
    resolution: [
      resolution.state === 'running' && status === 'waiting_on_customer' ? 'paused' : resolution.state,
      resolution.used,
    ],
    met: resolutions.length,
    resolutions: [resolutions[0] ?? null, resolutions.at(-1) ?? null],
    breaches: breaches.toSorted(),
  };
}

const isOver = (status: string) => ['resolved', 'closed', 'cancelled'].includes(status);
