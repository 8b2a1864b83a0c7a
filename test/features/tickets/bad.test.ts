import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPerson, setAvailability, updateProfile } from '../../../src/features/people/index.ts';
import { updateSettings } from '../../../src/features/settings/index.ts';
import {
  assignByHand,
  changePriority,
  claimTicket,
  findTickets,
  getTicket,
  getTicketByNumber,
  hearRequester,
  historyOf,
  messagesOf,
  moveTicket,
  openTicket,
  reopenTicket,
  replyToTicket,
  returnTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { mergeTicket } from '../../../src/features/tickets/service/join.ts';
import { rereadConversations } from '../../../src/features/tickets/service/reread-all.ts';
import { rateTicket } from '../../../src/features/tickets/service/work.ts';
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
  test('of 25 MB and a byte are named instead of passed on, whatever size was told, and are no answer of the team either', async () => {
    const ticket = await open('Too large');
    const data = Buffer.alloc(25 * MB + 1).toString('base64');
    const { channel, ts: thread_ts } = ticket.talk!;
    const { message } = await t.slack.act(ana, 'message', {
      channel,
      thread_ts,
      text: '',
      files: [{ name: 'film.mov', data }],
    });
    const words = 'film.mov is too large to pass on (26 MB; 25 MB at the most).';
    await inThread(ticket, words);
    const id = String(message?.files?.[0]?.id);
    const told = { name: 'less.mov', mimetype: 'x/y', bytes: 10, stored: null, slackFile: id };
    const act = { workspace: t.workspace, ticketId: ticket._id, text: '', key: 'less' };
    await hearRequester(t.desk, { ...act, by: ana, files: [told] });
    await inThread(ticket, 'less.mov is too large to pass on');
    const own = { channel: triage, thread_ts: ticket.card!.ts };
    await t.slack.act(bo, 'message', { ...own, text: '!See this.', files: [id] });
    await inThread(ticket, `This was not sent to the requester. ${words} Share a link to it instead.`);
    const sent = await messagesOf(t.desk, { workspace: t.workspace, ticketId: ticket._id });
    expect(sent.filter(({ kind }) => kind === 'reply')).toEqual([]);
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
    await t.slack.act(cy, 'message', { channel: general, thread_ts: ts, text: 'Is it plugged in?' });
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
    await t.slack.act(bo, 'message', { channel: general, thread_ts: ts, text: 'It has arrived.' });
    await until(
      'so is one of who made the ticket and watches it',
      async () =>
        (await historyOf(t.desk, await now(_id))).filter(({ kind, by }) => kind === 'replied' && by === bo)
          .length === 2,
    );
    await t.slack.act(ben, 'message', { channel: general, thread_ts: ts, text: 'I have that too.' });
    await rereadConversations(t.desk, t.workspace, '1');
    await t.quiet();
    const words = (await messagesOf(t.desk, { workspace: t.workspace, ticketId: _id })).map(
      ({ text }) => text,
    );
    expect(words, 'what was said before there was a ticket').not.toContain('Is it plugged in?');
    const replies = await t.slack.messages(ben, general, ts);
    expect(replies.filter(says('It was sent today.'))).toHaveLength(1);
    expect((await historyOf(t.desk, await now(_id))).filter(({ by }) => by === ben)).toEqual([]);
    await t.slack.forgetFailures();
  });

  test('a requester who is deactivated later: words go where the request arose, or the team reads that they did not arrive', async () => {
    const gone = await t.slack.person({ name: 'later' });
    await t.slack.act(gone.id, 'join', { channel: general });
    const ts = await said(gone.id, 'My chair is loose.');
    await t.slack.act(bo, 'message-shortcut', { callback_id: 'tickets.fromMessage', channel: general, ts });
    const inPublic = await ticketOf(ts);
    await t.slack.message(gone.id, await dmOf(t, gone.id), says(`T-${inPublic.number}`));
    const direct = await open('Only direct', gone.id);
    await t.slack.person({ id: gone.id, deleted: true });
    const isGone = async () => !(await getPerson(t.desk, { workspace: t.workspace, userId: gone.id })).active;
    await until('the desk knows', isGone);
    const reply = (ticketId: string, text: string) =>
      replyToTicket(t.desk, { workspace: t.workspace, ticketId, by: bo, text, key: text });
    await reply(inPublic._id, 'Tighten the four screws.');
    await t.slack.message(ben, general, says('Tighten the four screws.'), ts);
    await card(t, `T-${inPublic.number}`, (text) => text.includes('where it began'));
    await reply(direct._id, 'Are you still there?');
    await inThread(direct, 'This did not reach later: “Are you still there?”.');
    await card(t, `T-${direct.number}`, (text) => text.includes('Talk to them where you meet them'));
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

describe('buttons of a card that shows a ticket as it was before it ended', () => {
  const act = ({ _id: ticketId }: Ticket, by: string) => ({ workspace: t.workspace, ticketId, by });
  const merge = async (ticket: Ticket) =>
    mergeTicket(t.desk, {
      ...act(ticket, lead),
      number: `T-${(await open(`Into ${ticket.subject}`)).number}`,
    });
  const cancel = (ticket: Ticket) => moveTicket(t.desk, { ...act(ticket, lead), move: 'cancel' });
  const resolve = async (ticket: Ticket) => {
    if (!ticket.assignee) await assignByHand(t.desk, { ...act(ticket, lead), to: cy });
    return moveTicket(t.desk, { ...act(ticket, lead), move: 'resolve' });
  };
  const close = async (ticket: Ticket) => {
    await resolve(ticket);
    return moveTicket(t.desk, { ...act(ticket, 'desk'), move: 'close' });
  };

  /** What is said to each press; null where the form may still do it. */
  type Said = Record<
    'claim' | 'resolve' | 'reply' | 'assign' | 'priority' | 'status' | 'cancelOwn',
    RegExp | null
  >;
  const over = (words: string): Said => ({
    claim: new RegExp(`You cannot claim T-\\d+: it is ${words}|Cy was first`),
    resolve: new RegExp(`You cannot resolve T-\\d+: it is ${words}`),
    reply: new RegExp(`You cannot reply on T-\\d+: it is ${words}`),
    assign: new RegExp(`You cannot assign T-\\d+: it is ${words}`),
    priority: new RegExp(`You cannot change the priority of T-\\d+: it is ${words}`),
    status: /is over|is cancelled|was merged/,
    cancelOwn: new RegExp(`You cannot cancel T-\\d+: it is ${words}`),
  });
  const ENDS: [string, (ticket: Ticket) => Promise<Ticket>, Said][] = [
    ['merged', merge, over('closed and merged into another ticket')],
    ['closed', close, over('closed')],
    ['cancelled', cancel, over('cancelled')],
    ['resolved', resolve, { ...over('resolved'), reply: null, priority: null }],
  ];
  const FORMS: ['reply' | 'assign' | 'priority', string, Record<string, string>][] = [
    ['reply', 'tickets.replyModal', { text: 'Hello' }],
    ['assign', 'tickets.assignModal', { assignee: cy, why: 'test' }],
    ['priority', 'tickets.priorityModal', { priority: 'low' }],
  ];
  const heard = async (as: string, channel: string) =>
    (await t.slack.messages(as, channel)).filter(({ is_ephemeral }) => is_ephemeral).map(({ text }) => text);

  test.each(ENDS)('%s: each says why, and changes nothing', async (name, end, said) => {
    const mine = await open(`Mine, ${name}`);
    await claimTicket(t.desk, act(mine, bo));
    await card(t, `T-${mine.number}`, (text) => text.includes('tickets.resolve'));
    const free = await open(`Free, ${name}`);
    await t.quiet();
    await t.slack.fault({ kind: 'server_error', method: 'chat.update', seconds: 60 });
    const [before] = [await end(await now(mine._id)), await end(free)];
    const press = (ticket: Ticket, action_id: string, entry?: string) =>
      t.slack.act(lead, 'action', {
        channel: triage,
        ts: ticket.card!.ts,
        action_id,
        ...(entry ? { value: `${entry}:${ticket._id}` } : {}),
      });
    await press(free, 'tickets.claim');
    await press(mine, 'tickets.resolve');
    await press(mine, 'tickets.more', 'status');
    for (const what of ['claim', 'resolve', 'status'] as const)
      await until(what, async () => (await heard(lead, triage)).some((text) => said[what]!.test(text)));
    for (const [what, modal, values] of FORMS) {
      await (what === 'reply' ? press(mine, 'tickets.reply') : press(mine, 'tickets.more', what));
      const view = await t.slack.view(lead, modal);
      if (said[what]) {
        const entries = Object.fromEntries(
          Object.entries(values).map(([field, value]) => [field, { value }]),
        );
        const { errors } = await t.slack.act(lead, 'submit', { view_id: view.id, entries });
        expect(Object.values(errors ?? {}).join(), what).toMatch(said[what]);
      }
      await t.slack.act(lead, 'close', { view_id: view.id, all: true });
    }
    const { channel, ts } = mine.talk!;
    await t.slack.act(ana, 'action', { channel, ts, action_id: 'tickets.cancelOwn' });
    const answered = async () => [
      ...(await heard(ana, channel)),
      ...(await t.slack.messages(ana, channel, ts)).map(({ text }) => text),
    ];
    await until('cancelOwn', async () => (await answered()).some((text) => said.cancelOwn!.test(text)));
    for (const text of [...(await heard(lead, triage)), ...(await answered())])
      expect(text).not.toMatch(/Reference/);
    const after = await now(mine._id);
    expect([after.status, after.assignee, after.rev]).toEqual([before.status, before.assignee, before.rev]);
    await t.slack.endFaults();
    await t.quiet();
    await t.slack.forgetFailures();
  });

  test('the requester of one that is over adds no details to it', async () => {
    const ticket = await open('Details too late');
    await cancel(ticket);
    const { channel, ts } = ticket.talk!;
    await t.slack.act(ana, 'action', { channel, ts, action_id: 'tickets.addDetails' });
    await until('refused', async () => (await heard(ana, channel)).some((text) => text.includes('is over')));
    expect(await t.slack.views(ana)).toEqual([]);
  });
});

describe('two at the same moment', () => {
  const all = async ({ _id }: Ticket) => historyOf(t.desk, await now(_id));
  type Act = { workspace: string; ticketId: string };
  /** What two people do at once, after what came before; one of them does it. */
  const RACES: [string, (act: Act) => Promise<unknown>, (act: Act) => Promise<unknown>[], string][] = [
    ['claim', async () => {}, (act) => [bo, cy].map((by) => take(act, by)), 'claimed'],
    [
      'assign',
      async () => {},
      (act) => [bo, cy].map((to) => assignByHand(t.desk, { ...act, by: lead, to })),
      'assigned',
    ],
    [
      'resolve',
      (act) => take(act, bo),
      (act) => [bo, cy].map((by) => moveTicket(t.desk, { ...act, by, move: 'resolve' })),
      'resolved',
    ],
    [
      'return',
      (act) => take(act, bo),
      (act) => [bo, bo].map((by) => returnTicket(t.desk, { ...act, by, why: 'sick' })),
      'returned',
    ],
    [
      'cancel',
      async () => {},
      (act) => [ana, lead].map((by) => moveTicket(t.desk, { ...act, by, move: 'cancel' })),
      'cancelled',
    ],
    [
      'priority',
      async () => {},
      (act) => [bo, cy].map((by) => changePriority(t.desk, { ...act, by, to: 'urgent' })),
      'priority_changed',
    ],
    ['reopen', resolved, (act) => [ana, bo].map((by) => reopenTicket(t.desk, { ...act, by })), 'reopened'],
    [
      'rate',
      resolved,
      (act) => [3, 3].map((score) => rateTicket(t.desk, { ...act, by: ana, score })),
      'rated',
    ],
  ];
  async function take(act: Act, by: string) {
    const { won } = await claimTicket(t.desk, { ...act, by });
    if (!won) throw new Error('somebody was first');
  }
  async function resolved(act: Act) {
    await take(act, bo);
    await moveTicket(t.desk, { ...act, by: bo, move: 'resolve' });
  }

  test.each(RACES)('%s: once', async (name, before, both, kind) => {
    const ticket = await open(`Both ${name}`);
    const act = { workspace: t.workspace, ticketId: ticket._id };
    await before(act);
    const tries = await Promise.allSettled(both(act));
    // Who rates the same again is told the same again.
    const done = tries.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBe(name === 'rate' ? 2 : 1);
    expect((await all(ticket)).filter((entry) => entry.kind === kind)).toHaveLength(1);
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
  const words = { workspace: t.workspace, ticketId: ticket._id, by: ana, key: 'moved', text: 'Still there?' };
  await hearRequester(t.desk, words);
  const moved = await until('its new card', async () => {
    const { card: place, formerCards } = await now(ticket._id);
    return place?.channel === other ? formerCards : null;
  });
  expect(moved).toEqual([ticket.card]);
  const cards = (await t.slack.messages(lead, other)).filter(says(`T-${ticket.number} `));
  expect(cards).toHaveLength(1);
  await t.quiet();
  const thread = JSON.stringify(await t.slack.messages(lead, other, cards[0]?.ts));
  expect(thread, 'what the team must read follows the card').toContain('Still there?');
  await t.slack.forgetFailures();
});
