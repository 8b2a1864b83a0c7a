import { day, morning } from './day.ts';
import { World } from './world.ts';

/**
 * Lives the day while the desk's process is killed and started again in the middle of steps. The one who acts repeats
 * what the app did not answer, as a person would. Gives the world for a look at what it left behind.
 */
export async function liveThroughKills(plan: {
  killsDuring(step: string): boolean;
  /** How long after a step has begun the process dies. */
  delayMilliseconds(): number;
  /** Told before each step, so that a red run says where it was. */
  report?(line: string): void;
}): Promise<World> {
  const world = await World.open(morning);
  for (const step of day) {
    plan.report?.(step.name);
    if (!plan.killsDuring(step.name)) {
      await step.run(world);
      continue;
    }
    const killer = async (): Promise<void> => {
      const delay = plan.delayMilliseconds();
      await new Promise((resolve) => setTimeout(resolve, delay));
      plan.report?.(`  killed after ${Math.round(delay)} ms`);
      await world.kill();
      await world.start();
    };
    await Promise.all([step.run(world), killer()]);
  }
  return world;
}
