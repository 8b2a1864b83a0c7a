import { afterEach, expect, test } from 'vitest';
import { channels, people } from '../support/desk.ts';
import { morning, onCard, openOther, told } from './day.ts';
import { World } from './world.ts';

let world: World | undefined;
afterEach(() => world?.close());

test('what is said while no process runs is read when one is there again, also where none had heard anything before', {
  timeout: 120_000,
}, async () => {
  world = await World.open(morning);
  await openOther(world, people.ben, 'My address changed');
  const card = await onCard(world, 'My address changed');
  await told(world, people.ben, 'We have your request');
  await world.kill();
  const words = 'We have noted the new one.';
  await world.slack.act(people.bo, 'message', {
    channel: channels.triage,
    thread_ts: card.ts,
    text: `!${words}`,
  });
  await world.start();
  await told(world, people.ben, words);
  const taken = (await world.slack.deliveries()).filter(
    ({ payload, outcome }) => JSON.stringify(payload).includes(`!${words}`) && outcome === 'acked',
  );
  expect(taken, 'Slack has not come back to it yet').toEqual([]);
});
