import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, trigger } from './fake-app.ts';
import { form, input, section, typed } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a restart loses nothing', async () => {
  const first = await openSandbox({ data: folder, tuning: { fileReadyMs: 0 } });
  const app = await connect(first);
  await first.control.clock({ skipMinutes: 90 });
  const { ts } = await call(first, 'chat.postMessage', {
    channel: 'C0TRIAGE',
    text: 'kept',
    blocks: [section()],
  });
  await first.control.act('U0BO', 'reaction', { channel: 'C0TRIAGE', ts: String(ts), name: 'eyes' });
  const data = Buffer.from('hi').toString('base64');
  const { message } = await first.control.act('U0BO', 'message', {
    channel: 'C0TRIAGE',
    files: [{ name: 'a.txt', data }],
  });
  const view = form(input(typed()));
  await call(first, 'views.open', { trigger_id: await trigger(first, app), view });
  await call(first, 'views.publish', { user_id: 'U0BO', view: { type: 'home', blocks: [section()] } });
  const responseUrl = app.received.at(-1)?.payload.response_url ?? '';
  await first.idle();
  const before = await everything(first);
  await first.control.revoke('xoxb-sandbox-shiftdesk');
  await app.close();
  await first.close();

  const second = await openSandbox({ data: folder, tuning: { fileReadyMs: 0 } });
  expect(withoutHost(await everything(second), second.url)).toEqual(withoutHost(before, first.url));
  expect(Buffer.from(await second.control.file('U0BO', message?.files?.[0]?.id ?? '')).toString()).toBe('hi');
  expect(await call(second, 'auth.test')).toMatchObject({ error: 'token_revoked' });
  const late = await fetch(responseUrl.replace(first.url, second.url), {
    method: 'POST',
    body: '{"text":"still here"}',
  });
  expect(late.status).toBe(200);
  await second.close();

  async function everything(sandbox: typeof first) {
    const { clock, app: _, ...state } = await sandbox.control.state('U0BO');
    expect(Math.round(clock.offsetMs / 60_000)).toBe(90);
    return {
      state,
      messages: await sandbox.control.messages('U0BO', 'C0TRIAGE'),
      views: await sandbox.control.views('U0BO'),
      home: await sandbox.control.home('U0BO'),
    };
  }
  function withoutHost(value: unknown, url: string): unknown {
    return JSON.parse(JSON.stringify(value).replaceAll(url, ''));
  }
});

test('an event that was not taken is still sent after a restart', async () => {
  const first = await openSandbox({ data: folder, tuning: { fileReadyMs: 0 } });
  await first.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text: 'hello' });
  await first.control.until('two tries', async () => (await first.control.failures()).length === 2);
  await first.close();
  const second = await openSandbox({ data: folder, tuning: { fileReadyMs: 0 } });
  const app = await connect(second);
  await second.control.clock({ skipMinutes: 1 });
  await second.control.until('the event', async () => app.received.length === 1);
  expect(app.received[0]).toMatchObject({ retry_attempt: 2, payload: { event: { text: 'hello' } } });
  await app.close();
  await second.close();
});
