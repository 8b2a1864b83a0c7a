import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, trigger } from './fake-app.ts';
import { modal } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const look = async () =>
  (await (await fetch(`${sandbox.url}/clock`)).json()) as { offsetMs: number; now: number; frozen: boolean };
const postedAt = async () =>
  Number((await call(sandbox, 'chat.postMessage', { channel: 'C0TRIAGE', text: 'x' })).ts);

test('skips ahead, is set, and is set back by an offset', async () => {
  await sandbox.control.clock({ skipMinutes: 60 });
  await sandbox.control.clock({ skipMinutes: 60 });
  expect((await look()).offsetMs).toBe(120 * 60_000);
  const set = await sandbox.control.clock({ set: '2030-01-01T09:00:00Z' });
  expect(set.now - Date.parse('2030-01-01T09:00:00Z')).toBeLessThan(1000);
  await sandbox.control.clock({ offsetMinutes: 0 });
  expect((await look()).offsetMs).toBe(0);
});

test('stands still while it is frozen, and goes on from there', async () => {
  const { now } = await sandbox.control.clock({ frozen: true });
  expect(await look()).toMatchObject({ now, frozen: true });
  expect((await sandbox.control.clock({ skipMinutes: 5 })).now).toBe(now + 300_000);
  expect(await sandbox.control.clock({ frozen: false })).toMatchObject({ frozen: false });
});

test('dates messages, and two never have one time', async () => {
  await sandbox.control.clock({ set: '2030-01-01T09:00:00Z', frozen: true });
  const [first, second] = [await postedAt(), await postedAt()];
  expect(Math.floor(first)).toBe(Date.parse('2030-01-01T09:00:00Z') / 1000);
  expect(second).toBeGreaterThan(first);
});

test('never touches protocol time', async () => {
  const app = await connect(sandbox);
  const trigger_id = await trigger(sandbox, app);
  await sandbox.control.clock({ skipMinutes: 60 });
  expect(await call(sandbox, 'views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
  await app.close();
});

test('refuses what is no change', async () => {
  await expect(sandbox.control.clock({})).rejects.toThrow('skipMinutes');
  await expect(sandbox.control.clock({ set: 'soon' })).rejects.toThrow('not an ISO time');
});
