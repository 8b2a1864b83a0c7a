import { App, LogLevel } from '@slack/bolt';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/local/slack/index.ts';

/** A manifest with a bit of everything, for the small apps of these tests. */
export const manifest = {
  display_information: { name: 'Tester', description: 'Tries the sandbox' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'tester' },
    shortcuts: [
      { name: 'Do it', type: 'global' as const, callback_id: 'do.it', description: 'Does it' },
      { name: 'Keep it', type: 'message' as const, callback_id: 'keep.it', description: 'Keeps it' },
    ],
    slash_commands: [
      { command: '/try', description: 'Tries', usage_hint: '[what]', should_escape: true },
      { command: '/raw', description: 'Takes what was typed' },
    ],
  },
  oauth_config: {
    redirect_urls: ['http://127.0.0.1/'],
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:history',
        'channels:join',
        'channels:manage',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'im:history',
        'im:read',
        'im:write',
        'reactions:read',
        'reactions:write',
        'team:read',
        'users:read',
        'users:read.email',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'file_shared',
        'function_executed',
        'member_joined_channel',
        'message.channels',
        'message.im',
        'reaction_added',
        'tokens_revoked',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
  functions: {
    add: {
      title: 'Add',
      description: 'Adds two numbers',
      input_parameters: {
        properties: { a: { type: 'number', title: 'A' }, b: { type: 'number', title: 'B' } },
        required: ['a', 'b'],
      },
      output_parameters: { properties: { sum: { type: 'number', title: 'Sum' } }, required: ['sum'] },
    },
  },
};

/** A sandbox with that manifest. */
export function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({ manifest, ...options });
}

/** A Bolt app that reaches the sandbox by Socket Mode; not started. */
export function socketApp(sandbox: Sandbox): App {
  return new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
}

/** Calls a Web API method as an app would. */
export async function call(
  sandbox: Sandbox,
  method: string,
  args: Record<string, unknown> = {},
  token: string | undefined = sandbox.botToken,
): Promise<Record<string, unknown> & { ok: boolean; error?: string }> {
  const response = await fetch(`${sandbox.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown> & { ok: boolean };
}
