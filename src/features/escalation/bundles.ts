import type { KnownBlock } from '@slack/types';
import type { Desk } from '../../platform/desk.ts';
import { isDuplicateKey } from '../../platform/errors.ts';
import type { Sent } from '../../platform/outbox/index.ts';
import { findTickets } from '../tickets/index.ts';
import { type Alert, alertModel, bundleModel } from './model.ts';
import { bundleText } from './views/bundle.ts';

/** Where a bundle's message stands; null until it was posted. */
export async function bundleMessage(desk: Desk, workspace: string, minute: string): Promise<Sent | null> {
  const bundle = await bundleModel(desk.database).findOne({ workspace, minute }).lean();
  return bundle?.message ?? null;
}

/** Remembers where a bundle's message stands; false when it stands elsewhere than it was known to. */
export async function keepBundleMessage(
  desk: Desk,
  { workspace, minute, standing }: { workspace: string; minute: string; standing: Sent | null },
  message: Sent,
): Promise<boolean> {
  try {
    await bundleModel(desk.database).updateOne(
      { workspace, minute, 'message.ts': standing?.ts ?? null },
      { $set: { message } },
      { upsert: true },
    );
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

/** A bundle as it is now, and whom it mentions. */
export async function bundleOf(
  desk: Desk,
  workspace: string,
  minute: string,
): Promise<{ text: string; blocks: KnownBlock[]; mentioned: string[] }> {
  const alerts = await alertModel(desk.database).find({ workspace, bundle: minute }).lean<Alert[]>();
  const ticketIds = alerts.map(({ ticketId }) => ticketId);
  const tickets = await findTickets(desk, { workspace, ticketIds });
  const mentioned = [...new Set(alerts.flatMap((alert) => alert.mentioned))];
  return { mentioned, ...bundleText(alerts, tickets, mentioned) };
}
