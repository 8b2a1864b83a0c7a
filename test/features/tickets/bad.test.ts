import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPerson, setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import { updateSettings } from '../../../src/features/settings/index.ts';
import {
  assignByHand,
  claimTicket,
  findTickets,
  getTicket,
  getTicketByNumber,
  hearRequester,
  historyOf,
  moveTicket,
  openTicket,
  replyToTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { mergeTicket } from '../../../src/features/tickets/service/join.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { card, dmOf } from './talk.ts';

const { ana, ben, bo, cy, dee, lead, owner } = people;
const { general, triage } = channels;
const PAT = 'U0PAT';
const MB = 1_048_576;

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await t.slack.act(owner, 'invite', { channel: general, user: 'U0SHIFTDESK' });
  for (const userId of [bo, cy, dee, lead]) {
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
    await updateProfile(t.desk, { workspace: t.workspace, userId, profile: { capacity: 50 } });
  }
});
afterAll(() => t.stop());

const now = (ticketId: string) => getTicket(t.desk, { workspace: t.workspace, ticketId });

/** A ticket with its card and its thread. */
async function open(subject: string, requester: string = ana): Promise<Ticket> {
  const { _id } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester,
    origin: { kind: 'rest', key: subject },
    subject,
  });
  return until(`card and thread of ${subject}`, async () => {
    const ticket = await now(_id);
    return ticket.card && (ticket.talk || ticket.unreachable) && ticket.pending.length === 0 ? ticket : null;
  });
}

const says = (words: string) => (message: MessageObject) => JSON.stringify(message).includes(words);
const inThread = ({ card: place }: Ticket, words: string) =>
  t.slack.message(lead, String(place?.channel), says(words), String(place?.ts));

async function said(as: string, text: string): Promise<string> {
  const { message } = await t.slack.act(as, 'message', { channel: general, text });
  return String(message?.ts);
}

async function ticketOf(ts: string): Promise<Ticket> {
  const { text } = await t.slack.message(bo, general, ({ text: words }) => words.includes('🎫'), ts);
  const number = /T-\d+/.exec(text)?.[0] ?? '';
  return getTicketByNumber(t.desk, { workspace: t.workspace, number });
}

describe('files', () => {
  test('of 25 MB and a byte are named instead of passed on, and refused beside the field of a reply', async () => {
    const { _id: ticketId, ...ticket } = await open('Too large');
    const file = (bytes: number) => ({
      name: 'film.mov',
      mimetype: 'video/quicktime',
      bytes,
      stored: null,
      slackFile: 'F0',
    });
    const words = { workspace: t.workspace, ticketId, text: '', key: 'large' };
    await hearRequester(t.desk, { ...words, by: ana, files: [file(25 * MB + 1)] });
    await inThread(
      { ...ticket, _id: ticketId },
      'film.mov is too large to pass on (26 MB; 25 MB at the most).',
    );
    const reply = replyToTicket(t.desk, { ...words, by: bo, key: 'reply', files: [file(25 * MB + 1)] });
    await expect(reply).rejects.toMatchObject({ field: 'files', message: /too large/ });
  });

  test('that are not what their names say are passed on as they are', async () => {
    const ticket = await open('Not a picture');
    const data = Buffer.from('MZ this is no picture').toString('base64');
    await t.slack.act(ana, 'message', {
      channel: ticket.talk!.channel,
      thread_ts: ticket.talk!.ts,
      text: '',
      files: [{ name: '../../photo.png', data }],
    });
    const passed = await inThread(ticket, 'photo.png');
    const bytes = await t.slack.file(lead, String(passed.files?.[0]?.id));
    expect(Buffer.from(bytes).toString()).toBe('MZ this is no picture');
  });
});

