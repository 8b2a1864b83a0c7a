import { expect, test } from 'vitest';
import { tiers } from '../../../src/local/slack/api/method.ts';
import { Rates } from '../../../src/local/slack/api/rates.ts';
import { call, openSandbox } from './support.ts';

test.each([1, 2, 3, 4] as const)('tier %i takes its calls a minute, and says when to come back', (tier) => {
  const rates = new Rates();
  for (let index = 0; index < tiers[tier]; index += 1) expect(rates.take(tier, 'm', 1000)).toBeUndefined();
  expect(rates.take(tier, 'm', 31_000)).toBe(30);
  expect(rates.take(tier, 'other', 31_000)).toBeUndefined();
  expect(rates.take(tier, 'm', 61_000)).toBeUndefined();
});

test('posting is one a second in each channel', async () => {
  const sandbox = await openSandbox({ tuning: { rateLimits: true, protocolNow: () => 1_800_000_000_000 } });
  const post = (channel: string) => call(sandbox, 'chat.postMessage', { channel, text: 'x' });
  expect(await post('C0TRIAGE')).toMatchObject({ ok: true });
  expect(await post('C0TRIAGE')).toMatchObject({ ok: false, error: 'ratelimited' });
  expect(await post('C0ALERTS')).toMatchObject({ ok: true });
  await sandbox.close();
});

test('nothing is limited unless asked for', async () => {
  const sandbox = await openSandbox();
  for (let index = 0; index < 70; index += 1)
    expect(await call(sandbox, 'chat.postMessage', { channel: 'C0TRIAGE', text: 'x' })).toMatchObject({
      ok: true,
    });
  await sandbox.close();
});
