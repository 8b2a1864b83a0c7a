import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp, trigger } from './fake-app.ts';
import { actions, button, x } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: FakeApp;
beforeEach(async () => {
  sandbox = await openSandbox();
  app = await connect(sandbox);
});
afterEach(async () => {
  await app.close();
  await sandbox.close();
});

const place = { channel: 'C0TRIAGE' };
const texts = async (as: string) => (await sandbox.control.messages(as, 'C0TRIAGE')).map((each) => each.text);
const click = (ts: string) => sandbox.control.act('U0BO', 'action', { ...place, ts, action_id: 'go' });
const responseUrl = () =>
  app.received.findLast((each) => each.payload.response_url)?.payload.response_url ?? '';
const answer = async (body: Record<string, unknown>) => {
  expect((await fetch(responseUrl(), { method: 'POST', body: JSON.stringify(body) })).status).toBe(200);
};

async function card(method: string, more: Record<string, unknown> = {}): Promise<string> {
  const posted = await call(sandbox, method, {
    ...place,
    text: 'card',
    blocks: [actions(button())],
    ...more,
  });
  return String(posted.ts ?? posted.message_ts);
}

test('a response is for the person alone, unless it is in_channel', async () => {
  await click(await card('chat.postMessage'));
  await answer({ text: 'for Bo' });
  await answer({ text: 'for all', response_type: 'in_channel' });
  expect(await texts('U0BO')).toEqual(['card', 'for Bo', 'for all']);
  expect(await texts('U0CY')).toEqual(['card', 'for all']);
});

test('replace_original and delete_original work on the message that was clicked', async () => {
  await click(await card('chat.postMessage'));
  await answer({ text: 'done', replace_original: true });
  expect(await texts('U0CY')).toEqual(['done']);
  await answer({ delete_original: true });
  expect(await texts('U0CY')).toEqual([]);
});

test('an ephemeral message is changed and removed by its response URL only', async () => {
  await click(await card('chat.postEphemeral', { user: 'U0BO' }));
  const clicked = app.received.findLast((each) => each.payload.container);
  expect(clicked?.payload.container).toMatchObject({ is_ephemeral: true });
  await answer({ text: 'changed', replace_original: true });
  expect(await texts('U0BO')).toEqual(['changed']);
  await answer({ delete_original: true });
  expect(await texts('U0BO')).toEqual([]);
});

test('a response works in channels where the bot is not', async () => {
  await trigger(sandbox, app);
  await answer({ text: 'here too', response_type: 'in_channel' });
  await sandbox.control.message('U0ANA', 'C0GENERAL', (each) => each.text === 'here too');
});

test('response URLs and uploads are cut in an outage too', async () => {
  await trigger(sandbox, app);
  const { upload_url } = await call(sandbox, 'files.getUploadURLExternal', { filename: 'a.txt', length: 1 });
  await sandbox.control.fault({ kind: 'outage', seconds: 60 });
  const url = responseUrl();
  await expect(fetch(url, { method: 'POST', body: '{"text":"x"}' })).rejects.toThrow();
  await expect(fetch(String(upload_url), { method: 'POST', body: 'x' })).rejects.toThrow();
  await sandbox.control.endFaults();
  expect((await fetch(url, { method: 'POST', body: '{"text":"x"}' })).status).toBe(200);
});

test('a text beyond 40,000 characters is cut off', async () => {
  await call(sandbox, 'chat.postMessage', { ...place, text: x(40_001) });
  expect((await texts('U0BO'))[0]).toHaveLength(40_000);
});
