import { type Database, trusted } from '../database/index.ts';
import { isDuplicateKey } from '../errors.ts';
import { leaseModel } from './model.ts';

/**
 * A stream in this process's hands until `until`, by the steady clock; writes carry `fence`, so a holder that lost it
 * changes nothing.
 */
export interface HeldStream {
  workspace: string;
  stream: string;
  fence: number;
  until: number;
}

/** How long a stream waits for a process that was killed. */
const leaseMilliseconds = 10_000;
/** No clock that is right is further ahead than this. */
const furthestMilliseconds = 60_000;
const dayMilliseconds = 86_400_000;

/** Takes the lease of a stream, or `undefined` while another holds it. */
export async function acquireStream(
  database: Database,
  workspace: string,
  stream: string,
): Promise<HeldStream | undefined> {
  const Lease = leaseModel(database);
  const now = Date.now();
  const until = performance.now() + leaseMilliseconds;
  const ours = { until: leaseEnd(), expireAt: new Date(now + dayMilliseconds) };
  const taken = await Lease.findOneAndUpdate(
    { workspace, stream, until: overAt(now) },
    { $set: ours, $inc: { fence: 1 } },
    { returnDocument: 'after' },
  ).lean();
  if (taken) return { workspace, stream, fence: taken.fence, until };
  try {
    // Numbers of a lease that was dropped in the meantime were smaller than the time in milliseconds.
    await Lease.create({ workspace, stream, fence: now, ...ours });
    return { workspace, stream, fence: now, until };
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}

const leaseEnd = () => new Date(Date.now() + leaseMilliseconds);

/** Run out, or reaching so far ahead that the clock must have jumped back since. */
function overAt(now: number): Date {
  const held = { $gt: new Date(now), $lte: new Date(now + furthestMilliseconds) };
  return trusted({ $not: held }) as unknown as Date;
}

/** True while the lease is ours; renews it when a fifth of it is over. */
export async function stillHeld(database: Database, held: HeldStream): Promise<boolean> {
  const now = performance.now();
  if (held.until - now > leaseMilliseconds * 0.8) return true;
  const renewed = await leaseModel(database).updateOne(
    { workspace: held.workspace, stream: held.stream, fence: held.fence },
    { $set: { until: leaseEnd() } },
  );
  if (renewed.matchedCount === 0) return false;
  held.until = now + leaseMilliseconds;
  return true;
}

/** Keeps the lease while `work` lasts longer than it; whether it was kept is asked by `stillHeld`. */
export async function keepingLease<Result>(
  database: Database,
  held: HeldStream,
  work: () => Promise<Result>,
): Promise<Result> {
  const renew = () => void stillHeld(database, held).catch(() => false);
  const timer = setInterval(renew, leaseMilliseconds / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Gives the stream back at once. */
export async function releaseStream(database: Database, held: HeldStream): Promise<void> {
  await leaseModel(database).updateOne(
    { workspace: held.workspace, stream: held.stream, fence: held.fence },
    { $set: { until: new Date(0) } },
  );
}
