import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  getTicket,
  messagesOf,
  openTicket,
  ticketsOfRequester,
} from '../../../src/features/tickets/index.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { dmOf } from './talk.ts';

const { ana, bo, lead, manager } = people;
const journey =
  'key: phone\ntitle: Phone\nquestions:\n  - { id: a, ask: A?, kind: text }\noutcome: { subject: "{{a}}" }\n';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t.stop());

const file = (name: string) => ({
  name,
  data: Buffer.from(name.endsWith('.yml') ? journey : 'agent\tcsat\nbo\t77\n').toString('base64'),
});

/** Drops files in the app's messages and returns what the app says to that, beside the message and in its thread. */
async function drop(as: string, names: readonly string[], least = 1): Promise<string[]> {
  const channel = await dmOf(t, as);
  const known = new Set((await t.slack.messages(as, channel)).map(({ ts }) => ts));
  const { message } = await t.slack.act(as, 'message', {
    channel,
    text: '',
    files: names.map(file),
  });
  const ts = String(message?.ts);
  const answers = await t.slack.until('an answer', async () => {
    await t.quiet();
    const roots = await t.slack.messages(as, channel);
    const replies = await t.slack.messages(as, channel, ts);
    const heard = new Map([...roots, ...replies].map((one) => [one.ts, one]));
    const said = [...heard.values()].filter((one) => one.user !== as && !known.has(one.ts));
    return said.length >= least ? said : undefined;
  });
  return answers.map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
}

const asked = /Shall we open one from this message/;

test.each([
  ['.txt of a lead', lead, 'notes.txt'],
  ['.txt of an agent', bo, 'notes.txt'],
  ['.csv of an agent', bo, 'mine.csv'],
  ['.tsv of an agent', bo, 'mine.tsv'],
  ['.yml of a lead', lead, 'phone.yml'],
  ['.yml of a customer', ana, 'phone.yml'],
])('a %s is a message like any other', async (_, as, name) => {
  const answers = await drop(as, [name]);
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatch(asked);
});

test.each([
  ['.csv of a lead', lead, 'week.csv', /week\.csv/],
  ['.tsv of a lead', lead, 'week.tsv', /week\.tsv/],
  ['.yml of a manager', manager, 'phone.yml', /phone\.yml is a draft now/],
])('a %s is taken, and nothing is asked about it', async (_, as, name, said) => {
  const answers = await drop(as, [name]);
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatch(said);
  expect(answers[0]).not.toMatch(asked);
});

test('of several files each goes where it belongs', async () => {
  const answers = await drop(lead, ['one.csv', 'two.csv', 'notes.txt'], 3);
  expect(answers).toHaveLength(3);
  for (const said of [/one\.csv/, /two\.csv/, asked])
    expect(answers.filter((answer) => said.test(answer))).toHaveLength(1);
});

test('the words beside a file that is taken are kept as a message', async () => {
  const channel = await dmOf(t, lead);
  await t.slack.act(lead, 'message', { channel, text: 'And my lamp is dark.', files: [file('four.csv')] });
  const offered = await t.slack.until('the offer', async () => {
    for (const { ts, reply_count } of await t.slack.messages(lead, channel)) {
      const replies = reply_count ? await t.slack.messages(lead, channel, ts) : [];
      const found = replies.find(
        (one) => asked.test(one.text) && JSON.stringify(one.blocks).includes('choose'),
      );
      if (found && replies[0]?.text.includes('lamp')) return found;
    }
    return undefined;
  });
  await t.slack.act(lead, 'action', { channel, ts: offered.ts, action_id: 'tickets.choose' });
  const opened = await t.slack.until(
    'the ticket',
    async () => (await ticketsOfRequester(t.desk, { workspace: t.workspace, userId: lead }))[0],
  );
  expect(opened.text).toBe('And my lamp is dark.');
});

test('what is dropped in a ticket’s thread belongs to the ticket, whoever drops it', async () => {
  const { desk, workspace, slack } = t;
  const { _id: ticketId } = await openTicket(desk, {
    workspace,
    requester: lead,
    origin: { kind: 'rest', key: 'files' },
    subject: 'My figures',
  });
  const talk = await slack.until(
    'the thread',
    async () => (await getTicket(desk, { workspace, ticketId })).talk ?? undefined,
  );
  await slack.act(lead, 'message', {
    channel: talk.channel,
    thread_ts: talk.ts,
    text: '',
    files: [file('third.csv')],
  });
  const heard = await slack.until('the message', async () =>
    (await messagesOf(desk, { workspace, ticketId })).find(({ files }) => files.length > 0),
  );
  expect(heard.files.map(({ name }) => name)).toEqual(['third.csv']);
  await t.quiet();
  const all = await slack.messages(lead, talk.channel);
  expect(all.filter((one) => JSON.stringify(one.blocks ?? []).includes('third.csv'))).toEqual([]);
});
