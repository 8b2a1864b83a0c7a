import type { Desk } from '../../../platform/desk.ts';
import { isPermanent, NotYet, slackErrorCode, Undeliverable } from '../../../platform/outbox/index.ts';
import { digestModel } from '../model.ts';
import { waitingMessage } from '../views/refused.ts';
import { changeRun, type Run } from './runs.ts';
import { tellOwners } from './tell.ts';

/** Somebody may invite the app or open the channel again meanwhile, so Slack is asked again, slowly. */
const pauseMilliseconds = 5 * 60_000;
const triedHours = 24;
/** Who asked for one for themselves waits for it; later it would only surprise them. */
const askedMinutes = 10;

/**
 * How a digest that could not be posted goes on: the error to throw. What Slack refuses for good is tried again for 24
 * hours, in the channel that the digest has by then, and owners are told at once, because they can mend it.
 */
export async function nextTry(desk: Desk, run: Run, error: unknown): Promise<unknown> {
  const minutes = (desk.clock.now().getTime() - run.createdAt.getTime()) / 60_000;
  const code = slackErrorCode(error);
  if (run.kind === 'asked')
    return minutes > askedMinutes ? new Undeliverable(code ?? 'Slack could not be reached') : error;
  if (!code || !isPermanent(error) || minutes > triedHours * 60) return error;
  await tellOwners(desk, run, 'refused', waitingMessage(run, code));
  const { workspace, digest: key } = run;
  const digest = await digestModel(desk.database).findOne({ workspace, key }, { channel: 1 }).lean();
  const isMoved = digest && digest.channel !== run.channel;
  if (isMoved) await changeRun(desk, run, { channel: digest.channel });
  return new NotYet(`Slack answered ${code}`, isMoved ? undefined : pauseMilliseconds);
}
