import { type Database, trusted } from '../database/index.ts';
import { slackErrorCode } from './failures.ts';
import { outboxModel, priority } from './model.ts';
import type { Delivery } from './outbox.ts';
import type { Outgoing, OwnMessage, Posted } from './outgoing.ts';

/** The kind of delivery that looks for what stands in Slack twice. */
export const duplicates = 'duplicates';

/** A post that Slack took late shows itself within this time. */
const lateMilliseconds = 60_000;

/** A conversation that is to be looked through for messages that stand there twice. */
export type Suspect = { channel: string; threadTs?: string };

/**
 * Asks for a look at where messages were posted although an earlier try may have reached Slack: what both tries left is
 * only seen afterwards. One look for all that was posted in a minute is enough; it comes when the last of them is a
 * minute old.
 */
export function suspicionOf(workspace: string, { channel, threadTs }: Posted): Delivery {
  const minute = Math.floor(Date.now() / lateMilliseconds);
  const key = `duplicates ${channel} ${threadTs ?? ''} ${minute}`;
  return {
    workspace,
    key,
    stream: key,
    priority: priority.home,
    kind: duplicates,
    payload: { channel, ...(threadTs ? { threadTs } : {}) } satisfies Suspect,
    notBefore: new Date((minute + 2) * lateMilliseconds),
  };
}

/** Deletes what stands there twice; the message that the delivery remembers stays, else the first. */
export async function deleteDuplicates(
  database: Database,
  workspace: string,
  { channel, threadTs }: Suspect,
  out: Outgoing,
): Promise<void> {
  const byKey = Map.groupBy(await out.own(channel, threadTs), ({ key }) => key);
  for (const twins of byKey.values()) {
    if (twins.length < 2) continue;
    const kept = await keptOf(database, workspace, twins);
    for (const { ts } of twins) if (ts !== kept) await remove(out, channel, ts);
  }
}

async function keptOf(
  database: Database,
  workspace: string,
  twins: readonly OwnMessage[],
): Promise<string | undefined> {
  const stamps = twins.map(({ ts }) => ts).toSorted();
  const keys = [...new Set(twins.map(({ delivery }) => delivery))];
  const row = await outboxModel(database)
    .findOne({ workspace, key: trusted({ $in: keys }) })
    .lean();
  const remembered = row?.result?.ts;
  return remembered && stamps.includes(remembered) ? remembered : stamps[0];
}

async function remove(out: Outgoing, channel: string, ts: string): Promise<void> {
  try {
    await out.call('chat.delete', { channel, ts });
  } catch (error) {
    if (slackErrorCode(error) !== 'message_not_found') throw error;
  }
}
