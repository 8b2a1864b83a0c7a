import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/local/slack/index.ts';
import { connect, type FakeApp } from './fake-app.ts';
import { accessRules } from './rules/access-rules.ts';
import { type Bench, benchOf } from './rules/call-rule.ts';
import { messageRules } from './rules/message-rules.ts';
import { oauthRules } from './rules/oauth-rules.ts';
import { responseRules } from './rules/response-rules.ts';
import { stepRules } from './rules/step-rules.ts';
import { largestView, viewFaults, viewRules } from './rules/view-rules.ts';
import { openSandbox } from './support.ts';

let sandbox: Sandbox;
let app: FakeApp;
let bench: Bench;

beforeEach(async () => {
  const start = Date.now();
  let skew = 0;
  sandbox = await openSandbox({ tuning: { protocolNow: () => start + skew } });
  app = await connect(sandbox);
  bench = benchOf(sandbox, app, (ms) => {
    skew += ms;
  });
});
afterEach(async () => {
  await app.close();
  await sandbox.close();
});

describe('calls', () => {
  test.each([...accessRules, ...messageRules, ...viewRules, ...responseRules, ...stepRules])(
    '$rule: $refusal',
    async ({ attempt, refusal }) => {
      expect(await attempt(bench)).toMatchObject({ ok: false, error: refusal });
      const failures = await sandbox.control.failures();
      expect(failures.map((failure) => failure.reason)).toContain(refusal);
    },
  );
});

describe('installing', () => {
  test.each(oauthRules)('$rule: $refusal', async ({ attempt, refusal }) => {
    expect(await attempt(bench)).toMatchObject({ ok: false, error: refusal });
  });
});

describe('views', () => {
  test.each(viewFaults)('$rule', async ({ view, refusal }) => {
    const answer = await bench.call('views.open', { trigger_id: await bench.trigger(), view });
    expect(answer).toMatchObject({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: [`[ERROR] ${refusal}`] },
    });
  });

  test('a view of 250 kB is taken', async () => {
    const answer = await bench.call('views.open', { trigger_id: await bench.trigger(), view: largestView });
    expect(answer).toMatchObject({ ok: true });
  });
});
