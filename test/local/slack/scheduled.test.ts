import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

const schedule = (secondsAhead: number) =>
  call(sandbox, 'chat.scheduleMessage', {
    channel: 'C0TRIAGE',
    text: 'later',
    post_at: Math.floor(Date.now() / 1000) + secondsAhead,
  });

test('a scheduled message is posted when the workspace clock has come to its time', async () => {
  expect(await schedule(3600)).toMatchObject({ ok: true });
  expect(await sandbox.control.messages('U0BO', 'C0TRIAGE')).toEqual([]);
  await sandbox.control.clock({ skipMinutes: 61 });
  await sandbox.control.message('U0BO', 'C0TRIAGE', (each) => each.text === 'later');
  expect(await call(sandbox, 'chat.scheduledMessages.list')).toMatchObject({ scheduled_messages: [] });
});

test('a deleted one is never posted', async () => {
  const { scheduled_message_id } = await schedule(3600);
  const remove = () =>
    call(sandbox, 'chat.deleteScheduledMessage', { channel: 'C0TRIAGE', scheduled_message_id });
  expect(await remove()).toMatchObject({ ok: true });
  expect(await remove()).toMatchObject({ error: 'invalid_scheduled_message_id' });
});

test.each([
  [-60, 'time_in_past'],
  [121 * 86_400, 'time_too_far'],
])('%i seconds ahead is refused: %s', async (seconds, error) => {
  expect(await schedule(seconds)).toMatchObject({ ok: false, error });
});