describe('people whom Slack no longer has, or who are not ours', () => {
  test('a deactivated author: the talk stays in the thread where it arose, and the card says so', async () => {
    const gone = await t.slack.person({ name: 'gone' });
    await t.slack.act(gone.id, 'join', { channel: general });
    const ts = await said(gone.id, 'My lamp is dark.');
    await t.slack.person({ id: gone.id, deleted: true });
    await t.slack.act(bo, 'message-shortcut', { callback_id: 'tickets.fromMessage', channel: general, ts });
    const { _id, number } = await ticketOf(ts);
    await card(t, `T-${number}`, (text) =>
      text.includes(`The conversation is in the thread in <#${general}>`),
    );
    await replyToTicket(t.desk, {
      workspace: t.workspace,
      ticketId: _id,
      by: bo,
      text: 'A new bulb is on its way.',
      key: 'bulb',
    });
    await t.slack.message(ben, general, says('A new bulb is on its way.'), ts);
    await t.slack.act(cy, 'message', { channel: general, thread_ts: ts, text: 'It was sent today.' });
    await until('the answer in the open is an answer', async () =>
      (await historyOf(t.desk, await now(_id))).some(({ kind, by }) => kind === 'replied' && by === cy),
    );
    await t.slack.act(ben, 'message', { channel: general, thread_ts: ts, text: 'I have that too.' });
    await t.quiet();
    const replies = await t.slack.messages(ben, general, ts);
    expect(replies.filter(says('It was sent today.'))).toHaveLength(1);
    expect((await historyOf(t.desk, await now(_id))).filter(({ by }) => by === ben)).toEqual([]);
    await t.slack.forgetFailures();
  });

  test('a deactivated assignee: the ticket returns to the queue', async () => {
    const ticket = await open('Left behind');
    await assignByHand(t.desk, { workspace: t.workspace, ticketId: ticket._id, by: lead, to: dee });
    await t.slack.person({ id: dee, deleted: true });
    await until('returned', async () => (await now(ticket._id)).assignee === null);
    const again = assignByHand(t.desk, { workspace: t.workspace, ticketId: ticket._id, by: lead, to: dee });
    await expect(again).rejects.toThrow(/does not work on tickets/);
    await t.slack.person({ id: dee, deleted: false });
  });

  test.each([
    ['a guest', async () => (await t.slack.person({ name: 'guest', isGuest: true })).id, 'T0SHIFTDESK'],
    ['someone of another team', async () => PAT, 'T0PARTNER'],
  ])(
    '%s is a customer: gets answers by direct message, and cannot take a ticket',
    async (who, find, team) => {
      const person = await find();
      await t.slack.act(owner, 'invite', { channel: general, user: person });
      await t.slack.act(lead, 'invite', { channel: triage, user: person });
      const ts = await said(person, `A question of ${who}`);
      await t.slack.act(bo, 'reaction', { channel: general, ts, name: 'ticket' });
      const { number, requester, _id } = await ticketOf(ts);
      expect(requester).toBe(person);
      expect(await getPerson(t.desk, { workspace: t.workspace, userId: person })).toMatchObject({
        roles: ['customer'],
        homeTeam: team,
      });
      await t.slack.message(person, await dmOf(t, person), ({ text }) => text.includes(`T-${number}`));
      const { ts: cardTs } = await card(t, `T-${number}`);
      await t.slack.act(person, 'action', { channel: triage, ts: cardTs, action_id: 'tickets.claim' });
      await t.slack.message(
        person,
        triage,
        (one) => one.is_ephemeral === true && /need the role/.test(one.text),
      );
      expect((await now(_id)).assignee).toBeNull();
      const presses = [{ action_id: 'tickets.reply' }, { action_id: 'tickets.note' }];
      for (const pressed of [...presses, { action_id: 'tickets.more', value: `assign:${_id}` }])
        await t.slack.act(person, 'action', { channel: triage, ts: cardTs, ...pressed });
      expect(await t.slack.views(person), 'a form of the team').toEqual([]);
    },
  );
});

