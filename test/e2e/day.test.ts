import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day, morning, outcome, rightOutcome } from './day.ts';
import { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(morning);
});
afterAll(() => world?.close());

describe('a day at the desk, over the network', () => {
  let broken = false;
  test.each(day)('$name', { timeout: 200_000 }, async ({ run }) => {
    expect(broken, 'an earlier step of the day failed').toBe(false);
    broken = true;
    await run(world);
    broken = false;
  });

  test('nothing is missing and nothing happened twice', async () => {
    expect(await outcome(world)).toEqual(rightOutcome);
  });

  test('the app did nothing that Slack would have refused', async () => {
    expect(await world.slack.failures()).toEqual([]);
  });
});
