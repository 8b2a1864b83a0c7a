import { isDeepStrictEqual } from 'node:util';
import { outcome, rightOutcome } from '../../test/e2e/day.ts';
import { liveThroughKills } from '../../test/e2e/kills.ts';

const rounds = 10;
const longestDelayMilliseconds = 1_500;

/** Lives the day ten times while the desk is killed once in each step, at a random moment. @throws when anything is lost or doubled. */
export async function soakDayKill(say: (line: string) => void): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    const steps: string[] = [];
    const world = await liveThroughKills({
      killsDuring: () => true,
      delayMilliseconds: () => Math.random() * longestDelayMilliseconds,
      report: (line) => steps.push(line),
    });
    const left = await outcome(world);
    await world.close();
    if (!isDeepStrictEqual(left, rightOutcome)) {
      throw new Error(`round ${round}: ${JSON.stringify(left)} after\n${steps.join('\n')}`);
    }
    say(`round ${round} of ${rounds}: a kill in each step, nothing lost, nothing doubled`);
  }
}