describe('buttons of a ticket that is over', () => {
  const ends = {
    merged: async (ticket: Ticket) => {
      const into = await open(`Into ${ticket.subject}`);
      return mergeTicket(t.desk, {
        workspace: t.workspace,
        ticketId: ticket._id,
        by: lead,
        number: `T-${into.number}`,
      });
    },
    closed: async ({ _id: ticketId }: Ticket) => {
      await claimTicket(t.desk, { workspace: t.workspace, ticketId, by: bo });
      await moveTicket(t.desk, { workspace: t.workspace, ticketId, by: bo, move: 'resolve' });
      return moveTicket(t.desk, { workspace: t.workspace, ticketId, by: 'desk', move: 'close' });
    },
  };
  const forms: [string, string, Record<string, string>][] = [
    ['reply', 'tickets.replyModal', { text: 'Hello' }],
    ['assign', 'tickets.assignModal', { assignee: cy, why: 'test' }],
    ['priority', 'tickets.priorityModal', { priority: 'low' }],
  ];

  test.each(Object.entries(ends))('%s refuse, say why, and change nothing', async (name, end) => {
    const ticket = await open(`Soon ${name}`);
    const before = await end(ticket);
    const place = { channel: triage, ts: ticket.card!.ts };
    for (const action_id of ['tickets.claim', 'tickets.resolve'])
      await t.slack.act(lead, 'action', { ...place, action_id, value: ticket._id }).catch(() => undefined);
    for (const [entry, modal, values] of forms) {
      const more =
        entry === 'reply'
          ? { action_id: 'tickets.reply' }
          : { action_id: 'tickets.more', value: `${entry}:${ticket._id}` };
      const old = await open(`Still open, ${name} ${entry}`);
      await t.slack.act(lead, 'action', {
        ...place,
        ts: old.card!.ts,
        ...more,
        value: entry === 'reply' ? old._id : `${entry}:${old._id}`,
      });
      const view = await t.slack.view(lead, modal);
      await end(old);
      const { errors } = await t.slack.act(lead, 'submit', {
        view_id: view.id,
        entries: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }])),
      });
      expect(Object.values(errors ?? {}).join(), `${name} ${entry}`).toMatch(
        /You cannot .* T-\d+: it is closed/,
      );
      await t.slack.act(lead, 'close', { view_id: view.id, all: true });
    }
    const after = await now(ticket._id);
    expect({ status: after.status, assignee: after.assignee, rev: after.rev }).toEqual({
      status: before.status,
      assignee: before.assignee,
      rev: before.rev,
    });
  });
});

