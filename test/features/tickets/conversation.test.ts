import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPerson } from '../../../src/features/people/index.ts';
import {
  assignByHand,
  getTicketByNumber,
  moveTicket,
  reopenTicket,
} from '../../../src/features/tickets/index.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { assigneeOn, card, dmOf, openTicketBySlack } from './talk.ts';

const { ana, bo, cy, lead } = people;
const { triage } = channels;

let t: TestDesk;
let dm: string;
let number: string;
let cardTs: string;
let root: string;

beforeAll(async () => {
  t = await startTestDesk();
  dm = await dmOf(t, ana);
  number = await openTicketBySlack(t);
  cardTs = (await card(t, number)).ts;
  root = (await t.slack.message(ana, dm, ({ text }) => text.includes(number))).ts;
  await claim(bo);
});
afterAll(() => t.stop());

async function claim(as: string): Promise<void> {
  const assigned = await card(t, number, (text) => !text.includes('Nobody yet'));
  if (assigneeOn(assigned) !== 'Bo') {
    const { _id } = await findTicket();

    await assignByHand(t.desk, {
      workspace: t.workspace,
      ticketId: _id,
      by: lead,
      to: as,
      why: 'for the test',
    });
  }
  await press(as, 'tickets.claim');
  await card(t, number, (text) => text.includes('In progress'));
}

async function findTicket() {
  return getTicketByNumber(t.desk, { workspace: t.workspace, number });
}

const press = (as: string, action_id: string, value?: string) =>
  t.slack.act(as, 'action', { channel: triage, ts: cardTs, action_id, ...(value ? { value } : {}) });
const inDm = (fits: (message: MessageObject) => boolean) => t.slack.message(ana, dm, fits, root);
const inThread = (fits: (message: MessageObject) => boolean) => t.slack.message(lead, triage, fits, cardTs);
const says = (words: string) => (message: MessageObject) => JSON.stringify(message).includes(words);

