import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPerson, setAvailability, setRoles, updateProfile } from '../../../src/features/people/index.ts';
import {
  askRequester,
  assignByHand,
  changePriority,
  claimTicket,
  DESK,
  getTicket,
  type HistoryEntry,
  hearRequester,
  historyOf,
  holderOf,
  isOpen,
  moveTicket,
  openTicket,
  PRIORITIES,
  reopenTicket,
  replyToTicket,
  returnTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { linkTickets, mergeTicket } from '../../../src/features/tickets/service/join.ts';
import { addNote } from '../../../src/features/tickets/service/talk.ts';
import { undoChange } from '../../../src/features/tickets/service/undo.ts';
import {
  commentTicket,
  estimateTicket,
  rateTicket,
  relabelTicket,
} from '../../../src/features/tickets/service/work.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { explainsItself } from './legal.ts';

const { ana, bo, cy, dee, lead } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  for (const userId of [bo, cy, dee, lead]) {
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
    await updateProfile(t.desk, { workspace: t.workspace, userId, profile: { capacity: 1000 } });
  }
});
afterAll(() => t.stop());

let made = 0;
function open(): Promise<Ticket> {
  made += 1;
  return openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: `many ${made}` },
    subject: `Ticket ${made}`,
  });
}

describe('many at once', () => {
  test('the same request opens one ticket however often it comes', async () => {
    const input = {
      workspace: t.workspace,
      requester: ana,
      origin: { kind: 'rest' as const, key: 'the same' },
      subject: 'Once',
    };
    const tickets = await Promise.all(Array.from({ length: 20 }, () => openTicket(t.desk, input)));
    expect(new Set(tickets.map(({ _id }) => _id)).size).toBe(1);
  });

  test('ten changes in a moment leave one card that shows the last', async () => {
    const { _id: ticketId } = await open();
    for (let round = 0; round < 10; round += 1)
      await changePriority(t.desk, {
        workspace: t.workspace,
        ticketId,
        by: lead,
        to: PRIORITIES[round % 2 === 0 ? 0 : 3],
      });
    const { priority } = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    expect(priority).toBe('low');
    const { card } = await until('the card', async () => {
      const ticket = await getTicket(t.desk, { workspace: t.workspace, ticketId });
      return ticket.card ? ticket : null;
    });
    await t.slack.until('the last state', async () => {
      const message = (await t.slack.messages(lead, String(card?.channel))).find(({ ts }) => ts === card?.ts);
      return JSON.stringify(message?.blocks).includes('▫️ Low');
    });
  });
});

/** Everything a team may do to a ticket, by random hands. */
const acts: Record<string, (ticketId: string, who: string, n: number) => Promise<unknown>> = {
  claim: (ticketId, by) => claimTicket(t.desk, { workspace: t.workspace, ticketId, by }),
  assign: (ticketId, to) =>
    assignByHand(t.desk, { workspace: t.workspace, ticketId, by: lead, to, why: 'test' }),
  reply: (ticketId, by, n) =>
    replyToTicket(t.desk, {
      workspace: t.workspace,
      ticketId,
      by,
      text: 'reply',
      key: `reply ${ticketId} ${n}`,
    }),
  hear: (ticketId, _, n) =>
    hearRequester(t.desk, {
      workspace: t.workspace,
      ticketId,
      by: ana,
      text: 'hear',
      key: `hear ${ticketId} ${n}`,
    }),
  giveBack: (ticketId, by) => returnTicket(t.desk, { workspace: t.workspace, ticketId, by, why: 'test' }),
  resume: (ticketId, by) => moveTicket(t.desk, { workspace: t.workspace, ticketId, by, move: 'resume' }),
  resolve: (ticketId, by) => moveTicket(t.desk, { workspace: t.workspace, ticketId, by, move: 'resolve' }),
  close: (ticketId, by) => moveTicket(t.desk, { workspace: t.workspace, ticketId, by, move: 'close' }),
  cancel: (ticketId, by) => moveTicket(t.desk, { workspace: t.workspace, ticketId, by, move: 'cancel' }),
  reopen: (ticketId, by) => reopenTicket(t.desk, { workspace: t.workspace, ticketId, by }),
  note: (ticketId, by, n) =>
    addNote(t.desk, { workspace: t.workspace, ticketId, by, text: 'note', key: `note ${ticketId} ${n}` }),
  ask: (ticketId, by, n) =>
    askRequester(t.desk, { workspace: t.workspace, ticketId, by, text: 'ask', key: `ask ${ticketId} ${n}` }),
  label: (ticketId, by, n) =>
    relabelTicket(t.desk, {
      workspace: t.workspace,
      ticketId,
      by,
      category: `c${n % 2}`,
      tags: [`t${n % 3}`],
      fields: { n: String(n % 2) },
      watchers: n % 2 ? [lead] : [],
    }),
  rate: (ticketId, _, n) =>
    rateTicket(t.desk, { workspace: t.workspace, ticketId, by: ana, score: (n % 5) + 1 }),
  undo: async (ticketId, by, n) => {
    const history = await historyOf(t.desk, await getTicket(t.desk, { workspace: t.workspace, ticketId }));
    const own = history.filter((entry) => entry.by === by);
    const { seq } = own[n % 3 === 0 ? 0 : own.length - 1] ?? { seq: 0 };
    await undoChange(t.desk, { workspace: t.workspace, ticketId, by, seq });
  },
  merge: async (ticketId, by, n) => {
    if (n % 3 > 0) return;
    const { number } = await open();
    await mergeTicket(t.desk, { workspace: t.workspace, ticketId, by, number: `T-${number}` });
  },
  absorb: async (ticketId, by, n) => {
    if (n % 3 > 0) return;
    const { _id } = await open();
    const { number } = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    await mergeTicket(t.desk, { workspace: t.workspace, ticketId: _id, by, number: `T-${number}` });
  },
  link: (ticketId, by) =>
    linkTickets(t.desk, { workspace: t.workspace, ticketId, by, number: `T-${neighbour.number}` }),
  unlink: (ticketId, by) =>
    linkTickets(t.desk, {
      workspace: t.workspace,
      ticketId,
      by,
      number: `T-${neighbour.number}`,
      linked: false,
    }),
  estimate: (ticketId, by, n) =>
    estimateTicket(t.desk, {
      workspace: t.workspace,
      ticketId,
      by,
      dueAt: n % 2 ? new Date(t.clock.now().getTime() + 3_600_000) : null,
    }),
  comment: (ticketId, _, n) =>
    commentTicket(t.desk, { workspace: t.workspace, ticketId, by: ana, comment: `Because ${n}` }),
  takenBack: (ticketId) =>
    returnTicket(t.desk, { workspace: t.workspace, ticketId, by: DESK, why: 'handover' }),
  cancelOwn: (ticketId) => moveTicket(t.desk, { workspace: t.workspace, ticketId, by: ana, move: 'cancel' }),
  reopenOwn: (ticketId) => reopenTicket(t.desk, { workspace: t.workspace, ticketId, by: ana }),
  raise: (ticketId, by, n) =>
    changePriority(t.desk, { workspace: t.workspace, ticketId, by, to: PRIORITIES[n % 4]! }),
};

