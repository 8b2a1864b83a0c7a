import type { Desk } from '../../../platform/desk.ts';
import { priority } from '../../../platform/outbox/index.ts';
import { findPeople } from '../../people/index.ts';
import { runModel } from '../model.ts';
import { missedMessage } from '../views/message.ts';
import { firstCheck } from './correct.ts';
import { changeRun, type Run, runKey } from './runs.ts';

/** Notes where digests were posted; one that Slack would not take for a day is marked missed, and the owners are told. */
export async function settle(desk: Desk, workspace: string): Promise<void> {
  const ready = await runModel(desk.database).find({ workspace, state: 'ready' }).lean<Run[]>();
  for (const run of ready) {
    const delivery = await desk.outbox.find(workspace, runKey(run));
    if (delivery?.state === 'sent') {
      const { channel = '', ts = '' } = delivery.result ?? {};
      const checkAt = firstCheck(run, desk.clock.now());
      await changeRun(desk, run, { state: 'sent', post: { channel, ts }, checkAt });
    } else if (delivery?.state === 'gave_up') {
      // Who asked for one for themselves reads that it did not come from its not coming.
      if (run.kind !== 'asked') await tellOwners(desk, run);
      await changeRun(desk, run, { state: 'missed' });
    }
  }
}

async function tellOwners(desk: Desk, run: Run): Promise<void> {
  const { workspace, content } = run;
  const owners = await findPeople(desk, { workspace, role: 'owner' });
  await desk.outbox.enqueue(
    owners.map(({ userId }) => {
      const key = `${runKey(run)} missed ${userId}`;
      const message = missedMessage(run, content?.name ?? run.definition.name);
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
