import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import { call, manifest, openSandbox } from './support.ts';

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

const post = { channel: 'C0TRIAGE' };
const event = (type: string, subtype?: string) =>
  sandbox.control.until(`the event ${type}`, async () =>
    app.received
      .map((each) => each.payload.event)
      .find((each) => each?.type === type && each.subtype === subtype),
  );

test('an envelope says whose event it is', async () => {
  await sandbox.control.act('U0BO', 'message', { ...post, text: 'hello' });
  await event('message');
  expect(app.received[0]?.payload).toMatchObject({
    type: 'event_callback',
    team_id: 'T0SHIFTDESK',
    api_app_id: 'A0SHIFTDESK',
    authorizations: [{ team_id: 'T0SHIFTDESK', user_id: 'U0SHIFTDESK', is_bot: true }],
    event: { channel: 'C0TRIAGE', channel_type: 'channel', user: 'U0BO', text: 'hello' },
  });
});

test('what a person types is escaped, and mentions become tokens', async () => {
  await sandbox.control.act('U0BO', 'message', {
    ...post,
    text: '<!channel> a < b & @cy and <@U0DEE> @here',
  });
  expect(await event('message')).toMatchObject({
    text: '&lt;!channel&gt; a &lt; b &amp; <@U0CY> and <@U0DEE> <!here>',
  });
});

test('a mention of the app is an event of its own', async () => {
  await sandbox.control.act('U0BO', 'message', { ...post, text: '<@U0SHIFTDESK> help' });
  expect(await event('app_mention')).toMatchObject({ user: 'U0BO', text: '<@U0SHIFTDESK> help' });
});

test('edits and deletions tell what was there before', async () => {
  const { message } = await sandbox.control.act('U0BO', 'message', { ...post, text: 'one' });
  const ts = message?.ts ?? '';
  await sandbox.control.act('U0BO', 'edit', { ...post, ts, text: 'two' });
  expect(await event('message', 'message_changed')).toMatchObject({
    message: { ts, text: 'two', edited: { user: 'U0BO' } },
    previous_message: { ts, text: 'one' },
  });
  await sandbox.control.act('U0BO', 'delete', { ...post, ts });
  expect(await event('message', 'message_deleted')).toMatchObject({
    deleted_ts: ts,
    previous_message: { text: 'two' },
  });
});

test('a deleted message with replies leaves a tombstone, told as a change', async () => {
  const { message } = await sandbox.control.act('U0BO', 'message', { ...post, text: 'parent' });
  const ts = message?.ts ?? '';
  await sandbox.control.act('U0CY', 'message', { ...post, text: 'reply', thread_ts: ts });
  await sandbox.control.act('U0BO', 'delete', { ...post, ts });
  const tombstone = {
    subtype: 'tombstone',
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    ts,
    thread_ts: ts,
    reply_count: 1,
  };
  expect(await event('message', 'message_changed')).toMatchObject({
    message: tombstone,
    previous_message: { ts, text: 'parent', user: 'U0BO' },
  });
  expect((await call(sandbox, 'conversations.history', post)).messages).toMatchObject([tombstone]);
  const { messages } = await call(sandbox, 'conversations.replies', { ...post, ts });
  expect(messages).toMatchObject([tombstone, { text: 'reply' }]);
  await expect(sandbox.control.act('U0BO', 'edit', { ...post, ts, text: 'back' })).rejects.toThrow(ts);
  expect(await call(sandbox, 'chat.update', { ...post, ts, text: 'back' })).toMatchObject({
    error: 'message_not_found',
  });
});

test('replies carry their thread, and the parent counts them', async () => {
  const { message } = await sandbox.control.act('U0BO', 'message', { ...post, text: 'parent' });
  await sandbox.control.act('U0CY', 'message', { ...post, text: 'reply', thread_ts: message?.ts });
  await sandbox.control.until('both', async () => app.received.length === 2);
  expect(app.received[1]?.payload.event).toMatchObject({ thread_ts: message?.ts, text: 'reply' });
  const [parent] = await sandbox.control.messages('U0BO', 'C0TRIAGE');
  expect(parent).toMatchObject({ reply_count: 1, reply_users: ['U0CY'] });
});

test('files, reactions and new members are told', async () => {
  const { message } = await sandbox.control.act('U0BO', 'message', {
    ...post,
    files: [{ name: 'a.txt', data: Buffer.from('hi').toString('base64') }],
  });
  expect(await event('message', 'file_share')).toMatchObject({ files: [{ name: 'a.txt' }] });
  await sandbox.control.act('U0CY', 'reaction', { ...post, ts: message?.ts ?? '', name: 'eyes' });
  expect(await event('reaction_added')).toMatchObject({
    user: 'U0CY',
    item_user: 'U0BO',
    item: { ts: message?.ts },
  });
  await sandbox.control.act('U0BO', 'invite', { channel: 'C0GENERAL', user: 'U0SHIFTDESK' });
  expect(await event('member_joined_channel')).toMatchObject({ user: 'U0SHIFTDESK', inviter: 'U0BO' });
});

test('an event without its scope is not sent, and noted', async () => {
  const bot = manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'channels:history');
  const poor = await openSandbox({ manifest: { ...manifest, oauth_config: { scopes: { bot } } } });
  const listener = await connect(poor);
  await poor.control.act('U0BO', 'message', { ...post, text: 'hello' });
  await poor.idle();
  expect(listener.received).toEqual([]);
  expect(await poor.control.failures()).toMatchObject([{ reason: 'missing_scope: channels:history' }]);
  await listener.close();
  await poor.close();
});

describe('people', () => {
  test('come, change and go, as everyone sees', async () => {
    const { id } = await sandbox.control.person({ name: 'nora', realName: 'Nora New' });
    await sandbox.control.person({ id, title: 'Agent', deleted: true });
    expect(await call(sandbox, 'users.info', { user: id })).toMatchObject({ user: { deleted: true } });
    expect(await call(sandbox, 'conversations.open', { users: id })).toMatchObject({
      error: 'user_disabled',
    });
    await expect(sandbox.control.state(id)).rejects.toThrow('no active person');
  });

  test('read what they have not read', async () => {
    await sandbox.control.act('U0BO', 'message', { ...post, text: 'hello @cy' });
    const triage = async () =>
      (await sandbox.control.state('U0CY')).channels.find((each) => each.id === 'C0TRIAGE');
    expect(await triage()).toMatchObject({ unread: 1, mentions: 1 });
    const [message] = await sandbox.control.messages('U0CY', 'C0TRIAGE');
    await sandbox.control.act('U0CY', 'read', { ...post, ts: message?.ts ?? '' });
    expect(await triage()).toMatchObject({ unread: 0, mentions: 0 });
  });
});

test('uninstalling tells the app and ends its tokens', async () => {
  await sandbox.control.uninstall();
  expect(await event('tokens_revoked')).toMatchObject({ tokens: { bot: ['U0SHIFTDESK'] } });
  expect(await call(sandbox, 'auth.test')).toMatchObject({ error: 'account_inactive' });
});
