import type {
  BlockAction,
  BlockSuggestion,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp, trigger } from './fake-app.ts';
import type { Fields } from './fields.ts';
import { actions as actionsPart, button, form, input as inputPart } from './rules/parts.ts';
import { call, openSandbox } from './support.ts';

describe('what the sandbox sends on interactions has every field that the packages demand', () => {
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

  const last = (): Record<string, unknown> => app.received.at(-1)?.payload ?? {};
  const has = (payload: unknown, fields: Record<string, true>) =>
    expect(Object.keys(payload as object)).toEqual(expect.arrayContaining(Object.keys(fields)));
  const openForm = async () => {
    const view = {
      ...form(inputPart({ type: 'external_select' }), actionsPart(button())),
      notify_on_close: true,
    };
    const opened = await call(sandbox, 'views.open', { trigger_id: await trigger(sandbox, app), view });
    return (opened.view as { id: string }).id;
  };

  test('a command', async () => {
    await trigger(sandbox, app);
    const fields: Fields<SlashCommand> = {
      token: true,
      command: true,
      text: true,
      response_url: true,
      trigger_id: true,
      user_id: true,
      user_name: true,
      team_id: true,
      team_domain: true,
      channel_id: true,
      channel_name: true,
      api_app_id: true,
    };
    has(last(), fields);
  });

  test('an action in a message', async () => {
    const { ts } = await call(sandbox, 'chat.postMessage', {
      channel: 'C0TRIAGE',
      text: 'x',
      blocks: [actionsPart(button())],
    });
    await sandbox.control.act('U0BO', 'action', { channel: 'C0TRIAGE', ts: String(ts), action_id: 'go' });
    const fields: Fields<BlockAction> = {
      type: true,
      actions: true,
      team: true,
      user: true,
      token: true,
      response_url: true,
      trigger_id: true,
      api_app_id: true,
      container: true,
    };
    has(last(), fields);
  });

  test('an action, a question for options, a submission and a closing of a view', async () => {
    const view: Fields<ViewOutput> = {
      id: true,
      callback_id: true,
      team_id: true,
      app_id: true,
      bot_id: true,
      title: true,
      type: true,
      blocks: true,
      close: true,
      submit: true,
      state: true,
      hash: true,
      private_metadata: true,
      root_view_id: true,
      previous_view_id: true,
      clear_on_close: true,
      notify_on_close: true,
    };
    const id = await openForm();
    await sandbox.control.act('U0BO', 'options', { view_id: id, action_id: 'value', query: 'x' });
    const suggestion: Fields<BlockSuggestion> = {
      type: true,
      block_id: true,
      action_id: true,
      value: true,
      api_app_id: true,
      team: true,
      user: true,
      token: true,
      container: true,
    };
    has(last(), suggestion);
    await sandbox.control.act('U0BO', 'close', { view_id: id });
    const closing: Fields<ViewClosedAction> = {
      type: true,
      team: true,
      user: true,
      view: true,
      api_app_id: true,
      token: true,
      is_cleared: true,
    };
    has(last(), closing);
    has(last().view, view);
    const entries = { field: { value: { text: { type: 'plain_text', text: 'x' }, value: 'x' } } };
    await sandbox.control.act('U0BO', 'submit', { view_id: await openForm(), entries });
    const submission: Fields<ViewSubmitAction> = {
      type: true,
      team: true,
      user: true,
      view: true,
      api_app_id: true,
      token: true,
      trigger_id: true,
    };
    has(last(), submission);
    has(last().view, view);
  });

  test('shortcuts', async () => {
    await sandbox.control.act('U0BO', 'shortcut', { callback_id: 'do.it' });
    const global: Fields<GlobalShortcut> = {
      type: true,
      callback_id: true,
      trigger_id: true,
      user: true,
      team: true,
      token: true,
      action_ts: true,
    };
    has(last(), global);
    const { message } = await sandbox.control.act('U0BO', 'message', { channel: 'C0GENERAL', text: 'x' });
    await sandbox.control.act('U0BO', 'message-shortcut', {
      callback_id: 'keep.it',
      channel: 'C0GENERAL',
      ts: message?.ts ?? '',
    });
    const onMessage: Fields<MessageShortcut> = {
      type: true,
      callback_id: true,
      trigger_id: true,
      message_ts: true,
      response_url: true,
      message: true,
      user: true,
      channel: true,
      team: true,
      token: true,
      action_ts: true,
    };
    has(last(), onMessage);
  });
});
