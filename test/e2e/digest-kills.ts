import { DateTime } from 'luxon';
import { channels, people } from '../support/desk.ts';
import { until } from '../support/until.ts';
import { World } from './world.ts';

const zone = 'Europe/Berlin';
const first = '2026-11-20';
/** Skipped while no process runs. */
const daysDown = 3;

/** What one post of the daily digest covers, and how many messages its thread holds. */
interface Posted {
  covers: string;
  late: boolean;
  messages: number;
}

/**
 * Lives the mornings of a daily digest with two processes, of which one dies while it is sent, then three days on which
 * none runs. Gives what stands in the channel.
 */
export async function digestsThroughKills(plan: {
  mornings: number;
  /** Before this morning, counted from 0, no process runs for three days. */
  downBefore: number;
  delayMilliseconds(): number;
}): Promise<Posted[]> {
  const world = await World.open(`${first}T08:00:00+01:00`, 2);
  try {
    for (let morning = 0; morning < plan.mornings; morning += 1) {
      const at = DateTime.fromISO(`${first}T09:00:05`, { zone }).plus({
        days: morning < plan.downBefore ? morning : morning + daysDown,
      });
      if (morning === plan.downBefore) {
        await world.kill();
        await world.kill();
        await world.slack.clock({ set: String(at.toISO()) });
        await Promise.all([world.start(), world.start()]);
      } else {
        await world.slack.clock({ set: String(at.toISO()) });
        await new Promise((resolve) => setTimeout(resolve, plan.delayMilliseconds()));
        await world.kill();
        await world.start();
      }
      await until(
        `digest ${morning + 1} with its table`,
        async () => {
          const all = await posted(world);
          return all.length > morning && all.every(({ messages }) => messages > 1);
        },
        150,
      );
    }
    return await posted(world);
  } finally {
    await world.close();
  }
}

async function posted(world: World): Promise<Posted[]> {
  const all = await world.slack.messages(people.lead, channels.digest);
  const digests = all.filter(({ text }) => text.startsWith('Support'));
  return Promise.all(
    digests.map(async ({ text, blocks, ts }) => ({
      covers: /· (.*? 2026)/.exec(text)?.[1] ?? text,
      late: JSON.stringify(blocks).includes('sent late'),
      messages: (await world.slack.messages(people.lead, channels.digest, ts)).length,
    })),
  );
}
