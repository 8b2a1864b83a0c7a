import { type Database, trusted } from '../database/index.ts';
import { isDuplicateKey } from '../errors.ts';
import { leaseModel } from './model.ts';

/** A stream in this process's hands until `until`; writes carry `fence`, so a holder that lost it changes nothing. */
export interface HeldStream {
  workspace: string;
  stream: string;
  fence: number;
  until: number;
}

const leaseMilliseconds = 30_000;
const dayMilliseconds = 86_400_000;

/** Takes the lease of a stream, or `undefined` while another holds it. */
export async function acquireStream(
  database: Database,
  workspace: string,
  stream: string,
): Promise<HeldStream | undefined> {
  const now = Date.now();
  const until = now + leaseMilliseconds;
  try {
    const lease = await leaseModel(database)
      .findOneAndUpdate(
        { workspace, stream, until: trusted({ $lte: new Date(now) }) },
        { $set: { until: new Date(until), expireAt: new Date(now + dayMilliseconds) }, $inc: { fence: 1 } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean();
    return lease ? { workspace, stream, fence: lease.fence, until } : undefined;
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}

/** True while the lease is ours; renews it when less than half is left. */
export async function stillHeld(database: Database, held: HeldStream): Promise<boolean> {
  const now = Date.now();
  if (held.until - now > leaseMilliseconds / 2) return true;
  const until = now + leaseMilliseconds;
  const renewed = await leaseModel(database).updateOne(
    { workspace: held.workspace, stream: held.stream, fence: held.fence },
    { $set: { until: new Date(until) } },
  );
  held.until = until;
  return renewed.matchedCount === 1;
}

/** Gives the stream back at once. */
export async function releaseStream(database: Database, held: HeldStream): Promise<void> {
  await leaseModel(database).updateOne(
    { workspace: held.workspace, stream: held.stream, fence: held.fence },
    { $set: { until: new Date(0) } },
  );
}
