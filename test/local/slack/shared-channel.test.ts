import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import { actions, button } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: FakeApp;

/** Pat works for another company and is in one of our channels. */
beforeEach(async () => {
  sandbox = await openSandbox();
  app = await connect(sandbox);
  await sandbox.control.act('U0BO', 'invite', { channel: 'C0TRIAGE', user: 'U0PAT' });
});
afterEach(async () => {
  await app.close();
  await sandbox.close();
});

test('a shared channel is marked, and its guests can be looked up and written to', async () => {
  expect(await call(sandbox, 'conversations.info', { channel: 'C0TRIAGE' })).toMatchObject({
    channel: { is_ext_shared: true },
  });
  expect(await call(sandbox, 'users.info', { user: 'U0PAT' })).toMatchObject({
    user: { team_id: 'T0PARTNER' },
  });
  expect(await call(sandbox, 'chat.postMessage', { channel: 'U0PAT', text: 'hello' })).toMatchObject({
    ok: true,
  });
});

test("a guest's message and click come to our installation, and name the guest's own team", async () => {
  await sandbox.control.act('U0PAT', 'message', { channel: 'C0TRIAGE', text: 'from afar' });
  await sandbox.control.until('the message', async () =>
    app.received.some((each) => each.payload.event?.text === 'from afar'),
  );
  expect(app.received.at(-1)?.payload).toMatchObject({
    team_id: 'T0SHIFTDESK',
    authorizations: [{ team_id: 'T0SHIFTDESK' }],
    event: { user: 'U0PAT', team: 'T0PARTNER' },
  });
  const { ts } = await call(sandbox, 'chat.postMessage', {
    channel: 'C0TRIAGE',
    text: 'x',
    blocks: [actions(button())],
  });
  await sandbox.control.act('U0PAT', 'action', { channel: 'C0TRIAGE', ts: String(ts), action_id: 'go' });
  expect(app.received.at(-1)?.payload).toMatchObject({ user: { id: 'U0PAT', team_id: 'T0PARTNER' } });
});

test('the commands of the app are not offered to guests', async () => {
  const command = sandbox.control.act('U0PAT', 'command', { channel: 'C0TRIAGE', text: '/try' });
  await expect(command).rejects.toThrow('not a valid command');
});
