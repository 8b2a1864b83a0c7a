import { expect, test } from 'vitest';
import { connect } from './fake-app.ts';
import { actions, button, times, x } from './rules/parts.ts';
import { call, manifest, openSandbox } from './support.ts';

const command = (more: Record<string, unknown>) => ({
  features: { slash_commands: [{ command: '/x', description: 'X', ...more }] },
});
const shortcut = (more: Record<string, unknown>) => ({
  features: {
    shortcuts: [{ name: 'X', type: 'global' as const, callback_id: 'x', description: 'X', ...more }],
  },
});

test.each([
  ['a name of 36 characters', { display_information: { name: x(36) } }, 'display_information.name'],
  [
    'a description of 141',
    { display_information: { name: 'X', description: x(141) } },
    'display_information.description',
  ],
  [
    'a long description of 174',
    { display_information: { name: 'X', long_description: x(174) } },
    'display_information.long_description',
  ],
  ['a command without a slash', command({ command: 'x' }), 'slash_commands[0].command'],
  ['a command of 33 characters', command({ command: `/${x(32)}` }), 'slash_commands[0].command'],
  ['a usage hint of 1001', command({ usage_hint: x(1001) }), 'slash_commands[0].usage_hint'],
  [
    '51 commands',
    { features: { slash_commands: times(51, (index) => ({ command: `/x${index}`, description: 'X' })) } },
    'features.slash_commands',
  ],
  ['a shortcut name of 25', shortcut({ name: x(25) }), 'shortcuts[0].name'],
  ['a shortcut description of 151', shortcut({ description: x(151) }), 'shortcuts[0].description'],
  [
    '11 shortcuts',
    { features: { shortcuts: times(11, () => shortcut({}).features.shortcuts[0] as never) } },
    'features.shortcuts',
  ],
  [
    '6 unfurl domains',
    { features: { unfurl_domains: times(6, (index) => `d${index}.example`) } },
    'features.unfurl_domains',
  ],
  [
    '101 events',
    { settings: { event_subscriptions: { bot_events: times(101, (index) => `e${index}`) } } },
    'event_subscriptions.bot_events',
  ],
])('a manifest with %s is refused, and the place is named', async (_, change, place) => {
  const opening = openSandbox({ manifest: { display_information: { name: 'X' }, ...change } });
  await expect(opening).rejects.toThrow(place);
});

test('without the scope commands no command is offered', async () => {
  const bot = manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'commands');
  const sandbox = await openSandbox({ manifest: { ...manifest, oauth_config: { scopes: { bot } } } });
  const run = sandbox.control.act('U0BO', 'command', { channel: 'C0TRIAGE', text: '/try' });
  await expect(run).rejects.toThrow('not a valid command');
  await sandbox.close();
});

test('without interactivity no click is delivered', async () => {
  const settings = { ...manifest.settings, interactivity: { is_enabled: false } };
  const sandbox = await openSandbox({ manifest: { ...manifest, settings } });
  const app = await connect(sandbox);
  const { ts } = await call(sandbox, 'chat.postMessage', {
    channel: 'C0TRIAGE',
    text: 'x',
    blocks: [actions(button())],
  });
  const click = await sandbox.control.act('U0BO', 'action', {
    channel: 'C0TRIAGE',
    ts: String(ts),
    action_id: 'go',
  });
  expect(click).toMatchObject({
    ok: false,
    failure: { detail: 'the manifest does not enable interactivity' },
  });
  await app.close();
  await sandbox.close();
});
