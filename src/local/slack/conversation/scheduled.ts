import type { World } from '../state/world.ts';
import { post } from './post.ts';

/** Posts what is due by the workspace's clock. */
export function postDue(world: World): void {
  const now = world.clock.now() / 1000;
  for (const due of world.scheduled.filter((each) => each.postAt <= now)) {
    world.scheduled.delete(due.id);
    const channel = world.channels.get(due.channel);
    if (channel && !channel.archived) post(world, channel, due.message);
  }
}
