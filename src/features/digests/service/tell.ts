import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { findPeople } from '../../people/index.ts';
import { failedMessage, type Told } from '../views/refused.ts';
import { type Run, runKey } from './runs.ts';

/** Tells each owner something of a sending, once. */
export async function tellOwners(
  desk: Desk,
  run: Run,
  what: 'refused' | 'missed',
  message: Told,
): Promise<void> {
  const owners = await findPeople(desk, { workspace: run.workspace, role: 'owner' });
  await tell(
    desk,
    run,
    owners.map(({ userId: user }) => ({ part: `${what} ${user}`, message: { ...message, user } })),
  );
}

/** Tells who asked for a test or a picture that it does not come, once. */
export async function tellAsker(desk: Desk, run: Run, why: string | null): Promise<void> {
  const message = { ...failedMessage(run, why), channel: run.channel };
  await tell(desk, run, [{ part: 'failed', message }]);
}

async function tell(
  desk: Desk,
  run: Run,
  words: readonly { part: string; message: Told & { user?: string; channel?: string } }[],
): Promise<void> {
  await desk.outbox.enqueue(
    words.map(({ part, message }) => {
      const key = `${runKey(run)} ${part}`;
      const payload = { ...message };
      return { workspace: run.workspace, key, stream: key, priority: priority.alert, kind: 'post', payload };
    }),
  );
}