const byBo = (name: string): [string, string] => [name, bo];
/** The first commands run at once, so what has an order comes after them. */
const START = ['assign', 'note', 'note', 'label'].map(byBo);
/** Ways that chance seldom finds. */
const ENDS = [
  ['resolve', 'hear', 'reply', 'undo', 'rate', 'comment'],
  ['ask', 'hear', 'resolve', 'close', 'reopenOwn', 'takenBack'],
  ['resolve', 'rate', 'reopen', 'link', 'cancelOwn', 'unlink', 'hear'],
];

/** A ticket that others are linked with. */
let neighbour: Ticket;

describe('random commands', () => {
  test('leave a legal ticket that its history explains, and the right load', async () => {
    for (const userId of [bo, cy, dee])
      await setRoles(t.desk, { workspace: t.workspace, userId, roles: ['agent'] });
    neighbour = await open();
    const command = fc.tuple(fc.constantFrom(...Object.keys(acts)), fc.constantFrom(bo, cy, dee));
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 18 }), async (commands) => {
        const { _id: ticketId } = await open();
        const run = async ([name, who]: [string, string], n: number) => {
          try {
            await acts[name]!(ticketId, who, n);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        };
        await run(commands[0]!, 0);
        await Promise.all(commands.slice(1, 4).map((one, index) => run(one, index + 1)));
        for (const [index, one] of commands.slice(4).entries()) await run(one, index + 4);
        await explains(await settled(ticketId));
      }),
      { numRuns: 16, examples: ENDS.map((names) => [[...START, ...names.map(byBo)]]) },
    );
  }, 120_000);
});

/** The ticket once its entries were carried on. */
function settled(ticketId: string): Promise<Ticket> {
  return until('the entries are carried on', async () => {
    const ticket = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    return ticket.pending.length === 0 ? ticket : null;
  });
}

/** Resolved and not opened again; closing does not change that. */
function wasResolved({ status }: Ticket, history: readonly HistoryEntry[]): boolean {
  const resolved = history.findLastIndex(({ kind }) => kind === 'resolved');
  const opened = history.findLastIndex(
    ({ status: moved }) => moved?.from === 'resolved' && moved.to !== 'closed',
  );
  return resolved > opened && (status === 'resolved' || status === 'closed');
}

async function explains(ticket: Ticket): Promise<void> {
  const history = await historyOf(t.desk, ticket);
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
  expect(history.length).toBe(ticket.rev);
  const last = <T>(pick: (entry: (typeof history)[number]) => { to: T } | undefined): T | undefined =>
    history.map(pick).findLast((change) => change !== undefined)?.to;
  expect(last(({ status }) => status)).toBe(ticket.status);
  expect(last(({ assignee }) => assignee) ?? null).toBe(ticket.assignee);
  expect(last(({ priority }) => priority)).toBe(ticket.priority);
  if (isOpen(ticket.status) && ticket.status !== 'new') expect(ticket.assignee).not.toBeNull();
  if (ticket.status === 'new') expect(ticket.assignee).toBeNull();
  expect(ticket.waitingSince !== null).toBe(ticket.status === 'waiting_on_customer');
  expect(ticket.resolvedAt !== null).toBe(wasResolved(ticket, history));
  expect(ticket.mergedInto !== null).toBe(history.some(({ kind }) => kind === 'merged'));
  for (const [index, entry] of history.entries()) explainsItself(entry, history.slice(0, index));
  const holder = holderOf(ticket.status, ticket.assignee);
  const { links } = await getTicket(t.desk, { workspace: t.workspace, ticketId: neighbour._id });
  expect(ticket.links.includes(neighbour._id), 'linked on one side').toBe(links.includes(ticket._id));
  for (const userId of [bo, cy, dee, lead]) {
    const { held, load } = await getPerson(t.desk, { workspace: t.workspace, userId });
    expect(held.some(({ ticketId }) => ticketId === ticket._id)).toBe(userId === holder);
    expect(load).toBe(held.length);
  }
}
