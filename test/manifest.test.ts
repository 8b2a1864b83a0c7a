import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandNames, umbrellaCommand } from '../src/platform/slack/index.ts';
import { startTestDesk, type TestDesk } from './support/desk.ts';

interface Manifest {
  features: {
    slash_commands: { command: string; usage_hint: string; should_escape: boolean }[];
    shortcuts?: { callback_id: string }[];
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
}

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as Manifest;

/** The scope each Web API method needs, from its page under https://docs.slack.dev/reference/methods. */
const scopesOfMethod: Record<string, string[]> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.open': ['im:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'functions.completeError': [],
  'functions.completeSuccess': [],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** The scope each event needs, from its page under https://docs.slack.dev/reference/events. */
const scopesOfEvent: Record<string, string[]> = {
  app_home_opened: [],
  app_uninstalled: [],
  function_executed: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  tokens_revoked: [],
  user_change: ['users:read'],
};

/** The Web API methods that the app's source names. */
function methodsInSource(): string[] {
  const found = new Set<string>();
  for (const folder of ['src/features', 'src/platform']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(join(folder, file), 'utf8');
      for (const [, method] of source.matchAll(/call(?:<[^;]*?>)?\(\s*'([a-z]+\.[A-Za-z.]+)'/g))
        found.add(String(method));
      for (const [, family, name] of source.matchAll(
        /\b(?:client|slack)\w*\)?\s*\.(auth|chat|conversations|files|reactions|users|views|functions)\s*\.(\w+)\(/g,
      )) {
        found.add(`${family}.${name}`);
      }
      if (source.includes("threadTs ? 'conversations.replies' : 'conversations.history'")) {
        found.add('conversations.replies').add('conversations.history');
      }
    }
  }
  return [...found];
}

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk({ seed: false });
});
afterAll(() => t?.stop());

describe('manifest.yml and the code', () => {
  test('the same slash commands', () => {
    const listed = manifest.features.slash_commands.map(({ command }) => command);
    expect(listed.toSorted()).toEqual([...Object.values(commandNames), umbrellaCommand].toSorted());
    expect(manifest.features.slash_commands.every((command) => command.should_escape)).toBe(true);
  });

  test('each usage hint names just the subcommands there are', () => {
    for (const group of t.desk.slack.commands.groups()) {
      const command = manifest.features.slash_commands.find((one) => one.command === commandNames[group]);
      const hinted = command?.usage_hint.split('|').map((part) => part.trim().split(' ')[0]);
      expect(hinted?.toSorted(), commandNames[group]).toEqual(
        [...t.desk.slack.commands.names(group), 'help'].toSorted(),
      );
    }
  });

  test('the same events', () => {
    const listened = new Set(t.desk.slack.registered.events);
    const subscribed = new Set(
      manifest.settings.event_subscriptions.bot_events.map((event) => event.split('.')[0]),
    );
    expect(subscribed).toEqual(listened);
  });

  test('the same shortcuts', () => {
    const listed = (manifest.features.shortcuts ?? []).map((shortcut) => shortcut.callback_id);
    expect(listed.toSorted()).toEqual(t.desk.slack.registered.shortcuts.toSorted());
  });

  test('just the scopes that the methods, events and commands in use need', () => {
    const methods = methodsInSource();
    expect(methods).toContain('chat.postMessage');
    expect(methods).toContain('users.info');
    const needed = new Set(['commands', 'files:read']);
    for (const method of methods) {
      expect(scopesOfMethod, `the scopes of ${method}`).toHaveProperty([method]);
      for (const scope of scopesOfMethod[method] ?? []) needed.add(scope);
    }
    for (const event of manifest.settings.event_subscriptions.bot_events) {
      expect(scopesOfEvent, `the scopes of ${event}`).toHaveProperty([event]);
      for (const scope of scopesOfEvent[event] ?? []) needed.add(scope);
    }
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
  });
});
