import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { getSettings } from '../../settings/index.ts';
import { digestModel } from '../model.ts';

/** The digest that every workspace with a digest channel begins with: the complete days, each morning. */
const defaultDigest = { key: 'daily', name: 'Support', time: '09:00', span: 'daily' } as const;

/** Makes the daily digest when the workspace has a channel for it and none was made before. */
export async function ensureDefaultDigest(desk: Desk, workspace: string): Promise<void> {
  const { digestChannel, timeZone } = await getSettings(desk, workspace);
  if (!digestChannel) return;
  const Digests = digestModel(desk.database);
  if (await Digests.exists({ workspace })) return;
  try {
    await Digests.create({
      workspace,
      ...defaultDigest,
      channel: digestChannel,
      timeZone,
      since: desk.clock.now(),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
