import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setAvailability } from '../../../src/features/people/index.ts';
import {
  askRequester,
  assignByHand,
  changePriority,
  claimTicket,
  getTicket,
  hearRequester,
  moveTicket,
  openTicket,
  reopenTicket,
  replyToTicket,
  returnTicket,
} from '../../../src/features/tickets/index.ts';
import { mergeTicket } from '../../../src/features/tickets/service/join.ts';
import { settleLoose } from '../../../src/features/tickets/service/loose.ts';
import { addNote, recordInternal } from '../../../src/features/tickets/service/talk.ts';
import { commentTicket, rateTicket, relabelTicket } from '../../../src/features/tickets/service/work.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';
import { dmOf } from './talk.ts';

const { ana, ben, bo, cy, lead } = people;

let t: TestDesk;
let ticketId: string;
let number: number;
beforeAll(async () => {
  t = await startTestDesk({ start: '2026-11-16T09:00:00+01:00' });
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
  ({ _id: ticketId, number } = await open('A long life', ana));
  await live();
});
afterAll(() => t.stop());

async function open(subject: string, requester: string) {
  const ticket = await openTicket(t.desk, {
    workspace: t.workspace,
    requester,
    origin: { kind: 'rest', key: subject },
    subject,
    text: 'My cup is in two pieces.',
  });
  await until('its thread', async () => (await getTicket(t.desk, { ...ticket, ticketId: ticket._id })).talk);
  return ticket;
}

/** What the team says among itself; none of it may reach the requester. */
const INSIDE = 'WITHIN THE TEAM';

/** Everything that may happen to a ticket, one after the other. */
async function live(): Promise<void> {
  const { desk, workspace } = t;
  const on = (by: string) => ({ workspace, ticketId, by });
  const words = (by: string, text: string) => ({ ...on(by), text, key: text });
  await assignByHand(desk, { ...on(lead), to: bo, why: INSIDE });
  await changePriority(desk, { ...on(lead), to: 'urgent', why: INSIDE });
  await changePriority(desk, { ...on('desk'), to: 'low', why: INSIDE });
  await claimTicket(desk, on(bo));
  await addNote(desk, words(cy, `${INSIDE}: a note`));
  await recordInternal(desk, words(cy, `${INSIDE}: a remark`));
  await relabelTicket(desk, {
    ...on(bo),
    category: INSIDE,
    tags: [INSIDE],
    fields: { a: INSIDE },
    watchers: [],
  });
  await replyToTicket(desk, words(bo, 'Hello, I am on it.'));
  await askRequester(desk, words(bo, 'Which colour was it?'));
  t.clock.skip({ days: 2, hours: 1 });
  await desk.jobs.runNow('tickets.silence', workspace);
  await desk.jobs.runNow('tickets.silence', workspace);
  await hearRequester(desk, words(ana, 'It was blue.'));
  await returnTicket(desk, { ...on(bo), why: INSIDE });
  await assignByHand(desk, { ...on(lead), to: cy, why: INSIDE });
  await claimTicket(desk, on(cy));
  await moveTicket(desk, { ...on(cy), move: 'resolve', why: INSIDE });
  await rateTicket(desk, { ...on(ana), score: 4 });
  await commentTicket(desk, { ...on(ana), comment: 'Quick.' });
  await reopenTicket(desk, { ...on(lead), why: INSIDE });
  await assignByHand(desk, { ...on(lead), to: bo, why: INSIDE });
  await claimTicket(desk, on(bo));
  await moveTicket(desk, { ...on(bo), move: 'resolve' });
  t.clock.skip({ days: 4 });
  await desk.jobs.runNow('tickets.silence', workspace);
  const other = await open('The same again', ana);
  const twin = { workspace, ticketId: other._id, by: lead };
  const third = await open('A third', ana);
  await mergeTicket(desk, { ...twin, number: `T-${third.number}`, why: INSIDE });
  await moveTicket(desk, { workspace, ticketId: third._id, by: ana, move: 'cancel' });
  await until('all entries are carried on', async () => {
    const all = await Promise.all(
      [ticketId, other._id, third._id].map((id) => getTicket(desk, { workspace, ticketId: id })),
    );
    return all.every(({ pending }) => pending.length === 0);
  });
  await t.quiet();
}

/** Everything the person can read of the app: messages, threads, Home, the list and each ticket's view. */
async function everythingSeen(as: string): Promise<{ threads: string[][]; all: string }> {
  const { channel } = await t.slack.act(as, 'dm', { user: 'U0SHIFTDESK' });
  const dm = String(channel?.id);
  const roots = await t.slack.messages(as, dm);
  const threads = await Promise.all(
    roots.map(async ({ ts, reply_count, ...root }) =>
      reply_count ? t.slack.messages(as, dm, ts) : [{ ts, ...root }],
    ),
  );
  await t.slack.act(as, 'open-home', {});
  const home = await t.slack.until('Home', () => t.slack.home(as));
  await t.slack.act(as, 'command', { channel: channels.general, text: `/ticket find T-${number}` });
  const list = await t.slack.view(as, 'tickets.listModal');
  await t.slack.act(as, 'action', { view_id: list.id, action_id: 'tickets.details', value: ticketId });
  const details = await t.slack.view(as, 'tickets.detailsModal');
  await t.slack.act(as, 'close', { view_id: details.id, all: true });
  return {
    threads: threads.map((messages) => messages.map(({ text }) => text)),
    all: JSON.stringify([threads, home.blocks, list.blocks, details.blocks]),
  };
}

