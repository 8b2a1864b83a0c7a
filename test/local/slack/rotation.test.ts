import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { call, manifest, openSandbox } from './support.ts';

const client = { client_id: '111.222', client_secret: 'sandbox-client-secret' };
const twelveHoursMs = 12 * 3_600_000;
let sandbox: Sandbox;
let skew: number;

beforeEach(async () => {
  skew = 0;
  const settings = { ...manifest.settings, token_rotation_enabled: true };
  sandbox = await openSandbox({
    manifest: { ...manifest, settings },
    tuning: { protocolNow: () => Date.now() + skew },
  });
});
afterEach(() => sandbox.close());

async function install(): Promise<{ access_token: string; refresh_token: string; expires_in: number }> {
  const query = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: 'http://127.0.0.1/back',
    as: 'U0PAT',
    answer: 'allow',
  });
  const consent = await fetch(`${sandbox.url}/oauth/v2/decide?${query}`, { redirect: 'manual' });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code');
  return (await call(sandbox, 'oauth.v2.access', { ...client, code }, '')) as never;
}

const refresh = (refresh_token: string) =>
  call(sandbox, 'oauth.v2.access', { ...client, grant_type: 'refresh_token', refresh_token }, '');

test('a rotated token lives 12 hours, and a refresh token gives the next one, once', async () => {
  const first = await install();
  expect(first.expires_in).toBe(twelveHoursMs / 1000);
  expect(await call(sandbox, 'auth.test', {}, first.access_token)).toMatchObject({
    ok: true,
    team_id: 'T0PARTNER',
  });
  skew = twelveHoursMs + 1;
  expect(await call(sandbox, 'auth.test', {}, first.access_token)).toMatchObject({ error: 'token_expired' });
  const second = await refresh(first.refresh_token);
  expect(await call(sandbox, 'auth.test', {}, String(second.access_token))).toMatchObject({ ok: true });
  expect(await refresh(first.refresh_token)).toMatchObject({ error: 'invalid_refresh_token' });
});