describe('two at the same moment', () => {
  test('resolve: one entry, the other is told', async () => {
    const ticket = await open('Both resolve');
    const act = { workspace: t.workspace, ticketId: ticket._id };
    await claimTicket(t.desk, { ...act, by: bo });
    const tries = await Promise.allSettled(
      [bo, cy].map((by) => moveTicket(t.desk, { ...act, by, move: 'resolve' })),
    );
    expect(tries.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(
      (await historyOf(t.desk, await now(ticket._id))).filter(({ kind }) => kind === 'resolved'),
    ).toHaveLength(1);
  });

  test('merge two tickets into each other: the older one stays open, with both conversations', async () => {
    const [older, newer] = [await open('Cross one'), await open('Cross two', ben)];
    for (const [ticket, by] of [
      [older, ana],
      [newer, ben],
    ] as const)
      await hearRequester(t.desk, {
        workspace: t.workspace,
        ticketId: ticket._id,
        by,
        text: `Words on ${ticket.subject}`,
        key: ticket.subject,
      });
    const merge = (from: Ticket, into: Ticket, by: string) =>
      mergeTicket(t.desk, { workspace: t.workspace, ticketId: from._id, by, number: `T-${into.number}` });
    await Promise.allSettled([merge(older, newer, bo), merge(newer, older, cy)]);
    await t.desk.jobs.runNow('tickets.merges', t.workspace);
    const both = await findTickets(t.desk, { workspace: t.workspace, ticketIds: [older._id, newer._id] });
    const open_ = both.filter(({ mergedInto }) => mergedInto === null);
    expect(open_).toHaveLength(1);
    expect(open_[0]?.status).toBe('new');
  });

  test('who was merged into another’s ticket reads the answers in their own thread, files, edits and deletions too', async () => {
    const [mine, theirs] = [await open('Same fault, mine'), await open('Same fault, theirs', ben)];
    await mergeTicket(t.desk, {
      workspace: t.workspace,
      ticketId: theirs._id,
      by: bo,
      number: `T-${mine.number}`,
    });
    const words = { workspace: t.workspace, ticketId: mine._id };
    await replyToTicket(t.desk, { ...words, by: bo, text: 'It works again for everybody.', key: 'all' });
    for (const { talk, requester } of [mine, theirs])
      await t.slack.message(requester, talk!.channel, says('It works again for everybody.'), talk!.ts);
    await t.slack.act(ben, 'message', {
      channel: theirs.talk!.channel,
      thread_ts: theirs.talk!.ts,
      text: 'Thank you both.',
    });
    await inThread(mine, 'Thank you both.');
    const { message } = await t.slack.act(bo, 'message', {
      channel: triage,
      thread_ts: mine.card!.ts,
      text: '!Here is how.',
      files: [{ name: 'how.pdf', data: Buffer.from('%PDF-1.4 how').toString('base64') }],
    });
    const own = { channel: triage, ts: String(message?.ts) };
    const readers = [mine, theirs].map(({ talk, requester }) => ({ as: requester, talk: talk! }));
    const hasFile = ({ files }: MessageObject) => files?.[0]?.name === 'how.pdf';
    for (const { as, talk } of readers) await t.slack.message(as, talk.channel, hasFile, talk.ts);
    await t.slack.act(bo, 'edit', { ...own, text: '!Here is how it works.' });
    for (const { as, talk } of readers)
      await t.slack.message(as, talk.channel, says('Here is how it works.'), talk.ts);
    await t.slack.act(bo, 'delete', own);
    for (const { as, talk } of readers) {
      await t.slack.message(as, talk.channel, says('Bo wrote: (message deleted)'), talk.ts);
      await t.slack.until('no file is left', async () => {
        const seen = await t.slack.messages(as, talk.channel, talk.ts);
        return !seen.some(hasFile) && !seen.some(says('Here is how'));
      });
    }
    // The other is merged in turn: whose ticket went first still reads and is read.
    const last = await open('Same fault, the known one', cy);
    await mergeTicket(t.desk, { ...words, by: bo, number: `T-${last.number}` });
    await replyToTicket(t.desk, {
      ...words,
      ticketId: last._id,
      by: bo,
      text: 'And now it is released.',
      key: 'released',
    });
    for (const { talk, requester } of [mine, theirs])
      await t.slack.message(requester, talk!.channel, says('And now it is released.'), talk!.ts);
    await t.slack.act(ben, 'message', {
      channel: theirs.talk!.channel,
      thread_ts: theirs.talk!.ts,
      text: 'Good to hear.',
    });
    await inThread(last, 'Good to hear.');
  });
});

test('an archived triage channel: with another one set, one new card, and the old thread still counts', async () => {
  const ticket = await open('Before the move');
  const { channel } = await t.slack.act(lead, 'create-channel', { name: 'new-triage' });
  const other = String(channel?.id);
  await t.slack.act(lead, 'invite', { channel: other, user: 'U0SHIFTDESK' });
  await t.slack.act(owner, 'archive-channel', { channel: triage });
  await claimTicket(t.desk, { workspace: t.workspace, ticketId: ticket._id, by: bo });
  await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'nowhere' },
    subject: 'Nowhere yet',
  });
  await until('the post was refused', async () =>
    (await t.slack.failures()).some(({ reason }) => reason === 'is_archived'),
  );
  await updateSettings(t.desk, t.workspace, { triageChannel: other });
  await t.slack.message(lead, other, says('Nowhere yet'));
  await moveTicket(t.desk, { workspace: t.workspace, ticketId: ticket._id, by: bo, move: 'resolve' });
  const moved = await until('its new card', async () => {
    const { card: place, formerCards } = await now(ticket._id);
    return place?.channel === other ? formerCards : null;
  });
  expect(moved).toEqual([ticket.card]);
  const cards = (await t.slack.messages(lead, other)).filter(says(`T-${ticket.number} `));
  expect(cards).toHaveLength(1);
  await t.quiet();
  await t.slack.forgetFailures();
});
