import { matched } from '../../../platform/database/index.ts';
import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, priority, Undeliverable } from '../../../platform/outbox/index.ts';
import { exportModel } from '../model.ts';
import { progressMessage } from '../views/message.ts';
import { aboutOf } from './about.ts';
import { findExport } from './find.ts';

/** How the message about a long export is called in the outbox. */
export const progressDelivery = 'exports.progress';

/** Has the message about a long export posted, or drawn again as the export stands at sending. */
export async function showProgress(desk: Desk, workspace: string, exportId: string): Promise<void> {
  const key = `export progress ${exportId}`;
  await desk.outbox.enqueue([
    {
      workspace,
      key,
      stream: key,
      priority: priority.answer,
      kind: progressDelivery,
      payload: { exportId },
      latest: true,
    },
  ]);
}

/** Posts how far a long export is, with Cancel; later draws it again in place. */
export const deliverProgress =
  (desk: Desk): Deliverer<{ exportId: string }> =>
  async ({ workspace, payload: { exportId } }, out) => {
    const asked = await findExport(desk, workspace, exportId);
    if (!asked) throw new Undeliverable(`the export ${exportId} is gone`);
    const message = progressMessage(await aboutOf(desk, workspace, asked), asked);
    const { message: standing, by: user } = asked;
    return out.show({
      standing,
      message: { user, ...message },
      note: (message) =>
        matched(
          exportModel(desk.database).updateOne(
            { workspace, _id: exportId, 'message.ts': standing?.ts ?? null },
            { $set: { message } },
          ),
        ),
    });
  };
