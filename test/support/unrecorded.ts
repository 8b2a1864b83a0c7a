import { outboxModel } from '../../src/platform/outbox/model.ts';
import type { TestDesk } from './desk.ts';

/** Leaves a delivery as a process does that is killed after Slack took the message and before anyone wrote that down. */
export async function tryAgain(
  { desk, workspace }: Pick<TestDesk, 'desk' | 'workspace'>,
  key: string,
): Promise<void> {
  const { matchedCount } = await outboxModel(desk.database).updateOne(
    { workspace, key },
    { $set: { state: 'waiting', attempts: 1, notBefore: new Date(), progress: {} } },
  );
  if (matchedCount === 0) throw new Error(`nothing is delivered under ${key}`);
}
