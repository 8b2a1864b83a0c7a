import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels, people, startTestDesk, type TestDesk } from '../support/desk.ts';

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
});
afterAll(() => t?.stop());

test('an unknown command shows help', async () => {
  const result = await t.slack.act(people.bo, 'command', {
    channel: channels.triage,
    text: '/stats nonsense',
  });
  expect(result).toMatchObject({ ok: true });
  const seen = await t.slack.messages(people.bo, channels.triage);
  expect(seen.at(-1)).toMatchObject({ is_ephemeral: true });
  expect(seen.at(-1)?.text).toContain('/stats log');
  expect(await t.slack.failures()).toEqual([]);
});