describe('the conversation', () => {
  test('a reply from the card reaches the requester in their thread and is shown to the team', async () => {
    await press(bo, 'tickets.reply');
    const view = await t.slack.view(bo, 'tickets.replyModal');
    await t.slack.act(bo, 'submit', {
      view_id: view.id,
      entries: { text: { value: 'We are looking into it.' } },
    });
    await inDm(says('We are looking into it.'));
    await inThread(says('✉️ Bo wrote to the requester'));
  });

  test('an empty reply is refused beside the field and nothing is sent', async () => {
    await press(bo, 'tickets.reply');
    const view = await t.slack.view(bo, 'tickets.replyModal');
    const { errors } = await t.slack.act(bo, 'submit', {
      view_id: view.id,
      entries: { text: { value: '   ' } },
    });
    expect(Object.keys(errors ?? {})).toEqual(['text']);
    await t.slack.act(bo, 'close', { view_id: view.id, all: true });
  });

  test('a thread message stays inside; one that begins with ! goes out and is marked ✉️', async () => {
    await t.slack.act(cy, 'message', {
      channel: triage,
      thread_ts: cardTs,
      text: 'Between us: check the stock.',
    });
    const { message } = await t.slack.act(bo, 'message', {
      channel: triage,
      thread_ts: cardTs,
      text: '! It is on its way.',
    });
    await inDm(says('It is on its way.'));
    await inThread((one) => one.ts === message?.ts && says('envelope')(one));
    await t.quiet();
    const seen = JSON.stringify(await t.slack.messages(ana, dm, root));
    expect(seen).not.toContain('check the stock');
    expect(seen).not.toContain('! It is');
  });

  test('a prefix that an edit adds later sends nothing', async () => {
    const { message } = await t.slack.act(cy, 'message', {
      channel: triage,
      thread_ts: cardTs,
      text: 'Only a thought.',
    });
    await t.quiet();
    await t.slack.act(cy, 'edit', { channel: triage, ts: String(message?.ts), text: '! Only a thought.' });
    await t.quiet();
    expect(JSON.stringify(await t.slack.messages(ana, dm, root))).not.toContain('Only a thought');
  });

  test('what the requester writes reaches the team; edits and deletions follow', async () => {
    const { message } = await t.slack.act(ana, 'message', {
      channel: dm,
      thread_ts: root,
      text: 'Is there news?',
    });
    const ts = String(message?.ts);
    await inThread(says('Is there news?'));
    await t.slack.act(ana, 'edit', { channel: dm, ts, text: 'Is there any news <!channel> *today*?' });
    const copy = await inThread(says('any news'));
    expect(JSON.stringify(copy.blocks)).toContain('&lt;!channel&gt;');
    await t.slack.act(ana, 'delete', { channel: dm, ts });
    await inThread((one) => one.ts === copy.ts && says('message deleted')(one));
  });

  test('a note stays inside', async () => {
    await press(cy, 'tickets.note');
    const view = await t.slack.view(cy, 'tickets.noteModal');
    await t.slack.act(cy, 'submit', {
      view_id: view.id,
      entries: { text: { value: 'The customer is a friend of ours.' } },
    });
    await inThread(says('🔒 Note by Cy'));
    await t.quiet();
    expect(JSON.stringify(await t.slack.messages(ana, dm, root))).not.toContain('friend of ours');
  });

  test('a file of the requester is passed on as the app’s own upload', async () => {
    const data = Buffer.from('%PDF-1.4 a small document').toString('base64');
    await t.slack.act(ana, 'message', {
      channel: dm,
      thread_ts: root,
      text: 'See this.',
      files: [{ name: 'invoice.pdf', data }],
    });
    const passed = await inThread((one) => one.files?.[0]?.name === 'invoice.pdf');
    const bytes = await t.slack.file(lead, String(passed.files?.[0]?.id));
    expect(Buffer.from(bytes).toString()).toBe('%PDF-1.4 a small document');
  });

  test('waiting sends the question, the answer ends it', async () => {
    const { _id } = await findTicket();
    await press(bo, 'tickets.more', `status:${_id}`);
    const view = await t.slack.view(bo, 'tickets.statusModal');
    await t.slack.act(bo, 'submit', {
      view_id: view.id,
      entries: { move: { value: 'wait' }, text: { value: 'Which colour was it?' } },
    });
    await inDm(says('Which colour was it?'));
    await card(t, number, (text) => text.includes('Waiting on customer'));
    await t.slack.act(ana, 'message', { channel: dm, thread_ts: root, text: 'Blue.' });
    await card(t, number, (text) => text.includes('In progress'));
  });

  test('a message outside the thread finds the only open ticket and says so', async () => {
    await t.slack.act(ana, 'message', { channel: dm, text: 'One more thing: the lid is missing.' });
    await inThread(says('the lid is missing'));
    await t.slack.until('the answer', async () =>
      (await t.slack.messages(ana, dm)).some((one) => one.reply_count && says('lid')(one)),
    );
  });

  test('resolved asks for a rating; the message becomes its outcome; a later message offers Reopen', async () => {
    await press(bo, 'tickets.resolve');
    const asked = await inDm(says('tickets.rate'));
    const { _id } = await findTicket();
    await t.slack.act(ana, 'action', {
      channel: dm,
      ts: asked.ts,
      action_id: 'tickets.rate',
      value: `4:${_id}`,
    });
    await inDm((one) => one.ts === asked.ts && says('you gave 4 of 5')(one));
    await inThread(says('rated this 4 of 5'));
    await t.slack.act(ana, 'message', { channel: dm, thread_ts: root, text: 'It broke again.' });
    await inThread((one) => says('It broke again.')(one) && says('tickets.reopen')(one));
    await t.slack.act(ana, 'action', { channel: dm, ts: asked.ts, action_id: 'tickets.reopen' });
    await card(t, number, (text) => text.includes('Assigned') || text.includes('New'));
    await inDm(says('is open again'));
  });

  test('reopened, it goes to who had it, who is mentioned and whose turn it was, if they have the skills it needs', async () => {
    const { _id: ticketId } = await findTicket();
    const act = { workspace: t.workspace, ticketId };
    const bos = () => getPerson(t.desk, { workspace: t.workspace, userId: bo });
    await assignByHand(t.desk, { ...act, by: lead, to: bo, why: 'for the test' }).catch(() => undefined);
    await moveTicket(t.desk, { ...act, by: bo, move: 'resolve' });
    const before = (await bos()).lastAssignedAt;
    expect(await reopenTicket(t.desk, { ...act, by: ana, why: 'Not yet.' })).toMatchObject({
      status: 'assigned',
      assignee: bo,
    });
    await inThread((one) => says(`<@${bo}>, it is yours again.`)(one) && says('Not yet.')(one));
    expect((await bos()).lastAssignedAt?.getTime()).toBeGreaterThan(before?.getTime() ?? 0);
    await moveTicket(t.desk, { ...act, by: bo, move: 'resolve' });
    await ticketModel(t.desk.database).updateOne(
      { workspace: t.workspace, _id: ticketId },
      { $set: { skills: ['nobody has this'] } },
    );
    expect(await reopenTicket(t.desk, { ...act, by: ana })).toMatchObject({ status: 'new', assignee: null });
  });

  test('nothing the app did was refused by Slack', async () => {
    await t.quiet();
    expect(await t.slack.failures()).toEqual([]);
  });
});
