import type { CallRule } from './call-rule.ts';

/** Who may call at all. */
export const accessRules: CallRule[] = [
  { rule: 'A method exists', refusal: 'unknown_method', attempt: ({ call }) => call('chat.shout') },
  {
    rule: 'A call has a token',
    refusal: 'not_authed',
    attempt: ({ call }) => call('chat.postMessage', {}, ''),
  },
  {
    rule: 'The token is known',
    refusal: 'invalid_auth',
    attempt: ({ call }) => call('auth.test', {}, 'xoxb-made-up'),
  },
  {
    rule: 'A bot method refuses the app-level token',
    refusal: 'not_allowed_token_type',
    attempt: ({ call, sandbox }) =>
      call('chat.postMessage', { channel: 'C0TRIAGE', text: 'x' }, sandbox.appToken),
  },
  {
    rule: 'apps.connections.open refuses a bot token',
    refusal: 'not_allowed_token_type',
    attempt: ({ call }) => call('apps.connections.open'),
  },
  {
    rule: 'The token has the scope of the method',
    refusal: 'missing_scope',
    attempt: ({ call }) => call('emoji.list'),
  },
  {
    rule: 'The token has the scope of the kind of conversation',
    refusal: 'missing_scope',
    attempt: ({ call }) => call('conversations.list', { types: 'private_channel' }),
  },
  {
    rule: 'Another name or icon needs chat:write.customize',
    refusal: 'missing_scope',
    attempt: ({ call }) => call('chat.postMessage', { channel: 'C0TRIAGE', text: 'x', username: 'Someone' }),
  },
  {
    rule: 'Required arguments are there',
    refusal: 'invalid_arguments',
    source: 'wording assumed',
    attempt: ({ call }) => call('chat.postMessage', { text: 'x' }),
  },
  {
    rule: 'A JSON body is well formed',
    refusal: 'invalid_json',
    attempt: async ({ sandbox }) => post(sandbox.apiUrl, sandbox.botToken, 'application/json', '{'),
  },
  {
    rule: 'A JSON body is an object',
    refusal: 'json_not_object',
    attempt: async ({ sandbox }) => post(sandbox.apiUrl, sandbox.botToken, 'application/json', '[]'),
  },
  {
    rule: 'A body is form, multipart or JSON',
    refusal: 'invalid_post_type',
    attempt: async ({ sandbox }) => post(sandbox.apiUrl, sandbox.botToken, 'application/xml', '<x/>'),
  },
  {
    rule: 'A token in a JSON body does not count',
    refusal: 'not_authed',
    attempt: ({ call, sandbox }) => call('auth.test', { token: sandbox.botToken }, ''),
  },
  {
    rule: 'A revoked token is refused, and tokens_revoked is sent',
    refusal: 'token_revoked',
    async attempt({ call, sandbox, app }) {
      await sandbox.control.revoke();
      await sandbox.control.until('tokens_revoked', async () =>
        app.received.some((each) => each.payload.event?.type === 'tokens_revoked'),
      );
      return call('auth.test');
    },
  },
  {
    rule: 'auth.revoke ends the token',
    refusal: 'token_revoked',
    async attempt({ call }) {
      await call('auth.revoke');
      return call('auth.test');
    },
  },
  {
    rule: 'After apps.uninstall nothing is left',
    refusal: 'account_inactive',
    async attempt({ call }) {
      await call('apps.uninstall', { client_id: '111.222', client_secret: 'sandbox-client-secret' });
      return call('auth.test');
    },
  },
  {
    rule: 'apps.uninstall needs the client secret',
    refusal: 'bad_client_secret',
    attempt: ({ call }) => call('apps.uninstall', { client_id: '111.222', client_secret: 'guess' }),
  },
  {
    rule: 'apps.connections.open needs a token',
    refusal: 'not_authed',
    attempt: ({ call }) => call('apps.connections.open', {}, ''),
  },
];

async function post(apiUrl: string, token: string, type: string, body: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const response = await fetch(`${apiUrl}auth.test`, { method: 'POST', headers, body });
  return (await response.json()) as { ok: boolean; error?: string };
}
