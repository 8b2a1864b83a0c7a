import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import { call, openSandbox } from './support.ts';

const ackMs = 500;
let sandbox: Sandbox;
const apps: FakeApp[] = [];

beforeEach(async () => {
  sandbox = await openSandbox({ tuning: { ackMs } });
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await sandbox.close();
});

const join = async (...args: Parameters<typeof connect> extends [unknown, ...infer R] ? R : never) => {
  const app = await connect(sandbox, ...args);
  apps.push(app);
  return app;
};
const run = (text = '/try') => sandbox.control.act('U0BO', 'command', { channel: 'C0TRIAGE', text });
const say = (text: string) => sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', text });
const attempts = (app: FakeApp) =>
  app.received
    .filter((each) => each.type === 'events_api')
    .map((each) => [each.retry_attempt, each.retry_reason]);
const kinds = async () => (await sandbox.control.failures()).map((each) => each.kind);

describe('a command, action, view or options request', () => {
  test('that is not acked in time shows the failure and counts as one', async () => {
    await join(() => 'silent');
    const result = await run();
    expect(result).toMatchObject({ ok: false, failure: { kind: 'not_acked' } });
    expect(await kinds()).toEqual(['not_acked']);
  });

  test('that is acked too late counts twice: the person saw a failure', async () => {
    const app = await join(() => 'silent');
    await run();
    app.ack(app.received[0]?.envelope_id ?? '', { text: 'late' });
    await sandbox.control.until('the late ack', async () => (await kinds()).includes('late_ack'));
    expect(await sandbox.control.messages('U0BO', 'C0TRIAGE')).toEqual([]);
  });

  test('that is acked twice is noted', async () => {
    const app = await join();
    await run();
    app.ack(app.received[0]?.envelope_id ?? '');
    await sandbox.control.until('the second ack', async () => (await kinds()).includes('double_ack'));
  });

  test('that finds no app fails at once', async () => {
    expect(await run()).toMatchObject({ ok: false, failure: { kind: 'no_connection' } });
  });

  test('that is acked with unusable content shows a failure', async () => {
    await join(() => ({ blocks: [{ type: 'banner' }] }));
    expect(await run()).toMatchObject({ ok: false, failure: { kind: 'bad_answer' } });
    expect(await kinds()).toEqual(['bad_answer']);
  });
});

describe('an event', () => {
  test('that is not acked comes again at once, after 1 and after 5 minutes of the clock, then never', async () => {
    const app = await join(() => 'silent');
    await say('hello');
    const reached = (count: number) =>
      sandbox.control.until(`try ${count}`, async () => attempts(app).length === count);
    const given = (count: number) =>
      sandbox.control.until(`the end of try ${count}`, async () => (await kinds()).length === count);
    await reached(2);
    await given(2);
    await sandbox.control.clock({ skipMinutes: 1 });
    await reached(3);
    await given(3);
    await sandbox.control.clock({ skipMinutes: 5 });
    await reached(4);
    await given(4);
    await sandbox.control.clock({ skipMinutes: 600 });
    await sandbox.idle();
    expect(attempts(app)).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
      [3, 'timeout'],
    ]);
    const ids = app.received.map((each) => each.payload.event_id);
    expect(new Set(ids).size).toBe(1);
  });

  test('that is acked does not come again', async () => {
    const app = await join();
    await say('hello');
    await sandbox.idle();
    await sandbox.control.clock({ skipMinutes: 10 });
    await sandbox.idle();
    expect(attempts(app)).toEqual([[0, '']]);
  });

  test('is delivered twice on request, with one event id', async () => {
    const app = await join();
    await sandbox.control.fault({ kind: 'duplicate' });
    await say('hello');
    await sandbox.control.until('both', async () => app.received.length === 2);
    expect(app.received[0]?.payload.event_id).toBe(app.received[1]?.payload.event_id);
  });

  test('goes to the app only where its bot is', async () => {
    const app = await join();
    await sandbox.control.act('U0BO', 'message', { channel: 'C0GENERAL', text: 'among us' });
    await say('for all');
    await sandbox.control.until('the event', async () => app.received.length > 0);
    await sandbox.idle();
    expect(app.received.map((each) => each.payload.event?.text)).toEqual(['for all']);
  });
});

