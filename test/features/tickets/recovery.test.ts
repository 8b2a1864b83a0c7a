import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeModel } from '../../../src/features/journeys/model.ts';
import { beginIntake } from '../../../src/features/journeys/service/intake.ts';
import { applyManifests } from '../../../src/features/journeys/service/manifests.ts';
import { getPerson, reserve, setAvailability } from '../../../src/features/people/index.ts';
import {
  assignByHand,
  getTicket,
  hearRequester,
  historyOf,
  messagesOf,
  openTicket,
  replyToTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { eventModel, messageModel, ticketModel } from '../../../src/features/tickets/model.ts';
import { rereadConversations } from '../../../src/features/tickets/service/reread.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

const { ana, bo, cy, lead } = people;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await applyManifests(t.desk, t.workspace);
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
});
afterAll(() => t.stop());

let made = 0;
async function open(): Promise<Ticket> {
  made += 1;
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: `recovery ${made}` },
    subject: `Ticket ${made}`,
  });
  return until('the card', async () => {
    const ticket = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    return ticket.card && ticket.talk && ticket.pending.length === 0 ? ticket : null;
  });
}

const run = (name: string) => t.desk.jobs.runNow(name, t.workspace);
const again = ({ _id: ticketId }: Ticket) => getTicket(t.desk, { workspace: t.workspace, ticketId });

async function said(as: string, channel: string, thread: string, words: string): Promise<number> {
  return (await t.slack.messages(as, channel, thread)).filter((one) => JSON.stringify(one).includes(words))
    .length;
}

describe('a kill between the steps of', () => {
  test('a message: it is stored, the ticket does not know of it', async () => {
    const ticket = await open();
    const { workspace, _id: ticketId } = ticket;
    await messageModel(t.desk.database).create({
      _id: 'left alone',
      workspace,
      ticketId,
      kind: 'requester',
      author: ana,
      text: 'I was cut off.',
      at: new Date(t.clock.now().getTime() - 60_000),
      key: 'left alone',
    });
    await run('tickets.relay');
    await run('tickets.relay');
    await until(
      'the team reads it',
      async () => (await said(lead, channels.triage, ticket.card!.ts, 'I was cut off.')) === 1,
    );
    const history = await historyOf(t.desk, await again(ticket));
    expect(history.filter(({ messageId }) => messageId === 'left alone').length).toBe(1);
    await hearRequester(t.desk, { workspace, ticketId, by: ana, text: 'I was cut off.', key: 'left alone' });
    expect((await messagesOf(t.desk, { workspace, ticketId })).length).toBe(1);
  });

  test('a change: its entry is copied and told, but still lies with the ticket', async () => {
    const ticket = await open();
    const { workspace, _id: ticketId } = ticket;
    await replyToTicket(t.desk, { workspace, ticketId, by: bo, text: 'Told once.', key: 'told once' });
    await until(
      'it is told',
      async () => (await said(ana, ticket.talk!.channel, ticket.talk!.ts, 'Told once.')) === 1,
    );
    const entries = await eventModel(t.desk.database).find({ workspace, ticketId }).sort({ seq: 1 }).lean();
    const pending = entries.map(({ _id, workspace: _w, ticketId: _t, ...entry }) => entry);
    await ticketModel(t.desk.database).updateOne({ workspace, _id: ticketId }, { $set: { pending } });
    await run('tickets.relay');
    await t.quiet();
    expect((await again(ticket)).pending).toEqual([]);
    expect(await said(ana, ticket.talk!.channel, ticket.talk!.ts, 'Told once.')).toBe(1);
    expect((await historyOf(t.desk, await again(ticket))).length).toBe(entries.length);
  });

  test('an assignment: the ticket is written, the place is not settled', async () => {
    const ticket = await open();
    const { workspace, _id: ticketId } = ticket;
    await assignByHand(t.desk, { workspace, ticketId, by: lead, to: bo });
    await until('settled', async () => (await again(ticket)).pending.length === 0);
    const holds = async (userId: string) =>
      (await getPerson(t.desk, { workspace, userId })).held.find((one) => one.ticketId === ticketId);
    expect((await holds(bo))?.settled).toBe(true);
    await reserve(t.desk, { workspace, userId: cy, ticketId, enforceCapacity: false });
    const entry = { seq: 99, kind: 'assigned', at: new Date(), by: lead, holder: { from: cy, to: bo } };
    await ticketModel(t.desk.database).updateOne(
      { workspace, _id: ticketId },
      { $set: { pending: [entry] } },
    );
    await run('tickets.relay');
    expect(await holds(cy)).toBeUndefined();
    expect((await holds(bo))?.settled).toBe(true);
  });

  test('a merge: the first ticket is closed, the second does not know', async () => {
    const [from, into] = [await open(), await open()];
    const { workspace } = from;
    await hearRequester(t.desk, {
      workspace,
      ticketId: from._id,
      by: ana,
      text: 'Comes along.',
      key: 'comes along',
    });
    await ticketModel(t.desk.database).updateOne(
      { workspace, _id: from._id },
      { $set: { status: 'closed', mergedInto: into._id, changedAt: t.clock.now() } },
    );
    await run('tickets.merges');
    await run('tickets.merges');
    const messages = await messagesOf(t.desk, { workspace, ticketId: into._id });
    expect(messages.map(({ text }) => text)).toEqual(['Comes along.']);
    const history = await historyOf(t.desk, await again(into));
    expect(history.filter(({ kind }) => kind === 'absorbed').length).toBe(1);
  });

  test('an intake: it is finished, its ticket is not open', async () => {
    const { workspace } = t;
    const { intake } = await beginIntake(t.desk, { workspace, userId: ana, key: 'general-support' });
    await intakeModel(t.desk.database).updateOne(
      { workspace, _id: intake._id },
      {
        $set: {
          status: 'finished',
          finishedAt: t.clock.now(),
          at: null,
          answers: { topic: 'Other', summary: 'Cut off at the end', details: 'The process was killed.' },
        },
      },
    );
    await run('journeys.finish');
    await run('journeys.finish');
    const tickets = await ticketModel(t.desk.database)
      .find({ workspace, 'origin.kind': 'journey', 'origin.key': intake._id })
      .lean();
    expect(tickets.map(({ subject }) => subject)).toEqual(['Cut off at the end']);
  });

  test('a card: Slack has it, the ticket does not know', async () => {
    const ticket = await open();
    const { workspace, _id, number } = ticket;
    await t.quiet();
    await ticketModel(t.desk.database).updateOne({ workspace, _id }, { $set: { card: null } });
    await t.desk.database.connection
      .collection('outbox')
      .updateOne(
        { workspace, key: `ticket ${_id} card` },
        { $set: { state: 'waiting', attempts: 1, notBefore: new Date() } },
      );
    await until('the card is known again', async () => (await again(ticket)).card !== null);
    const cards = (await t.slack.messages(lead, channels.triage)).filter((one) =>
      one.text.startsWith(`T-${number} `),
    );
    expect(cards.length).toBe(1);
    expect((await again(ticket)).card?.ts).toBe(ticket.card?.ts);
  });
});

