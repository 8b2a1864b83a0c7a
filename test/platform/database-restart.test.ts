import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setAvailability } from '../../src/features/people/index.ts';
import { getTicket, messagesOf, openTicket, replyToTicket } from '../../src/features/tickets/index.ts';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';

const { ana, bo, cy, lead } = people;

const folder = mkdtempSync(join(tmpdir(), 'shiftdesk-restart-'));
let port: number;
let server: ChildProcess;
let t: TestDesk;

/** The embedded MongoDB as a process of its own. */
async function startDatabase(): Promise<ChildProcess> {
  const main = ['src/local/mongo/main.ts', '--data', folder, '--port', String(port)];
  const child = spawn(process.execPath, main, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

beforeAll(async () => {
  port = await freePort();
  server = await startDatabase();
  t = await startTestDesk({ mongodb: `mongodb://127.0.0.1:${port}` });
  for (const userId of [bo, cy, lead])
    await setAvailability(t.desk, { workspace: t.workspace, userId, availability: 'away' });
});
afterAll(async () => {
  await t.slack.forgetFailures();
  await t.stop();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('the database is killed in the middle of a delivery and comes back: all is told once, what was said meanwhile is heard once', async () => {
  const { desk, workspace, slack } = t;
  const opened = await openTicket(desk, {
    workspace,
    requester: ana,
    origin: { kind: 'rest', key: 'restart' },
    subject: 'Restart',
  });
  const again = () => getTicket(desk, { workspace, ticketId: opened._id });
  const { talk, card } = await until('its threads', async () => {
    const ticket = await again();
    return ticket.talk && ticket.card ? ticket : null;
  });
  await t.quiet();

  await slack.fault({ kind: 'slow', method: 'chat.postMessage', delayMs: 1_500, times: 2 });
  await replyToTicket(desk, { workspace, ticketId: opened._id, by: bo, text: 'Told once.', key: 'restart' });
  await until('it is being posted', () =>
    desk.database.connection
      .collection('outbox')
      .findOne({ workspace, kind: 'ticket.requester', attempts: 1 }),
  );
  server.kill('SIGKILL');
  await once(server, 'exit');
  await slack.act(ana, 'message', { channel: talk!.channel, thread_ts: talk!.ts, text: 'Said meanwhile.' });
  const clicked = await slack.act(bo, 'command', { channel: channels.general, text: '/shift busy' });
  expect(clicked.failure, 'a click is answered all the same').toBeUndefined();
  await slack.message(bo, channels.general, ({ text }) => text.includes('Reference'));
  server = await startDatabase();

  const said = async (as: string, { channel, ts }: { channel: string; ts: string }, words: string) =>
    (await slack.messages(as, channel, ts)).filter((one) => JSON.stringify(one).includes(words)).length;
  await until('the message is heard', async () => {
    // Slack repeats an event at once, after a minute and after five.
    await slack.clock({ skipMinutes: 1 });
    return (await messagesOf(desk, { workspace, ticketId: opened._id })).some(
      ({ text }) => text === 'Said meanwhile.',
    );
  });
  await until('both sides read everything', async () => {
    return (await said(ana, talk!, 'Told once.')) > 0 && (await said(lead, card!, 'Said meanwhile.')) > 0;
  });
  await t.quiet();
  expect(await said(ana, talk!, 'Told once.')).toBe(1);
  expect(await said(lead, card!, 'Told once.')).toBe(1);
  expect(await said(lead, card!, 'Said meanwhile.')).toBe(1);
  const cards = (await slack.messages(lead, channels.triage)).filter(({ text }) =>
    text.includes(`T-${opened.number}`),
  );
  expect(cards.map(({ ts }) => ts)).toEqual([card!.ts]);
}, 90_000);