describe('sockets', () => {
  test('share the envelopes: each goes to one of them', async () => {
    const both = [await join(), await join()];
    for (let index = 0; index < 6; index += 1) await run();
    expect(both.map((each) => each.received.length)).toEqual([3, 3]);
  });

  test('are told how many there are', async () => {
    await join();
    const second = await join();
    await sandbox.control.until(
      'both',
      async () => (await sandbox.control.state('U0BO')).app.connections === 2,
    );
    expect(second.notices).toMatchObject([{ type: 'hello', num_connections: 2 }]);
  });

  test('open once per address, and ten at a time', async () => {
    const { url } = await call(sandbox, 'apps.connections.open', {}, sandbox.appToken);
    const opened = (address: unknown) =>
      new Promise((resolve) => {
        const socket = new WebSocket(String(address));
        socket.on('message', () => {
          resolve(true);
          socket.close();
        });
        socket.on('error', () => resolve(false));
      });
    expect(await opened(url)).toBe(true);
    expect(await opened(url)).toBe(false);
    for (let index = 0; index < 10; index += 1) await join();
    const eleventh = await call(sandbox, 'apps.connections.open', {}, sandbox.appToken);
    expect(await opened(eleventh.url)).toBe(false);
  });

  test('are asked to reconnect by a disconnect message', async () => {
    const app = await join();
    await sandbox.control.fault({ kind: 'disconnect' });
    await sandbox.control.until('the message', async () => app.notices.length > 1);
    expect(app.notices.slice(1)).toMatchObject([{ type: 'disconnect', reason: 'refresh_requested' }]);
  });

  test('are cut on request, and what was under way is delivered to the next one', async () => {
    const first = await join(() => 'silent');
    await say('hello');
    await sandbox.control.until('the event', async () => first.received.length === 1);
    const second = await join();
    await sandbox.control.fault({ kind: 'drop_socket' });
    await first.closed;
    const third = await join();
    await sandbox.control.until(
      'the event again',
      async () => second.received.length + third.received.length > 0,
    );
    expect(attempts(third)).toEqual([[1, 'connection_failed']]);
  });

  test('fall silent on request', async () => {
    const app = await join();
    await sandbox.control.fault({ kind: 'stall_socket' });
    expect(await run()).toMatchObject({ failure: { kind: 'not_acked' } });
    expect(app.received).toEqual([]);
  });
});

describe('trouble on request', () => {
  const post = (text = 'x') =>
    fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'C0TRIAGE', text }),
    });

  test('429 with Retry-After for one method, so many times', async () => {
    await sandbox.control.fault({
      kind: 'ratelimited',
      method: 'chat.postMessage',
      retryAfterSeconds: 7,
      times: 1,
    });
    expect(await call(sandbox, 'auth.test')).toMatchObject({ ok: true });
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await post()).status).toBe(200);
  });

  test('500', async () => {
    await sandbox.control.fault({ kind: 'server_error', times: 1 });
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(200);
  });

  test('slow answers', async () => {
    await sandbox.control.fault({ kind: 'slow', delayMs: 150, times: 1 });
    const started = performance.now();
    await post();
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
  });

  test('an outage until it is ended: no answer, no event, no socket', async () => {
    const app = await join();
    await sandbox.control.fault({ kind: 'outage', seconds: 60 });
    await app.closed;
    await expect(post()).rejects.toThrow();
    await say('hello');
    await sandbox.control.endFaults();
    expect((await post('after')).status).toBe(200);
    const again = await join();
    await sandbox.control.clock({ skipMinutes: 1 });
    await sandbox.control.until('the event', async () => attempts(again).length > 0);
  });
});
