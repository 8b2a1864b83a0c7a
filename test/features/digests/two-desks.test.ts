import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDesk } from '../../../src/app.ts';
import { loadConfig } from '../../../src/platform/config.ts';
import { createLogger } from '../../../src/platform/logging.ts';
import type { RunningDesk } from '../../../src/platform/start.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';

let it: TestDesk;
let second: RunningDesk;
beforeAll(async () => {
  it = await startTestDesk({ start: '2026-11-20T08:00:00+01:00' });
  const config = loadConfig(it.environment);
  second = await startDesk(config, { clock: it.clock, log: createLogger(config.LOG_LEVEL) });
  await it.desk.jobs.runNow('digests.send', it.workspace);
});
afterAll(async () => {
  await second?.stop();
  await it?.stop();
});

const posts = async () =>
  (await it.slack.messages(people.lead, channels.digest)).filter((message) =>
    message.text.startsWith('Support'),
  );

test('two desks on one database post a digest once, the picture and the table too', async () => {
  for (const day of ['20', '21', '22']) {
    it.clock.set(`2026-11-${day}T09:00:10+01:00`);
    await Promise.all([it.desk, second.desk].map((desk) => desk.jobs.runNow('digests.send', it.workspace)));
    await it.quiet();
  }
  const all = await posts();
  expect(all.map(({ text }) => /(?:\d+ – )?\d+ November/.exec(text)?.[0])).toEqual([
    '19 November',
    '20 November',
    '21 November',
  ]);
  for (const { ts } of all) expect(await it.slack.messages(people.lead, channels.digest, ts)).toHaveLength(2);
});
