import { App, LogLevel } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { freePort } from '../../support/free-port.ts';
import { openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: App;
const heard: string[] = [];
const options = [{ text: { type: 'plain_text' as const, text: 'One' }, value: '1' }];

beforeAll(async () => {
  const port = await freePort();
  sandbox = await openSandbox({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  app = new App({
    token: sandbox.botToken,
    signingSecret: sandbox.signingSecret,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  app.command('/try', async ({ ack, command, client, respond }) => {
    await ack({ text: 'Opening' });
    await respond({ text: 'Opened', response_type: 'in_channel' });
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'form',
        title: { type: 'plain_text', text: 'Form' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'what',
            label: { type: 'plain_text', text: 'What' },
            element: { type: 'external_select', action_id: 'what', min_query_length: 0 },
          },
        ],
      },
    });
  });
  app.command('/raw', async () => {});
  app.options('what', async ({ ack }) => {
    await ack({ options });
  });
  app.view('form', async ({ ack }) => {
    await ack({ response_action: 'errors', errors: { what: 'Not that one' } });
  });
  app.message(async ({ message, context }) => {
    heard.push(`${'text' in message ? message.text : ''} ${context.retryNum ?? 0}`);
  });
  await app.start(port);
});

afterAll(async () => {
  await app.stop();
  await sandbox.close();
});

const run = (text: string) => sandbox.control.act('U0BO', 'command', { channel: 'C0TRIAGE', text });
const say = (text: string) => sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text });

test('a command is acked in the HTTP answer, and goes on through its response URL and a modal', async () => {
  expect(await run('/try')).toMatchObject({ ok: true });
  const { control } = sandbox;
  await control.message('U0BO', 'C0TRIAGE', (each) => each.text === 'Opening');
  await control.message('U0CY', 'C0TRIAGE', (each) => each.text === 'Opened');
  const view = await control.view('U0BO', 'form');
  const asked = await control.act('U0BO', 'options', { view_id: view.id, action_id: 'what', query: '' });
  expect(asked.options).toEqual(options);
  const sent = await control.act('U0BO', 'submit', { view_id: view.id, entries: { what: { what: '1' } } });
  expect(sent).toMatchObject({ ok: false, errors: { what: 'Not that one' } });
});

test('an event arrives signed', async () => {
  await say('hello');
  await sandbox.control.until('the event', async () => heard.includes('hello 0'));
});

test.each(['wrong_signature', 'old_timestamp'] as const)(
  'an event with a %s is refused, and comes again',
  async (kind) => {
    await sandbox.control.fault({ kind, times: 1 });
    await say(kind);
    await sandbox.control.until('the second try', async () => heard.includes(`${kind} 1`));
    const failures = await sandbox.control.failures();
    expect(failures.at(-1)).toMatchObject({ kind: 'not_acked', name: 'message' });
    expect(failures.at(-1)?.reason).toMatch(/answered 401/);
  },
);

test('a request from the future can be sent: Bolt alone does not refuse it', async () => {
  await sandbox.control.fault({ kind: 'future_timestamp', times: 1 });
  await say('tomorrow');
  await sandbox.control.until('the event', async () => heard.includes('tomorrow 0'));
});

test('a listener that does not ack is a failure that the person sees', async () => {
  expect(await run('/raw')).toMatchObject({ ok: false, failure: { kind: 'not_acked' } });
});

test('apps.connections.open is refused in HTTP mode', async () => {
  const open = app.client.apps.connections.open({ token: sandbox.appToken });
  await expect(open).rejects.toThrow('socket_mode_not_enabled');
});
