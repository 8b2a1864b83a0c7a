import type { Desk } from '../../../platform/desk.ts';
import { runModel } from '../model.ts';
import { missedMessage } from '../views/refused.ts';
import { firstCheck } from './correct.ts';
import { changeRun, type Run, runKey } from './runs.ts';
import { tellAsker, tellOwners } from './tell.ts';

/** Notes where digests were posted; one that Slack would not take for a day is marked missed, and who can mend it is told. */
export async function settle(desk: Desk, workspace: string): Promise<void> {
  const ready = await runModel(desk.database).find({ workspace, state: 'ready' }).lean<Run[]>();
  for (const run of ready) {
    const delivery = await desk.outbox.find(workspace, runKey(run));
    if (delivery?.state === 'sent') {
      const { channel = '', ts = '' } = delivery.result ?? {};
      const checkAt = firstCheck(run, desk.clock.now());
      await changeRun(desk, run, { state: 'sent', post: { channel, ts }, checkAt });
    } else if (delivery?.state === 'gave_up') {
      if (run.kind === 'asked') await tellAsker(desk, run, answerIn(delivery.error ?? ''));
      else await tellOwners(desk, run, 'missed', missedMessage(run));
      await changeRun(desk, run, { state: 'missed' });
    }
  }
}

/** Slack's answer without what its library says around it. */
function answerIn(error: string): string {
  return error.replace(/^Error: (An API error occurred: )?/, '').slice(0, 200);
}
