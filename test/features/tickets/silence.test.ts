import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import {
  askRequester,
  assignByHand,
  changePriority,
  getTicket,
  hearRequester,
  historyOf,
  moveTicket,
  openTicket,
} from '../../../src/features/tickets/index.ts';
import { remindSilent } from '../../../src/features/tickets/jobs.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { meanwhile } from '../assignment/support.ts';

const { ana, bo, cy, lead } = people;

let t: TestDesk;
let ticketId: string;
beforeAll(async () => {
  t = await startTestDesk({ start: '2026-11-16T09:00:00+01:00' });
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
  const { workspace } = t;
  ({ _id: ticketId } = await openTicket(t.desk, {
    workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'silence' },
    subject: 'Silence',
  }));
  await assignByHand(t.desk, { workspace, ticketId, by: lead, to: bo });
  await askRequester(t.desk, { workspace, ticketId, by: bo, text: 'Which colour?', key: 'question' });
});
afterAll(() => t.stop());

/** Reminders alone: what is resolved after five days is not looked at here. */
const remind = () => remindSilent(t.desk, t.workspace);
const sweep = () => t.desk.jobs.runNow('tickets.silence', t.workspace);
const ticket = () => getTicket(t.desk, { workspace: t.workspace, ticketId });
const kinds = async () => (await historyOf(t.desk, await ticket())).map(({ kind }) => kind);

test('what comes in the minutes after a mention is told in one more, once', async () => {
  const { desk, workspace, slack } = t;
  const { _id } = await openTicket(desk, {
    workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'many words' },
    subject: 'Many words',
  });
  await assignByHand(desk, { workspace, ticketId: _id, by: lead, to: bo });
  const hear = (text: string) => hearRequester(desk, { workspace, ticketId: _id, by: ana, text, key: text });
  for (const text of ['First words', 'Second words', 'Third words']) await hear(text);
  const bundles = () => desk.jobs.runNow('tickets.bundles', workspace);
  const thread = async () => {
    await t.quiet();
    const { card } = await getTicket(desk, { workspace, ticketId: _id });
    return card ? slack.messages(lead, card.channel, card.ts) : [];
  };
  const mentions = async () =>
    (await thread()).map((one) => JSON.stringify(one.blocks)).filter((text) => text.includes(`<@${bo}>`));
  await slack.until('the words are there', async () =>
    JSON.stringify(await thread()).includes('Third words'),
  );
  await bundles();
  expect(await mentions()).toHaveLength(2);
  t.clock.skip({ minutes: 5 });
  await bundles();
  await bundles();
  const told = await slack.until('the bundle', async () => {
    const all = await mentions();
    return all.length > 2 ? all : null;
  });
  expect(told).toHaveLength(3);
  expect(told[2]).toContain('the requester wrote 2 more messages.');
  await hear('Fourth words');
  await slack.until('words after it', async () => JSON.stringify(await thread()).includes('Fourth words'));
  expect(await mentions()).toHaveLength(3);
  // Whoever acts on the ticket has seen them, even by a change that moves nothing.
  await changePriority(desk, { workspace, ticketId: _id, by: cy, to: 'high' });
  expect((await getTicket(desk, { workspace, ticketId: _id })).unmentioned).toBe(1);
  await changePriority(desk, { workspace, ticketId: _id, by: bo, to: 'urgent' });
  expect(await getTicket(desk, { workspace, ticketId: _id })).toMatchObject({
    unmentioned: 0,
    mentionDueAt: null,
  });
});

