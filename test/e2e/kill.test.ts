import { afterEach, expect, test } from 'vitest';
import { outcome, rightOutcome } from './day.ts';
import { liveThroughKills } from './kills.ts';
import type { World } from './world.ts';

let world: World | undefined;
afterEach(() => world?.close());

test('the process is killed in the middle of a request, a claim, a breach and a digest: nothing is lost, nothing doubled', {
  timeout: 400_000,
}, async () => {
  const during = ['Ana asks', 'Bo and Cy claim', 'two hours go by', 'a digest is posted'];
  world = await liveThroughKills({
    killsDuring: (step) => during.some((part) => step.includes(part)),
    delayMilliseconds: () => Math.random() * 400,
  });
  expect(await outcome(world)).toEqual(rightOutcome);
});
