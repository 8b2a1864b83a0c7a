import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  FileSharedEvent,
  GenericMessageEvent,
  MemberJoinedChannelEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  ReactionAddedEvent,
  TokensRevokedEvent,
} from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import type { Fields } from './fields.ts';
import { openSandbox } from './support.ts';

describe('what the sandbox sends as events has every field that the packages demand', () => {
  let sandbox: Sandbox;
  let app: FakeApp;
  beforeAll(async () => {
    sandbox = await openSandbox();
    app = await connect(sandbox);
  });
  afterAll(async () => {
    await app.close();
    await sandbox.close();
  });

  const has = (payload: unknown, fields: Record<string, true>) =>
    expect(Object.keys(payload as object)).toEqual(expect.arrayContaining(Object.keys(fields)));
  const event = (type: string, subtype?: string) =>
    sandbox.control.until(type, async () =>
      app.received
        .map((each) => each.payload.event)
        .findLast((each) => each?.type === type && each.subtype === subtype),
    );

  test('events', async () => {
    const files = [{ name: 'a.txt', data: 'aGk=' }];
    const { message } = await sandbox.control.act('U0BO', 'message', {
      channel: 'C0TRIAGE',
      text: '<@U0SHIFTDESK> x',
    });
    const ts = message?.ts ?? '';
    const generic: Fields<GenericMessageEvent> = {
      type: true,
      subtype: true,
      event_ts: true,
      channel: true,
      user: true,
      ts: true,
      channel_type: true,
    };
    const { subtype: _, ...plainMessage } = generic;
    has(await event('message'), plainMessage);
    const mention: Fields<AppMentionEvent> = {
      type: true,
      text: true,
      ts: true,
      channel: true,
      event_ts: true,
    };
    has(await event('app_mention'), mention);
    await sandbox.control.act('U0BO', 'edit', { channel: 'C0TRIAGE', ts, text: 'y' });
    const changed: Fields<MessageChangedEvent> = {
      type: true,
      subtype: true,
      event_ts: true,
      hidden: true,
      channel: true,
      channel_type: true,
      ts: true,
      message: true,
      previous_message: true,
    };
    has(await event('message', 'message_changed'), changed);
    await sandbox.control.act('U0BO', 'reaction', { channel: 'C0TRIAGE', ts, name: 'eyes' });
    const reaction: Fields<ReactionAddedEvent> = {
      type: true,
      user: true,
      reaction: true,
      item_user: true,
      item: true,
      event_ts: true,
    };
    has(await event('reaction_added'), reaction);
    await sandbox.control.act('U0BO', 'delete', { channel: 'C0TRIAGE', ts });
    const deleted: Fields<MessageDeletedEvent> = {
      type: true,
      subtype: true,
      event_ts: true,
      hidden: true,
      channel: true,
      channel_type: true,
      ts: true,
      deleted_ts: true,
      previous_message: true,
    };
    has(await event('message', 'message_deleted'), deleted);
    await sandbox.control.act('U0BO', 'message', { channel: 'C0TRIAGE', files });
    const shared: Fields<FileSharedEvent> = {
      type: true,
      file_id: true,
      user_id: true,
      file: true,
      channel_id: true,
      event_ts: true,
    };
    has(await event('file_shared'), shared);
    await sandbox.control.act('U0BO', 'open-home', {});
    const home: Fields<AppHomeOpenedEvent> = { type: true, user: true, channel: true, event_ts: true };
    has(await event('app_home_opened'), home);
    await sandbox.control.act('U0BO', 'invite', { channel: 'C0GENERAL', user: 'U0SHIFTDESK' });
    const member: Fields<MemberJoinedChannelEvent> = {
      type: true,
      user: true,
      channel: true,
      channel_type: true,
      team: true,
      event_ts: true,
    };
    has(await event('member_joined_channel'), member);
    await sandbox.control.revoke();
    const revoked: Fields<TokensRevokedEvent> = { type: true, tokens: true };
    has(await event('tokens_revoked'), revoked);
  });
});
