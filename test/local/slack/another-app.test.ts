import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Installation, LogLevel } from '@slack/bolt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/local/slack/index.ts';

/** A poll app: another manifest, other people, signed HTTP, installed by OAuth in two teams. */
const manifest = (port: number) => `
display_information:
  name: Lunch
  description: Asks where to eat
features:
  bot_user: { display_name: Lunch Bot, always_online: true }
  slash_commands:
    - { command: /lunch, description: Starts a poll, url: "http://127.0.0.1:${port}/slack/events" }
oauth_config:
  redirect_urls: ["http://127.0.0.1:${port}/slack/oauth_redirect"]
  scopes: { bot: [commands, "chat:write", "chat:write.public", "im:write"] }
settings:
  interactivity: { is_enabled: true, request_url: "http://127.0.0.1:${port}/slack/events" }
  event_subscriptions: { request_url: "http://127.0.0.1:${port}/slack/events", bot_events: [app_uninstalled] }
  socket_mode_enabled: false
`;

const seed = {
  teams: [
    { id: 'T1', name: 'North', domain: 'north' },
    { id: 'T2', name: 'South', domain: 'south' },
  ],
  users: [
    { id: 'U1', name: 'ida', realName: 'Ida North' },
    { id: 'U2', team: 'T2', name: 'sam', realName: 'Sam South' },
  ],
  channels: [
    { id: 'C1', name: 'general' },
    { id: 'C2', team: 'T2', name: 'general' },
  ],
  app: { id: 'A1', clientId: '1.2', clientSecret: 'hush', signingSecret: 'signs', installed: false },
};

let folder: string;
let sandbox: Sandbox;
let app: App;
let base: string;
const installations = new Map<string, Installation>();

beforeAll(async () => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  base = `http://127.0.0.1:${port}`;
  folder = await mkdtemp(join(tmpdir(), 'lunch-'));
  await writeFile(join(folder, 'manifest.yml'), manifest(port));
  sandbox = await startSandbox({ manifest: join(folder, 'manifest.yml'), seed });
  app = new App({
    signingSecret: 'signs',
    clientId: '1.2',
    clientSecret: 'hush',
    stateSecret: 'a-secret-of-this-test',
    scopes: ['commands', 'chat:write', 'chat:write.public', 'im:write'],
    redirectUri: `${base}/slack/oauth_redirect`,
    installerOptions: {
      directInstall: true,
      redirectUriPath: '/slack/oauth_redirect',
      authorizationUrl: `${sandbox.url}/oauth/v2/authorize`,
      clientOptions: { slackApiUrl: sandbox.apiUrl },
    },
    installationStore: {
      storeInstallation: async (installation) => {
        installations.set(installation.team?.id ?? '', installation);
      },
      fetchInstallation: async ({ teamId }) => {
        const found = installations.get(teamId ?? '');
        if (!found) throw new Error(`not installed in ${teamId}`);
        return found;
      },
      deleteInstallation: async ({ teamId }) => {
        installations.delete(teamId ?? '');
      },
    },
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  app.command('/lunch', async ({ ack, command, client, context }) => {
    await ack();
    await client.chat.postMessage({
      channel: command.channel_id,
      text: `Where to? (${context.teamId})`,
      blocks: [
        {
          type: 'section',
          text: { type: 'plain_text', text: `Where to? (${context.teamId})` },
          accessory: {
            type: 'static_select',
            action_id: 'vote',
            options: ['Soup', 'Rice'].map((text) => ({ text: { type: 'plain_text', text }, value: text })),
          },
        },
      ],
    });
  });
  app.action('vote', async ({ ack, action, respond }) => {
    await ack();
    if (action.type === 'static_select')
      await respond({ text: `${action.selected_option.value} it is`, replace_original: true });
  });
  app.event('app_uninstalled', async ({ context }) => {
    installations.delete(context.teamId ?? '');
  });
  await app.start(port);
});

afterAll(async () => {
  await app.stop();
  await sandbox.close();
  await rm(folder, { recursive: true });
});

/** Installs as a person does in a browser: the app's link, Slack's page, Allow, back to the app. */
async function install(person: string): Promise<number> {
  const start = await fetch(`${base}/slack/install`, { redirect: 'manual' });
  const consent = new URL(start.headers.get('location') ?? '');
  expect(await (await fetch(consent)).text()).toContain('Lunch is requesting permission');
  consent.pathname = '/oauth/v2/decide';
  consent.searchParams.set('as', person);
  consent.searchParams.set('answer', 'allow');
  const allowed = await fetch(consent, { redirect: 'manual' });
  const cookie = start.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const back = await fetch(allowed.headers.get('location') ?? '', { headers: { cookie } });
  return back.status;
}

test.each([
  ['T1', 'U1', 'C1'],
  ['T2', 'U2', 'C2'],
])('it is installed in %s and works there', async (team, person, channel) => {
  const { control } = sandbox;
  const early = control.act(person, 'command', { channel, text: '/lunch' });
  await expect(early).rejects.toThrow('not a valid command');
  expect(await install(person)).toBe(200);
  expect(await control.act(person, 'command', { channel, text: '/lunch' })).toMatchObject({ ok: true });
  const poll = await control.message(person, channel, (each) => each.text === `Where to? (${team})`);
  await control.act(person, 'action', { channel, ts: poll.ts, action_id: 'vote', value: 'Soup' });
  await control.message(person, channel, (each) => each.ts === poll.ts && each.text === 'Soup it is');
});

test('uninstalling it in one team leaves the other', async () => {
  await sandbox.control.uninstall();
  await sandbox.control.until('the app to forget', async () => !installations.has('T1'));
  expect(await sandbox.control.act('U2', 'command', { channel: 'C2', text: '/lunch' })).toMatchObject({
    ok: true,
  });
});
