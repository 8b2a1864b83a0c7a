import type { ManifestInput } from '../../../../../src/local/slack/app/manifest.ts';

/** An app that shows everything an app can show, to try the page with. */
export const manifest: ManifestInput = {
  display_information: { name: 'Gallery', description: 'Shows everything' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Gallery' },
    unfurl_domains: ['example.com'],
    shortcuts: [
      {
        name: 'Open the form',
        type: 'global',
        callback_id: 'open_form',
        description: 'Every input there is',
      },
      {
        name: 'Create ticket',
        type: 'message',
        callback_id: 'from_message',
        description: 'From this message',
      },
    ],
    slash_commands: [
      { command: '/form', description: 'Open a form', usage_hint: 'all | short', should_escape: true },
      { command: '/echo', description: 'Say it again', usage_hint: '[words]', should_escape: true },
      { command: '/silent', description: 'Never answers' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'channels:history',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'im:history',
        'im:write',
        'links.embed:write',
        'reactions:write',
        'users:read',
      ],
    },
  },
  functions: {
    greet: {
      title: 'Greet someone',
      description: 'Says hello',
      input_parameters: {
        who: { type: 'slack#/types/user_id', title: 'Who', description: '', is_required: true },
        times: { type: 'integer', title: 'Times', description: '', is_required: false },
      },
      output_parameters: { greeting: { type: 'string', title: 'Greeting' } },
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: ['app_home_opened', 'function_executed', 'message.im', 'message.channels'],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};
