import { type Database, trusted } from '../database/index.ts';
import { outboxModel, priority } from './model.ts';
import type { Delivery } from './outbox.ts';

/** The kind of delivery that has another one drawn once more. */
export const drawn = 'drawn again';

/** An edit that Slack took late shows itself within this time. */
const lateMilliseconds = 60_000;

/**
 * Asks for what changes in place to be drawn once more when a late edit of it, which shows an older state, must have come
 * to Slack. Asking again puts it off.
 */
export function againLater(workspace: string, key: string): Delivery {
  const again = `${key} ${drawn}`;
  return {
    workspace,
    key: again,
    stream: again,
    priority: priority.home,
    kind: drawn,
    payload: { key },
    latest: true,
    notBefore: new Date(Date.now() + lateMilliseconds),
  };
}

/** Has a delivery that was sent sent once more, and one that is in hand begun again. */
export async function drawAgain(database: Database, workspace: string, key: string): Promise<void> {
  const now = new Date();
  await outboxModel(database).updateOne(
    { workspace, key, state: trusted({ $ne: 'gave_up' }) as never },
    {
      $set: { state: 'waiting', createdAt: now, notBefore: now },
      $inc: { wanted: 1 },
      $unset: { expireAt: '', triedAt: '' },
    },
  );
}
