import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel } from '@slack/web-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { openSandbox } from './support.ts';

let sandbox: Sandbox;
let client: SocketModeClient;
let heard: string[];

/** Slack's own client, with short patience: it looks for a pong every 5 seconds and allows it 300 ms. */
beforeEach(async () => {
  sandbox = await openSandbox({ tuning: { ackMs: 600 } });
  heard = [];
  client = new SocketModeClient({
    appToken: sandbox.appToken,
    clientPingTimeout: 300,
    logLevel: LogLevel.ERROR,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  client.on('message', async ({ event, ack }) => {
    await ack();
    heard.push(event.text);
  });
  await client.start();
});
afterEach(async () => {
  await client.disconnect();
  await sandbox.close();
});

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

test.each([
  ['asked to', 'disconnect'],
  ['cut off', 'drop_socket'],
  ['left in silence', 'stall_socket'],
] as const)(
  "Slack's client comes back when it is %s, and hears what was said meanwhile",
  async (_, kind) => {
    const back = new Promise((resolve) => client.once('connected', resolve));
    await sandbox.control.fault({ kind });
    await sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text: kind });
    await back;
    await sandbox.control.clock({ skipMinutes: 6 });
    await sandbox.control.until('the message', async () => heard.includes(kind));
    const tries = (await sandbox.control.deliveries()).filter((each) => each.name === 'message');
    expect(tries.at(-1)).toMatchObject({ outcome: 'acked' });
  },
  30_000,
);