test('what Slack could not deliver is read again, once', async () => {
  const ticket = await open();
  const { workspace, _id: ticketId, talk } = ticket;
  await t.slack.act(ana, 'message', { channel: talk!.channel, thread_ts: talk!.ts, text: 'Known already.' });
  await t.slack.act(ana, 'message', {
    channel: talk!.channel,
    thread_ts: talk!.ts,
    text: 'Never delivered.',
  });
  await until('both are known', async () => (await messagesOf(t.desk, { workspace, ticketId })).length === 2);
  await messageModel(t.desk.database).deleteOne({ workspace, ticketId, text: 'Never delivered.' });
  await rereadConversations(t.desk, workspace, 'the first absence');
  await rereadConversations(t.desk, workspace, 'the second absence');
  await until('it is heard', async () => (await messagesOf(t.desk, { workspace, ticketId })).length === 2);
  await t.quiet();
  const texts = (await messagesOf(t.desk, { workspace, ticketId })).map(({ text }) => text);
  expect(texts.toSorted()).toEqual(['Known already.', 'Never delivered.']);
});

describe('an outage of Slack in the middle of changes', () => {
  test('leaves every card and conversation right, nothing doubled, nothing missing', async () => {
    const tickets = await Promise.all(Array.from({ length: 10 }, open));
    await t.slack.fault({ kind: 'outage', seconds: 3 });
    for (let round = 0; round < 4; round += 1)
      await Promise.all(
        tickets.map(({ workspace, _id: ticketId }, index) =>
          replyToTicket(t.desk, {
            workspace,
            ticketId,
            by: bo,
            text: `Answer ${round} of ${index}.`,
            key: `outage ${ticketId} ${round}`,
          }),
        ),
      );
    await t.quiet();
    for (const [index, ticket] of tickets.entries()) {
      const seen = (await t.slack.messages(ana, ticket.talk!.channel, ticket.talk!.ts)).flatMap(
        (one) => /Answer \d of \d+\./.exec(JSON.stringify(one.blocks))?.[0] ?? [],
      );
      expect(seen).toEqual([0, 1, 2, 3].map((round) => `Answer ${round} of ${index}.`));
      const cards = (await t.slack.messages(lead, channels.triage)).filter((one) =>
        one.text.startsWith(`T-${ticket.number} `),
      );
      expect(cards.length).toBe(1);
    }
    // Events that found no open socket in the outage were delivered again; that is what the test is about.
    await t.slack.forgetFailures();
  });
});
