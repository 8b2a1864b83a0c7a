import { expect, test } from 'vitest';
import { digestsThroughKills } from './digest-kills.ts';

test('two processes, one killed while it sends, then three days with none: each digest once, no day missing', {
  timeout: 400_000,
}, async () => {
  const posted = await digestsThroughKills({
    mornings: 2,
    downBefore: 1,
    delayMilliseconds: () => Math.random() * 3_000,
  });
  expect(posted.map(({ covers, messages }) => [covers, messages])).toEqual([
    ['Thursday 19 November 2026', 2],
    ['20 – 23 November 2026', 2],
  ]);
});
