import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { findPeople } from '../../people/index.ts';
import { type DigestRun, runModel } from '../model.ts';
import { missedMessage } from '../views/message.ts';

type Run = DigestRun & { workspace: string; _id: unknown };

/** Notes where digests were posted; one that Slack would not take for a day is marked missed, and the owners are told. */
export async function settle(desk: Desk, workspace: string): Promise<void> {
  const ready = await runModel(desk.database).find({ workspace, state: 'ready' }).lean<Run[]>();
  for (const run of ready) {
    const delivery = await desk.outbox.find(workspace, runKey(run));
    if (delivery?.state === 'sent') {
      const { channel = '', ts = '' } = delivery.result ?? {};
      await setState(desk, run, { state: 'sent', post: { channel, ts } });
    } else if (delivery?.state === 'gave_up') {
      await tellOwners(desk, run);
      await setState(desk, run, { state: 'missed' });
    }
  }
}

/** The key of a run's delivery and of its picture. */
export function runKey({ digest, on }: Pick<DigestRun, 'digest' | 'on'>): string {
  return `digest ${digest} ${on}`;
}

async function setState(desk: Desk, run: Run, change: Partial<DigestRun>): Promise<void> {
  await runModel(desk.database).updateOne(
    { workspace: run.workspace, _id: run._id as never },
    { $set: change },
  );
}

async function tellOwners(desk: Desk, run: Run): Promise<void> {
  const { workspace, content } = run;
  const owners = await findPeople(desk, { workspace, role: 'owner' });
  await desk.outbox.enqueue(
    owners.map(({ userId }) => {
      const key = `${runKey(run)} missed ${userId}`;
      const message = missedMessage(run, content?.name ?? run.digest);
      return {
        workspace,
        key,
        stream: key,
        priority: priority.alert,
        kind: 'post',
        payload: { user: userId, ...message },
      };
    }),
  );
}
