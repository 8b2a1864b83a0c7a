import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeModel } from '../../../src/features/journeys/model.ts';
import { beginIntake } from '../../../src/features/journeys/service/intake.ts';
import { applyManifests } from '../../../src/features/journeys/service/manifests.ts';
import { getPerson, reserve, setAvailability } from '../../../src/features/people/index.ts';
import { personModel } from '../../../src/features/people/model.ts';
import { keyOf } from '../../../src/features/tickets/domain/message-key.ts';
import { fileOfEvent, type SlackFile } from '../../../src/features/tickets/domain/slack-file.ts';
import {
  assignByHand,
  changePriority,
  getTicket,
  hearRequester,
  historyOf,
  messagesOf,
  replyToTicket,
  type Ticket,
  ticketOfThread,
} from '../../../src/features/tickets/index.ts';
import { eventModel, messageModel, ticketModel } from '../../../src/features/tickets/model.ts';
import { followTickets } from '../../../src/features/tickets/service/followers.ts';
import { placeMessage, settleLoose } from '../../../src/features/tickets/service/loose.ts';
import { relaySweep } from '../../../src/features/tickets/service/relay.ts';
import { rereadAll, rereadConversations } from '../../../src/features/tickets/service/reread-all.ts';
import { trusted } from '../../../src/platform/database/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { tryAgain } from '../../support/unrecorded.ts';
import { until } from '../../support/until.ts';
import { liveThroughOutage, open as openAndWait } from './outage.ts';

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
function open(): Promise<Ticket> {
  made += 1;
  return openAndWait(t, `recovery ${made}`);
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

  test('an edit: the message is changed, its copies are not asked to follow', async () => {
    const ticket = await open();
    const { workspace, _id: ticketId, talk, card } = ticket;
    const place = { channel: String(talk?.channel), thread_ts: String(talk?.ts) };
    await t.slack.act(ana, 'message', { ...place, text: 'As it was.' });
    await until(
      'the team reads it',
      async () => (await said(lead, channels.triage, card!.ts, 'As it was.')) === 1,
    );
    await t.quiet();
    await messageModel(t.desk.database).updateOne(
      { workspace, ticketId },
      { $set: { text: 'As it is now.', stale: true } },
    );
    await run('tickets.relay');
    await until(
      'the copy follows',
      async () => (await said(lead, channels.triage, card!.ts, 'As it is now.')) === 1,
    );
    expect(await messageModel(t.desk.database).exists({ workspace, stale: true })).toBeNull();
  });

  test('a claim: the ticket is theirs, their turn has not moved on', async () => {
    const ticket = await open();
    const { workspace, _id: ticketId } = ticket;
    await assignByHand(t.desk, { workspace, ticketId, by: lead, to: cy });
    await until('told', async () => (await again(ticket)).pending.length === 0);
    const { lastAssignedAt } = await getPerson(t.desk, { workspace, userId: cy });
    const [entry] = await eventModel(t.desk.database).find({ workspace, ticketId, kind: 'assigned' }).lean();
    const { _id, workspace: _w, ticketId: _t, ...assigned } = entry!;
    await personModel(t.desk.database).updateOne(
      { workspace, userId: cy },
      { $set: { lastAssignedAt: null } },
    );
    await ticketModel(t.desk.database).updateOne(
      { workspace, _id: ticketId },
      // Under a number of its own: the relay of the first may not have ended yet.
      { $set: { pending: [{ ...assigned, seq: 98 }] } },
    );
    await run('tickets.relay');
    const turn = (await getPerson(t.desk, { workspace, userId: cy })).lastAssignedAt;
    expect(turn?.getTime()).toBeGreaterThan(Number(lastAssignedAt) - 5_000);
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

  test.each([true, false])(
    'a link (there: %s): one side is written, the other does not know',
    async (there) => {
      const [one, other] = [await open(), await open()];
      const { workspace } = one;
      const Tickets = ticketModel(t.desk.database);
      const kind = there ? 'linked' : 'unlinked';
      const entry = { seq: 99, kind, at: t.clock.now(), by: lead, details: { to: other._id } };
      await Tickets.updateOne({ workspace, _id: other._id }, { $set: { links: there ? [] : [one._id] } });
      await Tickets.updateOne(
        { workspace, _id: one._id },
        { $set: { links: there ? [other._id] : [], pending: [entry] } },
      );
      await run('tickets.relay');
      await run('tickets.relay');
      expect((await again(other)).links).toEqual(there ? [one._id] : []);
      expect((await again(one)).links).toEqual(there ? [other._id] : []);
      for (const ticket of [one, other])
        expect(
          (await historyOf(t.desk, await again(ticket))).filter((each) => each.kind === kind),
        ).toHaveLength(1);
    },
  );

  test('a ticket from a message: it is open, its thread and its files do not know', async () => {
    const { workspace } = t;
    const asked = await t.slack.act(lead, 'message', {
      channel: channels.triage,
      text: 'Make a ticket of this.',
      files: [{ name: 'cut.txt', data: Buffer.from('cut').toString('base64') }],
    });
    const thread = { channel: channels.triage, ts: String(asked.message?.ts) };
    const files = (asked.message?.files ?? []).map((file) => fileOfEvent(file as SlackFile));
    const origin = { kind: 'message' as const, key: `${thread.channel} ${thread.ts}`, thread };
    const opened = { ...(await open()), _id: 'cut off', number: 90_001, origin, card: null, talk: null };
    const entry = {
      seq: 1,
      kind: 'opened',
      at: t.clock.now(),
      by: lead,
      details: { origin: 'message', files },
    };
    await ticketModel(t.desk.database).collection.insertOne({ ...opened, pending: [entry] } as never);
    await run('tickets.relay');
    await run('tickets.relay');
    await until('the thread has the number', () => said(lead, thread.channel, thread.ts, 'T-90001'));
    await t.quiet();
    expect(await said(lead, thread.channel, thread.ts, 'T-90001')).toBe(1);
    const kept = await messagesOf(t.desk, { workspace, ticketId: 'cut off' });
    expect(kept.map((message) => message.files.map(({ name }) => name))).toEqual([['cut.txt']]);
  });

  describe('words outside a thread', () => {
    const loose = () => t.desk.database.connection.collection('loose_messages');
    /** Words that ana wrote to the app, as Slack's event tells them. */
    async function wordsOf(text: string) {
      const { talk } = await open();
      const { message } = await t.slack.act(ana, 'message', { channel: talk!.channel, text });
      const source = { channel: talk!.channel, ts: String(message?.ts) };
      await until('they are answered', () => said(ana, source.channel, source.ts, 'Which request'));
      return { workspace: t.workspace, userId: ana, text, files: [], source, key: keyOf(source) };
    }

    test('they are kept, their writer was not asked', async () => {
      const words = await wordsOf('Kept and not asked.');
      const { channel, ts } = words.source;
      const outbox = t.desk.database.connection.collection('outbox');
      await outbox.deleteOne({ workspace: t.workspace, key: `loose ${words.key}` });
      await placeMessage(t.desk, words);
      await until('asked', async () => (await said(ana, channel, ts, 'Which request')) === 2);
      expect(await loose().countDocuments({ workspace: t.workspace, key: words.key })).toBe(1);
    });

    test('they are on the only ticket, their writer was not told, and has more tickets by now', async () => {
      const words = await wordsOf('Placed and not told.');
      const { _id: ticketId, number } = await open();
      await loose().deleteOne({ workspace: t.workspace, key: words.key });
      await hearRequester(t.desk, { ...words, ticketId, by: ana });
      const outbox = t.desk.database.connection.collection('outbox');
      await outbox.deleteOne({ workspace: t.workspace, key: `loose ${words.key}` });
      await placeMessage(t.desk, words);
      await until('told', () => said(ana, words.source.channel, words.source.ts, `Added to T-${number}`));
      expect(await loose().countDocuments({ workspace: t.workspace, key: words.key })).toBe(0);
    });

    test('the ticket is open, the words do not know where they went: another choice changes nothing', async () => {
      const words = await wordsOf('Opened and not noted.');
      const { workspace } = t;
      const kept = await loose().findOne({ workspace, key: words.key });
      const choose = (ticketId: string) =>
        settleLoose(t.desk, { workspace, looseId: String(kept?._id), by: ana, ticketId });
      const { _id } = await choose('new');
      await loose().updateOne({ workspace, key: words.key }, { $set: { ticketId: null } });
      expect((await choose((await open())._id))._id).toBe(_id);
      expect(await messageModel(t.desk.database).countDocuments({ workspace, key: words.key })).toBe(0);
    });
  });

  test('a card: Slack has it, the ticket does not know, and has changed since', async () => {
    const ticket = await open();
    const { workspace, _id, number } = ticket;
    await t.quiet();
    await ticketModel(t.desk.database).updateOne(
      { workspace, _id },
      { $set: { priority: 'urgent', card: null } },
    );
    await tryAgain(t, `ticket ${_id} card`);
    await until('the card is known again', async () => (await again(ticket)).card !== null);
    await t.quiet();
    const cards = (await t.slack.messages(lead, channels.triage)).filter((one) =>
      one.text.startsWith(`T-${number} `),
    );
    expect(cards.map(({ ts }) => ts)).toEqual([ticket.card?.ts]);
    expect((await again(ticket)).card?.ts).toBe(ticket.card?.ts);
    expect(JSON.stringify(cards[0]?.blocks)).toContain('Urgent');
  });
});

test('what is written under a card before the desk knows where that stands is sent', async () => {
  const ticket = await open();
  const { workspace, _id } = ticket;
  await t.quiet();
  await ticketModel(t.desk.database).updateOne({ workspace, _id }, { $set: { card: null } });
  const { channel, ts } = ticket.card!;
  await t.slack.act(bo, 'message', { channel, thread_ts: ts, text: '!On it already.' });
  await until('it was heard in vain', () =>
    t.desk.database.connection
      .collection('inbox')
      .findOne({ workspace, 'body.event.text': '!On it already.', attempts: { $gt: 0 } }),
  );
  await tryAgain(t, `ticket ${_id} card`);
  await until(
    'the requester reads it',
    async () => (await said(ana, ticket.talk!.channel, ticket.talk!.ts, 'On it already.')) === 1,
  );
});

test('who got a ticket that moved on before it could be told is named, and whoever has it is mentioned once', async () => {
  const ticket = await open();
  const { workspace, _id: ticketId } = ticket;
  await t.quiet();
  await t.slack.fault({ kind: 'ratelimited', method: 'chat.postMessage', seconds: 2, retryAfterSeconds: 2 });
  await assignByHand(t.desk, { workspace, ticketId, by: lead, to: bo, why: 'knows billing' });
  await assignByHand(t.desk, { workspace, ticketId, by: lead, to: cy, why: 'Bo is off' });
  await t.quiet();
  const texts = (await t.slack.messages(lead, ticket.card!.channel, ticket.card!.ts)).map(({ text }) => text);
  expect(texts.filter((text) => text.includes('knows billing'))).toEqual([expect.stringMatching(/^Bo/)]);
  expect(texts.filter((text) => text.includes(`<@${cy}>`))).toEqual([expect.stringContaining('Bo is off')]);
});

test('a file whose upload was not answered is shared once', async () => {
  const ticket = await open();
  const { workspace, _id: ticketId } = ticket;
  await t.quiet();
  await t.slack.fault({ kind: 'lost_answer', method: 'files.completeUploadExternal', times: 1 });
  const completed = async () => (await t.slack.calls('files.completeUploadExternal')).length;
  const before = await completed();
  const { channel, ts } = ticket.talk!;
  const data = Buffer.from('the bill').toString('base64');
  const files = [{ name: 'bill.txt', data }];
  await t.slack.act(ana, 'message', { channel, thread_ts: ts, text: 'The bill.', files });
  await until('it is uploaded', async () => (await completed()) > before);
  await t.slack.fault({ kind: 'server_error', method: 'files.info', times: 1 });
  const shared = async () =>
    (await t.slack.messages(lead, ticket.card!.channel, ticket.card!.ts)).filter((one) =>
      one.files?.some(({ name }) => name === 'bill.txt'),
    );
  await until('it is shared', async () => (await shared()).length > 0);
  await until('the delivery is over', async () => (await t.desk.outbox.waiting(workspace)) === 0);
  expect(await shared()).toHaveLength(1);
  expect((await messagesOf(t.desk, { workspace, ticketId }))[0]?.uploads).toHaveLength(1);
  // The fault of files.info.
  await t.slack.forgetFailures();
});

test('a card that Slack cannot update any more: one new card, and the old thread still counts', async () => {
  const ticket = await open();
  const { workspace, _id: ticketId } = ticket;
  const former = { channel: String(ticket.card?.channel), ts: String(ticket.card?.ts) };
  await (await t.desk.slack.client(workspace)).chat.delete(former);
  const cards = async () =>
    (await t.slack.messages(lead, channels.triage)).filter(({ text }) =>
      text.startsWith(`T-${ticket.number} `),
    );
  for (const [to, shown] of [
    ['high', 'High'],
    ['urgent', 'Urgent'],
  ] as const) {
    await changePriority(t.desk, { workspace, ticketId, by: lead, to });
    await until('a card shows it', async () => JSON.stringify(await cards()).includes(shown));
  }
  expect(await cards()).toHaveLength(1);
  expect((await ticketOfThread(t.desk, workspace, former))?.ticket._id).toBe(ticketId);
  // The update of a deleted card is what Slack refused.
  await t.slack.forgetFailures();
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
  await rereadConversations(t.desk, workspace, '1');
  await rereadConversations(t.desk, workspace, '2');
  await until('it is heard', async () => (await messagesOf(t.desk, { workspace, ticketId })).length === 2);
  await t.quiet();
  const texts = (await messagesOf(t.desk, { workspace, ticketId })).map(({ text }) => text);
  expect(texts.toSorted()).toEqual(['Known already.', 'Never delivered.']);
});

test('a budget of one call at a time is enough to read every thread again, and what changes meanwhile once more', async () => {
  const { workspace } = t;
  const tickets = [await open(), await open(), await open()];
  for (const { talk } of tickets)
    await t.slack.act(ana, 'message', { channel: talk!.channel, thread_ts: talk!.ts, text: 'Not heard.' });
  const heard = () => messageModel(t.desk.database).countDocuments({ workspace, text: 'Not heard.' });
  await until('all are known', async () => (await heard()) === tickets.length);
  await messageModel(t.desk.database).deleteMany({ workspace, text: 'Not heard.' });
  const client = await t.desk.slack.client(workspace);
  const read: string[] = [];
  let isAllowed = false;
  const call = async (method: string, args: Record<string, unknown>) => {
    isAllowed = !isAllowed;
    if (!isAllowed) throw new Error('no budget');
    read.push(`${args.channel} ${args.ts}`);
    return client.apiCall(method, args);
  };
  const payload = { asked: 1, since: '1' };
  let progress: Record<string, unknown> = {};
  const saveProgress = async (now: Record<string, unknown>) => {
    progress = structuredClone(now);
  };
  const out = { call } as unknown as Parameters<typeof rereadAll>[2];
  await until('all was read', async () => {
    await rereadAll(t.desk, { workspace, payload, progress, saveProgress }, out);
    return true;
  });
  expect(await heard()).toBe(tickets.length);
  for (const { talk, card } of tickets)
    for (const place of [talk, card])
      expect(read.filter((each) => each === `${place!.channel} ${place!.ts}`).length).toBeGreaterThan(0);
  // Those that changed were read once more, the others were not.
  expect(read.length).toBeLessThanOrEqual(new Set(read).size + 2 * tickets.length);
  await t.quiet();
});

test('who wrote lately and has nothing open is read again as well, as often as it is asked for', async () => {
  const { workspace } = t;
  const { channel } = await t.slack.act(cy, 'dm', { user: 'U0SHIFTDESK' });
  const dm = String(channel?.id);
  await t.slack.act(cy, 'message', { channel: dm, text: 'Heard.' });
  const known = () =>
    t.desk.database.connection.collection('loose_messages').countDocuments({ workspace, userId: cy });
  await until('it is kept', async () => (await known()) === 1);
  await t.slack.act(cy, 'message', { channel: dm, text: 'Not heard.' });
  await until('it is kept', async () => (await known()) === 2);
  for (let time = 0; time < 2; time += 1) {
    await t.desk.database.connection
      .collection('loose_messages')
      .deleteOne({ workspace, userId: cy, text: 'Not heard.' });
    await rereadConversations(t.desk, workspace, '3');
    await until('it is kept again', async () => (await known()) === 2);
    await t.quiet();
  }
});

test(
  'an outage of Slack in the middle of 200 changes leaves all that people see right',
  {
    timeout: 400_000,
  },
  () => liveThroughOutage(t, Number(process.env.OUTAGE_SECONDS ?? 9)),
);

test('a ticket that cannot be carried on holds up no other', async () => {
  const [first, second] = [await open(), await open()];
  const { workspace } = t;
  const isLeft = async ({ _id }: Ticket) => (await again({ _id } as Ticket)).pending.length > 0;
  let refusals = 0;
  let isFaulty = true;
  followTickets(t.desk, async ({ ticketId }) => {
    if (!isFaulty || ticketId !== first._id) return;
    refusals += 1;
    throw new Error('a fault inside');
  });
  const entry = { seq: 99, kind: 'noted', at: new Date(0), by: bo } as const;
  await ticketModel(t.desk.database).updateMany(
    { workspace, _id: trusted({ $in: [first._id, second._id] }) },
    { $set: { pending: [entry] } },
  );
  await relaySweep(t.desk, workspace);
  expect(refusals).toBeGreaterThan(0);
  expect([await isLeft(first), await isLeft(second)]).toEqual([true, false]);
  isFaulty = false;
  await relaySweep(t.desk, workspace);
  expect(await isLeft(first)).toBe(false);
  await t.quiet();
});
