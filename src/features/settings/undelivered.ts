import type { Desk } from '../../platform/desk.ts';
import { priority } from '../../platform/outbox/index.ts';
import { findPeople } from '../people/index.ts';
import { undeliveredMessage } from './views/undelivered.ts';

/** Owners are told at most this often; what is given up in between goes into the next message. */
const PAUSE = 3_600_000;

/**
 * Tells the owners what could not be delivered and was given up (docs/delivery.md). Steps, each safe to repeat: the
 * messages to the owners, named after the oldest of what is lost; then all that they tell of is marked.
 */
export async function tellOfUndelivered(desk: Desk, workspace: string): Promise<void> {
  const { outbox } = desk;
  const now = new Date();
  if (await outbox.hasReportedSince(workspace, new Date(now.getTime() - PAUSE))) return;
  const lost = (await outbox.unreported(workspace)).filter(({ key }) => !key.startsWith('undelivered '));
  const owners = (await findPeople(desk, { workspace, role: 'owner' })).filter(({ active }) => active);
  const [oldest] = lost;
  const [first] = owners;
  if (!oldest || !first) return;
  const keyFor = (userId: string) => `undelivered ${oldest.key} ${userId}`;
  await outbox.enqueue(
    owners.map(({ userId }) => ({
      workspace,
      key: keyFor(userId),
      stream: `undelivered ${userId}`,
      priority: priority.alert,
      kind: 'post',
      payload: { user: userId, ...undeliveredMessage(lost) },
    })),
  );
  const told = await outbox.find(workspace, keyFor(first.userId));
  await outbox.markReported(workspace, told?.createdAt ?? now);
}