describe('a requester', () => {
  test('does from My tickets what the messages offer: cancel, rate, comment, reopen', async () => {
    const { desk, workspace, slack } = t;
    const mine = await open('From my tickets', ben);
    const act = { workspace, ticketId: mine._id };
    const status = async () => (await getTicket(desk, act)).status;
    await assignByHand(desk, { ...act, by: lead, to: bo });
    await moveTicket(desk, { ...act, by: bo, move: 'resolve' });
    await slack.act(ben, 'command', { channel: channels.general, text: '/ticket mine' });
    const list = await slack.view(ben, 'tickets.listModal');
    expect(JSON.stringify(list.blocks)).toMatch(/From my tickets.*Resolved/);
    await slack.act(ben, 'action', { view_id: list.id, action_id: 'tickets.details' });
    const { id: view_id } = await slack.view(ben, 'tickets.detailsModal');
    const shows = (words: RegExp) =>
      slack.until(String(words), async () => {
        const [, view] = await slack.views(ben);
        return words.test(JSON.stringify(view?.blocks)) || undefined;
      });
    await slack.act(ben, 'action', { view_id, action_id: 'tickets.rate', value: `2:${mine._id}` });
    await shows(/you gave 2 of 5/);
    await slack.act(ben, 'action', { view_id, action_id: 'tickets.comment' });
    const comment = await slack.view(ben, 'tickets.commentModal');
    await slack.act(ben, 'submit', { view_id: comment.id, entries: { comment: { value: 'Still dark.' } } });
    await shows(/Your comment is kept/);
    expect((await getTicket(desk, act)).rating).toMatchObject({ score: 2, comment: 'Still dark.' });
    await slack.act(ben, 'action', { view_id, action_id: 'tickets.reopen' });
    await shows(/is open again.*tickets\.cancelOwn/);
    expect(await status()).toBe('new');
    await slack.act(ben, 'action', { view_id, action_id: 'tickets.cancelOwn' });
    await shows(/You cancelled this request/);
    expect(await status()).toBe('cancelled');
    await slack.act(ben, 'close', { view_id: list.id, all: true });
  });

  test('is told of each thing once, plainly, in its order', async () => {
    const { threads } = await everythingSeen(ana);
    const told = threads.find(([first]) => first?.includes(`T-${number}`)) ?? [];
    const expected = [
      `🎫 We have your request *T-${number}*: A long life\nYou can expect an answer by`,
      'Bo has your request now.',
      'Bo wrote: Hello, I am on it.',
      'Bo asks: Which colour was it?',
      `We still wait for your answer on T-${number}`,
      'Cy has your request now.',
      `✅ *T-${number}* is resolved`,
      `T-${number} is open again. We go on with it.`,
      'Bo has your request now.',
      `✅ *T-${number}* is resolved`,
    ];
    expect(told.length, told.join('\n')).toBe(expected.length);
    for (const [index, words] of expected.entries()) expect(told[index]).toContain(words);
  });

  test('of a merge and a cancellation as well', async () => {
    const { threads } = await everythingSeen(ana);
    const of = (subject: string) => threads.find(([first]) => first?.includes(subject)) ?? [];
    expect(of('The same again').slice(1)).toEqual([
      expect.stringMatching(/^T-\d+ is handled together with T-\d+ now\./),
    ]);
    expect(of('A third').slice(1)).toEqual([expect.stringMatching(/^You cancelled T-\d+\.$/)]);
  });

  test('never reads priority, notes, reasons, labels or alerts, wherever they look', async () => {
    const { all } = await everythingSeen(ana);
    expect(all).not.toContain(INSIDE);
    expect(all.toLowerCase()).not.toContain(INSIDE.toLowerCase());
    expect(all).not.toMatch(
      /\b(urgent|priority|SLA|breach|missed|escalat\w*|internal|queue)\b|🔥|🔺|🔹|▫️|🔒|🔴/i,
    );
  });

  test('sees nothing of the requests of others', async () => {
    const { _id: openId } = await open('Still open', ana);
    await t.slack.act(ben, 'command', { channel: channels.general, text: `/ticket find T-${number}` });
    const list = await t.slack.view(ben, 'tickets.listModal');
    expect(JSON.stringify(list.blocks)).not.toContain('A long life');
    await t.slack.act(ben, 'close', { view_id: list.id, all: true });
    // Somebody lets them into the team's channel: the card is there to be read, what it opens is not.
    await t.slack.act(lead, 'invite', { channel: channels.triage, user: ben });
    const { card } = await getTicket(t.desk, { workspace: t.workspace, ticketId: openId });
    const place = { channel: channels.triage, ts: card!.ts };
    await t.slack.act(ben, 'action', { ...place, action_id: 'tickets.more', value: `details:${openId}` });
    await t.slack.message(
      ben,
      channels.triage,
      ({ is_ephemeral, text }) => is_ephemeral === true && /may see your own tickets only/.test(text),
    );
    expect(await t.slack.views(ben)).toEqual([]);
  });

  test('cannot put a message on the request of somebody else', async () => {
    const channel = await dmOf(t, ben);
    const { message } = await t.slack.act(ben, 'message', { channel, text: 'Where does this go?' });
    const asked = await t.slack.message(ben, channel, ({ blocks }) => Boolean(blocks?.length), message?.ts);
    const looseId = /"value":"([^":]+):new"/.exec(JSON.stringify(asked.blocks))?.[1] ?? '';
    const choice = { workspace: t.workspace, looseId, by: ben, ticketId };
    await expect(settleLoose(t.desk, choice)).rejects.toThrow(/not one of your requests/);
    expect((await settleLoose(t.desk, { ...choice, ticketId: 'new' })).requester).toBe(ben);
  });
});
