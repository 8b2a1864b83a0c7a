import type { Bench, CallRule } from './call-rule.ts';

const client = { client_id: '111.222', client_secret: 'sandbox-client-secret' };
const redirect = 'http://127.0.0.1/back';

/** Consents as a person of the partner team does in the browser, and reads the code from the redirect. */
async function consent({ sandbox }: Bench, answer = 'allow', more: Record<string, string> = {}) {
  const query = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirect,
    state: 's1',
    as: 'U0PAT',
    answer,
    ...more,
  });
  const response = await fetch(`${sandbox.url}/oauth/v2/decide?${query}`, { redirect: 'manual' });
  const location = response.headers.get('location');
  return {
    status: response.status,
    text: location ? '' : await response.text(),
    query: location ? new URL(location).searchParams : new URLSearchParams(),
  };
}

const exchange = (bench: Bench, args: Record<string, unknown>) =>
  bench.call('oauth.v2.access', { ...client, ...args }, '');

/** Installing by OAuth. */
export const oauthRules: CallRule[] = [
  {
    rule: 'A code was given out',
    refusal: 'invalid_code',
    attempt: (bench) => exchange(bench, { code: 'guess' }),
  },
  {
    rule: 'A code is exchanged once',
    refusal: 'invalid_code',
    async attempt(bench) {
      const code = (await consent(bench)).query.get('code');
      await exchange(bench, { code });
      return exchange(bench, { code });
    },
  },
  {
    rule: 'A code lives 10 minutes',
    refusal: 'code_expired',
    source: 'wording assumed',
    async attempt(bench) {
      const code = (await consent(bench)).query.get('code');
      bench.skip(600_001);
      return exchange(bench, { code });
    },
  },
  {
    rule: 'The redirect is the one that was consented to',
    refusal: 'bad_redirect_uri',
    async attempt(bench) {
      const code = (await consent(bench)).query.get('code');
      return exchange(bench, { code, redirect_uri: 'http://127.0.0.1/other' });
    },
  },
  {
    rule: 'The client is known',
    refusal: 'invalid_client_id',
    attempt: (bench) => exchange(bench, { client_id: '1.2' }),
  },
  {
    rule: 'The client secret is right',
    refusal: 'bad_client_secret',
    attempt: (bench) => exchange(bench, { client_secret: 'guess' }),
  },
  {
    rule: 'Consent is asked for scopes of the manifest only',
    refusal: 'invalid_scope',
    async attempt(bench) {
      return { ok: false, error: (await consent(bench, 'allow', { scope: 'admin' })).text };
    },
  },
  {
    rule: 'The redirect is one of the manifest',
    refusal: 'bad_redirect_uri',
    async attempt(bench) {
      return {
        ok: false,
        error: (await consent(bench, 'allow', { redirect_uri: 'http://evil.example/' })).text,
      };
    },
  },
  {
    rule: 'Who cancels gives no code',
    refusal: 'access_denied',
    async attempt(bench) {
      return { ok: false, error: (await consent(bench, 'cancel')).query.get('error') ?? '' };
    },
  },
];
