import type { App } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { openSandbox, socketApp } from './support.ts';

let sandbox: Sandbox;
let app: App;

beforeAll(async () => {
  sandbox = await openSandbox();
  app = socketApp(sandbox);
  app.command('/try', async ({ ack, command, client }) => {
    await ack(`You typed: ${command.text}`);
    if (command.text !== 'modal') return;
    await client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'ask',
        title: { type: 'plain_text', text: 'Ask' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'name',
            label: { type: 'plain_text', text: 'Name' },
            element: { type: 'plain_text_input', action_id: 'value' },
          },
          {
            type: 'input',
            block_id: 'city',
            optional: true,
            label: { type: 'plain_text', text: 'City' },
            element: { type: 'external_select', action_id: 'city', min_query_length: 0 },
          },
        ],
      },
    });
  });
  app.options('city', async ({ ack, options }) => {
    await ack({ options: [{ text: { type: 'plain_text', text: `${options.value}burg` }, value: 'x' }] });
  });
  app.view('ask', async ({ ack, view, client, body }) => {
    const name = view.state.values.name?.value?.value ?? '';
    if (name.length < 3) {
      await ack({ response_action: 'errors', errors: { name: 'Too short' } });
      return;
    }
    await ack();
    await client.chat.postMessage({
      channel: 'C0TRIAGE',
      text: `Hello ${name}`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `Hello *${name}* from <@${body.user.id}>` } },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'claim', value: name, text: { type: 'plain_text', text: 'Claim' } },
          ],
        },
      ],
    });
  });
  app.action('claim', async ({ ack, body, client, action }) => {
    await ack();
    if (body.type !== 'block_actions' || action.type !== 'button' || !body.message) return;
    await client.chat.update({
      channel: 'C0TRIAGE',
      ts: body.message.ts,
      text: `${action.value} is ${body.user.id}'s`,
    });
  });
  app.message('ping', async ({ say }) => {
    await say('pong');
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Home' } }] },
    });
  });
  app.shortcut('keep.it', async ({ ack, respond, shortcut }) => {
    await ack();
    if (shortcut.type === 'message_action') await respond(`Kept: ${shortcut.message.text}`);
  });
  app.function('add', async ({ inputs, complete }) => {
    await complete({ outputs: { sum: Number(inputs.a) + Number(inputs.b) } });
  });
  await app.start();
});

afterAll(async () => {
  await app.stop();
  await sandbox.close();
});

test('a command is answered by its ack, to that person only', async () => {
  const result = await sandbox.control.act('U0BO', 'command', {
    channel: 'C0TRIAGE',
    text: '/try hello @cy',
  });
  expect(result).toMatchObject({ ok: true });
  const seen = await sandbox.control.message('U0BO', 'C0TRIAGE', (each) => each.is_ephemeral === true);
  expect(seen.text).toBe('You typed: hello <@U0CY|cy>');
  expect(await sandbox.control.messages('U0CY', 'C0TRIAGE')).toEqual([]);
});

test('a modal opens, refuses, asks for options, and posts a card that a button changes', async () => {
  const { control } = sandbox;
  await control.act('U0BO', 'command', { channel: 'C0TRIAGE', text: '/try modal' });
  const view = await control.view('U0BO', 'ask');
  const refused = await control.act('U0BO', 'submit', {
    view_id: view.id,
    entries: { name: { value: 'Al' } },
  });
  expect(refused).toMatchObject({ ok: false, errors: { name: 'Too short' } });
  const { options } = await control.act('U0BO', 'options', {
    view_id: view.id,
    action_id: 'city',
    query: 'Ham',
  });
  expect(options).toMatchObject([{ text: { text: 'Hamburg' } }]);
  const done = await control.act('U0BO', 'submit', {
    view_id: view.id,
    entries: { name: { value: 'Alma' } },
  });
  expect(done).toMatchObject({ ok: true, view: null });
  const card = await control.message('U0CY', 'C0TRIAGE', (each) => each.text === 'Hello Alma');
  await control.act('U0CY', 'action', { channel: 'C0TRIAGE', ts: card.ts, action_id: 'claim' });
  await control.message('U0BO', 'C0TRIAGE', (each) => each.text === "Alma is U0CY's");
});

test('a direct message reaches the app and is answered', async () => {
  const { control } = sandbox;
  const { channel } = await control.act('U0ANA', 'dm', { user: 'U0SHIFTDESK' });
  await control.act('U0ANA', 'message', { channel: channel?.id ?? '', text: 'ping' });
  await control.message('U0ANA', channel?.id ?? '', (each) => each.text === 'pong');
});

test('Home is published when it is opened', async () => {
  await sandbox.control.act('U0LEAD', 'open-home', {});
  const home = await sandbox.control.until('Home', () => sandbox.control.home('U0LEAD'));
  expect(home.blocks).toMatchObject([{ type: 'header' }]);
});

test('a message shortcut is answered through its response URL', async () => {
  const { control } = sandbox;
  const { message } = await control.act('U0BO', 'message', { channel: 'C0TRIAGE', text: 'precious' });
  await control.act('U0BO', 'message-shortcut', {
    channel: 'C0TRIAGE',
    ts: message?.ts ?? '',
    callback_id: 'keep.it',
  });
  await control.message('U0BO', 'C0TRIAGE', (each) => each.text === 'Kept: precious');
});

test('a workflow step runs to its outputs', async () => {
  const result = await sandbox.control.act('U0LEAD', 'step', { callback_id: 'add', inputs: { a: 2, b: 3 } });
  expect(result.step).toMatchObject({ status: 'completed', outputs: { sum: 5 } });
});

test('a file goes up in three steps by the SDK, and down with the token', async () => {
  const content = Buffer.from('a,b\n1,2\n');
  await app.client.filesUploadV2({ channel_id: 'C0TRIAGE', filename: 'data.csv', file: content });
  const shared = await sandbox.control.message('U0LEAD', 'C0TRIAGE', (each) => (each.files?.length ?? 0) > 0);
  const file = shared.files?.[0];
  expect(file).toMatchObject({ name: 'data.csv', size: 8 });
  expect(Buffer.from(await sandbox.control.file('U0LEAD', file?.id ?? ''))).toEqual(content);
  const response = await fetch(file?.url_private ?? '', {
    headers: { authorization: `Bearer ${sandbox.botToken}` },
  });
  expect(await response.text()).toBe('a,b\n1,2\n');
});

test('nothing that the app did was refused', async () => {
  expect(await sandbox.control.failures()).toEqual([]);
});
