import { afterAll, beforeAll, expect, test } from 'vitest';
import { shareFiles } from '../../../src/features/tickets/deliver/files.ts';
import {
  getTicket,
  hearRequester,
  messagesOf,
  openTicket,
  type Ticket,
} from '../../../src/features/tickets/index.ts';
import { addNote } from '../../../src/features/tickets/service/talk.ts';
import type { MessageObject } from '../../../src/local/slack/control/types.ts';
import type { Outgoing } from '../../../src/platform/outbox/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { until } from '../../support/until.ts';

const { ana, ben, bo, cy, lead } = people;
const { triage } = channels;

let t: TestDesk;
let ticket: Ticket;
beforeAll(async () => {
  t = await startTestDesk();
  const { _id: ticketId } = await openTicket(t.desk, {
    workspace: t.workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'words' },
    subject: 'Many words',
    text: `${'First words. '.repeat(500)}The end of the request.`,
  });
  ticket = await until('card and thread', async () => {
    const now = await getTicket(t.desk, { workspace: t.workspace, ticketId });
    return now.card && now.talk ? now : null;
  });
});
afterAll(() => t.stop());

const inThread = (fits: (message: MessageObject) => boolean) =>
  t.slack.message(lead, triage, fits, ticket.card!.ts);
const inTalk = (fits: (message: MessageObject) => boolean) =>
  t.slack.message(ana, ticket.talk!.channel, fits, ticket.talk!.ts);
const says = (words: string) => (message: MessageObject) => JSON.stringify(message).includes(words);
const write = (text: string, files: { name: string; data: string }[] = []) =>
  t.slack.act(ana, 'message', {
    channel: ticket.talk!.channel,
    thread_ts: ticket.talk!.ts,
    text,
    files,
  });
const messages = () => messagesOf(t.desk, { workspace: t.workspace, ticketId: ticket._id });
const wordsOf = ({ blocks = [] }: MessageObject) =>
  blocks
    .filter(({ type }) => type === 'section')
    .map(({ text }) => String((text as { text: string }).text))
    .join(' ');

/** What Read all opens for the person. */
async function readAll(as: string, place: { channel: string; ts: string } | { view_id: string }) {
  await t.slack.act(as, 'action', { ...place, action_id: 'tickets.whole' });
  const { id, blocks } = await t.slack.view(as, 'tickets.whole');
  await t.slack.act(as, 'close', { view_id: id });
  return JSON.stringify(blocks);
}

test('long words of the requester are kept whole: some are shown, the rest is a click away', async () => {
  const long = Array.from({ length: 2_500 }, (_, index) => `w${index}`).join(' & ');
  expect(long.length).toBeGreaterThan(12_000);
  await write(long);
  const shown = await inThread(says('Ana wrote'));
  expect(wordsOf(shown).length).toBeGreaterThan(5_000);
  expect(JSON.stringify(shown.blocks)).not.toContain('w2499');
  expect(await readAll(cy, { channel: triage, ts: shown.ts })).toContain('w2499');
  expect((await messages())[0]?.text).toBe(long);
  await t.slack.act(bo, 'action', {
    channel: triage,
    ts: ticket.card!.ts,
    action_id: 'tickets.more',
    value: `details:${ticket._id}`,
  });
  const { id } = await t.slack.view(bo, 'tickets.detailsModal');
  expect(await readAll(bo, { view_id: id })).toContain('The end of the request.');
  await t.slack.act(bo, 'close', { view_id: id, all: true });
});

test('long words of the team reach the requester whole, and none that are meant for the team alone', async () => {
  const long = `${'Take out the two screws below. '.repeat(270)}Then lift the lid.`;
  await t.slack.act(bo, 'message', { channel: triage, thread_ts: ticket.card!.ts, text: `!${long}` });
  const read = await inTalk(says('Take out'));
  expect(wordsOf(read)).toBe(long);
  const words = { workspace: t.workspace, ticketId: ticket._id, by: bo, key: 'long note' };
  await addNote(t.desk, { ...words, text: 'Between us. '.repeat(800) });
  const note = await inThread(says('Between us'));
  await t.slack.act(lead, 'invite', { channel: triage, user: ben });
  await t.slack.act(ben, 'action', { channel: triage, ts: note.ts, action_id: 'tickets.whole' });
  const isRefusal = (one: MessageObject) => one.is_ephemeral === true && /own tickets only/.test(one.text);
  await until('the refusal', async () =>
    [
      ...(await t.slack.messages(ben, triage)),
      ...(await t.slack.messages(ben, triage, ticket.card!.ts)),
    ].some(isRefusal),
  );
  expect(await t.slack.views(ben)).toEqual([]);
});

test('a file that is gone, empty or kept elsewhere is named, and what comes after it is passed on', async () => {
  const { _id: ticketId } = ticket;
  const gone = { name: 'gone.pdf', mimetype: 'x/y', bytes: 9, stored: null, slackFile: 'F0GONE' };
  const words = { workspace: t.workspace, ticketId, by: ana, text: '' };
  await hearRequester(t.desk, { ...words, files: [gone], key: 'gone' });
  await write('', [{ name: 'empty.txt', data: '' }]);
  await write('After both.');
  await inThread(says('gone.pdf was deleted before it could be passed on.'));
  await inThread(says('empty.txt is empty, so there was nothing to pass on.'));
  await inThread(says('After both.'));
  // Slack says that it has no such file; that is what the test is about.
  await t.slack.forgetFailures();

  const said: string[] = [];
  const slack = {
    call: async () => ({ file: { is_external: true, url_private: 'https://elsewhere.example/plan' } }),
    post: async ({ text }: { text: string }) => said.push(text),
  };
  const [message] = (await messages()).filter(({ key }) => key === 'gone');
  await shareFiles(t.desk, slack as unknown as Outgoing, message!, {
    thread: ticket.card!,
    steps: { done: () => undefined, remember: async () => {} },
  });
  expect(said).toEqual(['gone.pdf: https://elsewhere.example/plan']);
});

test('a deleted message takes its files along, the desk’s own copy too', async () => {
  const data = Buffer.from('%PDF-1.4 a password').toString('base64');
  const { message } = await write('My password', [{ name: 'password.pdf', data }]);
  const hasFile = ({ files }: MessageObject) => files?.[0]?.name === 'password.pdf';
  await inThread(hasFile);
  const stored = async () => (await messages()).flatMap(({ files }) => files).find(({ stored: id }) => id);
  const { stored: id } = await until('the own copy', stored);
  const ts = String(message?.ts);
  await t.slack.act(ana, 'delete', { channel: ticket.talk!.channel, ts });
  await t.slack.until('no file is left', async () => {
    const seen = await t.slack.messages(lead, triage, ticket.card!.ts);
    return !seen.some(hasFile) && !(await stored());
  });
  expect(await t.desk.files.find(t.workspace, String(id))).toBeUndefined();
});