test('who does not answer is reminded once after 2 days, however many were reminded before', async () => {
  const Ticket = ticketModel(t.desk.database);
  const { workspace, ...waiting } = await ticket();
  const reminded = Array.from({ length: 200 }, (_, index) => ({
    ...waiting,
    _id: `reminded ${index}`,
    number: 5_000 + index,
    origin: { kind: 'rest', key: `reminded ${index}` },
    waitingSince: new Date(0),
    remindedAt: new Date(0),
    pending: [],
  }));
  await Ticket.collection.insertMany(reminded.map((each) => ({ workspace, ...each })) as never[]);
  t.clock.skip({ days: 1, hours: 23 });
  await remind();
  expect(await kinds()).not.toContain('reminded');
  t.clock.skip({ hours: 2 });
  await remind();
  await remind();
  await Ticket.deleteMany({ workspace, number: trusted({ $gte: 5_000 }) });
  expect((await kinds()).filter((kind) => kind === 'reminded').length).toBe(1);
});

test('after 5 days the ticket is resolved, after 3 more silent ones closed', async () => {
  t.clock.skip({ days: 3, hours: 1 });
  await sweep();
  expect((await ticket()).status).toBe('resolved');
  t.clock.skip({ days: 2 });
  await hearRequester(t.desk, {
    workspace: t.workspace,
    ticketId,
    by: ana,
    text: 'Thank you',
    key: 'thanks',
  });
  t.clock.skip({ days: 1, hours: 1 });
  await sweep();
  expect((await ticket()).status).toBe('resolved');
  t.clock.skip({ days: 2 });
  await sweep();
  expect((await ticket()).status).toBe('closed');
});

/** What the requester or the agent does after a sweep has read what is due counts, and not what the sweep has read. */
describe('who acts while the sweep is on its way to their ticket', () => {
  type Act = Parameters<typeof hearRequester>[1];

  const asked = async (key: string) => {
    const { desk, workspace } = t;
    const origin = { kind: 'rest' as const, key };
    const { _id } = await openTicket(desk, { workspace, requester: ana, origin, subject: key });
    await assignByHand(desk, { workspace, ticketId: _id, by: lead, to: bo });
    await askRequester(desk, { workspace, ticketId: _id, by: bo, text: 'Which size?', key: `${key} ask` });
    await desk.events.settled();
    await t.quiet();
    return _id;
  };
  const answer = (act: Pick<Act, 'ticketId' | 'key'>) =>
    hearRequester(t.desk, { workspace: t.workspace, by: ana, text: 'Large', ...act });
  const found = (_id: string) => getTicket(t.desk, { workspace: t.workspace, ticketId: _id });

  test('answers and is asked something else: nobody is reminded of it yet', async () => {
    const { desk, workspace } = t;
    const asking = await asked('asked again');
    t.clock.skip({ days: 2, hours: 1 });
    const act = async () => {
      await answer({ ticketId: asking, key: 'answered' });
      await askRequester(desk, { workspace, ticketId: asking, by: bo, text: 'And in red?', key: 'again' });
    };
    await meanwhile(desk, act, remind);
    expect(await found(asking)).toMatchObject({ status: 'waiting_on_customer', remindedAt: null });
    await moveTicket(desk, { workspace, ticketId: asking, by: bo, move: 'resolve' });
  });

  test('answers: the ticket is not resolved', async () => {
    const answered = await asked('answered late');
    t.clock.skip({ days: 2, hours: 1 });
    await remind();
    t.clock.skip({ days: 3 });
    await meanwhile(t.desk, () => answer({ ticketId: answered, key: 'at last' }), sweep);
    expect(await found(answered)).toMatchObject({ status: 'in_progress', resolvedAt: null });
  });

  test('writes on what is resolved: the ticket is not closed', async () => {
    const { desk, workspace } = t;
    const resolved = await asked('resolved');
    await moveTicket(desk, { workspace, ticketId: resolved, by: bo, move: 'resolve' });
    await desk.events.settled();
    await t.quiet();
    t.clock.skip({ days: 3, hours: 1 });
    await meanwhile(desk, () => answer({ ticketId: resolved, key: 'thanks again' }), sweep);
    expect(await found(resolved)).toMatchObject({ status: 'resolved', closedAt: null });
  });
});
